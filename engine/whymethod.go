package engine

import (
	"slices"
	"strings"

	"routescope/engine/event"
	"routescope/engine/route"
)

// httpMethods are those that an app route may export.
// See https://nextjs.org/docs/app/api-reference/file-conventions/route#http-methods.
var httpMethods = []string{"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"}

// explainMethods says what the winner does with each method, and what with the
// one that was asked for.
func (x *Explanation) explainMethods() {
	w := x.Winner
	if w == nil {
		return
	}
	names := httpMethods
	if !slices.Contains(names, x.Method) {
		names = append(slices.Clip(names), x.Method)
	}
	for _, name := range names {
		a := w.answerTo(name)
		if x.Methods = append(x.Methods, a); name != x.Method {
			continue
		}
		if x.Handler = a.Position; a.Status >= 400 {
			x.Status, x.Reason = a.Status, a.Reason
		}
	}
}

// answerTo says what a route does with a method.
func (r *Route) answerTo(name string) MethodAnswer {
	a := MethodAnswer{Name: name, Position: r.Handler}
	switch r.Kind {
	case route.AppRoute:
		return r.appAnswer(a)
	case route.MetadataRoute, route.PublicFile:
		if name != "GET" && name != "HEAD" {
			return refused(a, 405, r.File+" answers GET and HEAD only")
		}
		a.Reason = "the file"
		if r.Kind == route.MetadataRoute && !r.Metadata.Static {
			a.Reason = "export default"
		}
	case route.APIRoute, route.EdgeAPIRoute:
		a.Reason = "export default"
	default:
		a.Reason = "the page"
	}
	return a
}

func refused(a MethodAnswer, status int, reason string) MethodAnswer {
	a.Status, a.Reason, a.Position = status, reason, event.Position{}
	return a
}

// appAnswer follows Next.js: HEAD is made of GET, OPTIONS of all, other methods
// that are not exported are answered with 405, and what is no HTTP method that
// Next.js knows with 400.
func (r *Route) appAnswer(a MethodAnswer) MethodAnswer {
	if !slices.Contains(httpMethods, a.Name) {
		return refused(a, 400, "Next.js knows no method "+a.Name+" in app routes")
	}
	m, ok := r.method(a.Name)
	switch {
	case r.Err != nil:
		a.Reason = "not known: " + r.Err.Error()
	case !ok:
		return refused(a, 405, r.File+" exports "+r.exported())
	case !m.Automatic:
		a.Position, a.Reason = m.Position, "export "+m.Name
	case m.Name == "OPTIONS":
		a = refused(a, 204, "automatic, with Allow: "+r.allow())
	default:
		get, _ := r.method("GET")
		a.Position, a.Reason = get.Position, "automatic: GET, without its body"
	}
	return a
}

func (r *Route) method(name string) (Method, bool) {
	i := slices.IndexFunc(r.Methods, func(m Method) bool { return m.Name == name })
	if i < 0 {
		return Method{}, false
	}
	return r.Methods[i], true
}

// exported lists the methods: "only GET and POST; HEAD and OPTIONS are automatic".
func (r *Route) exported() string {
	var written, automatic []string
	for _, m := range r.Methods {
		if m.Automatic {
			automatic = append(automatic, m.Name)
		} else {
			written = append(written, m.Name)
		}
	}
	text := "only " + listed(written)
	if len(written) == 0 {
		text = "no method"
	}
	switch len(automatic) {
	case 0:
		return text
	case 1:
		return text + "; " + automatic[0] + " is automatic"
	}
	return text + "; " + listed(automatic) + " are automatic"
}

func listed(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// allow is the value of the header Allow that the automatic OPTIONS sends.
func (r *Route) allow() string {
	var names []string
	for _, m := range r.Methods {
		names = append(names, m.Name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
