package tui

import (
	"net/url"
	"strings"

	"routescope/engine"
	"routescope/engine/event"
	"routescope/engine/route"
	"routescope/recorder"
)

// A pair is one name and value of a query or a header.
type pair struct{ name, value string }

// A draft is a request being written. Its path is written either as a whole or,
// where it follows a route's pattern, parameter by parameter.
type draft struct {
	method  string
	pattern route.Pattern
	params  []pair // one per parameter of the pattern; values are decoded
	path    string // encoded; authoritative if loose
	loose   bool   // the path is kept as it was typed
	astray  bool   // it is loose and does not fit the pattern: params mean nothing
	search  string // the query as it is sent, without the question mark
	query   []pair // the same, decoded
	header  []pair
	body    string
	version int // grows with every change
}

// newDraft returns the empty request for one method of a route.
func newDraft(method string, r *engine.Route) *draft {
	d := &draft{method: method, pattern: r.Pattern}
	for _, name := range r.Pattern.Names() {
		d.params = append(d.params, pair{name: name})
	}
	if takesBody(method) {
		d.header = []pair{{"Content-Type", "application/json"}}
	}
	return d
}

// takesBody reports whether requests of a method usually carry a body.
func takesBody(method string) bool {
	return method == "POST" || method == "PUT" || method == "PATCH"
}

// changed notes a change made to the draft's members from outside.
func (d *draft) changed() { d.version++ }

// target returns the request target: path and query, parameters that are not
// filled in standing as the pattern has them.
func (d *draft) target() string {
	target := d.path
	if !d.loose {
		target = d.filledPath()
	}
	if d.search != "" {
		target += "?" + d.search
	}
	return target
}

// setQuery writes the query anew from its parameters.
func (d *draft) setQuery(pairs []pair) {
	d.query = pairs
	var parts []string
	for _, p := range pairs {
		if p.name == "" && p.value == "" {
			continue
		}
		part := url.QueryEscape(p.name)
		if p.value != "" {
			part += "=" + url.QueryEscape(p.value)
		}
		parts = append(parts, part)
	}
	d.search = strings.Join(parts, "&")
}

func (d *draft) filledPath() string {
	var b strings.Builder
	for _, seg := range d.pattern.Segments() {
		if text := d.fill(seg); text != "" {
			b.WriteString("/" + text)
		}
	}
	if b.Len() == 0 {
		return "/"
	}
	return b.String()
}

// fill returns the text a segment has in the path.
func (d *draft) fill(seg route.Segment) string {
	if seg.Kind == route.Static {
		return seg.String()
	}
	value := d.param(seg.Text)
	switch {
	case value == "" && seg.Kind == route.OptionalCatchAll:
		return ""
	case value == "":
		return seg.String()
	case seg.Kind == route.Dynamic:
		return seg.Prefix + url.PathEscape(value) + seg.Suffix
	}
	parts := strings.Split(strings.Trim(value, "/"), "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}

func (d *draft) param(name string) string {
	for _, p := range d.params {
		if p.name == name {
			return p.value
		}
	}
	return ""
}

// missing returns the parameters that the path cannot do without and that are
// not filled in.
func (d *draft) missing() []string {
	if d.loose {
		return nil
	}
	var out []string
	for _, seg := range d.pattern.Segments() {
		if seg.Kind != route.Static && seg.Kind != route.OptionalCatchAll && d.param(seg.Text) == "" {
			out = append(out, seg.Text)
		}
	}
	return out
}

// setTarget reads a target somebody typed. A path that fits the pattern fills
// the parameters; any other is kept as it is. So is the spelling of the query.
func (d *draft) setTarget(text string) {
	defer d.changed()
	path, query, _ := strings.Cut(text, "?")
	d.search, d.query = query, parsePairs(query)
	d.path, d.loose, d.astray = path, true, false
	if path == d.filledPath() {
		d.loose = false
		return
	}
	params, ok, err := d.pattern.Match(path)
	if !ok || err != nil {
		d.astray = true
		return
	}
	for i := range d.params {
		p, _ := params.Lookup(d.params[i].name)
		d.params[i].value = p.String()
		if strings.HasPrefix(d.params[i].value, "[") { // the pattern's own text
			d.params[i].value = ""
		}
	}
	d.loose = d.filledPath() != path
}

// adopt takes the pattern of the route that a path gone astray reaches, so that
// its parameters can be filled in.
func (d *draft) adopt(p route.Pattern) {
	if _, fits, err := p.Match(d.path); !d.astray || !fits || err != nil {
		return
	}
	d.pattern, d.params = p, nil
	for _, name := range p.Names() {
		d.params = append(d.params, pair{name: name})
	}
	d.setTarget(d.target())
}

func parsePairs(query string) []pair {
	if query == "" {
		return nil
	}
	var out []pair
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		out = append(out, pair{unescape(name), unescape(value)})
	}
	return out
}

func unescape(s string) string {
	if text, err := url.QueryUnescape(s); err == nil {
		return text
	}
	return s
}

// setMethod changes the method; one that carries a body says what it is.
func (d *draft) setMethod(method string) {
	d.method = method
	if takesBody(method) && d.contentType() == "" {
		d.header = append(d.header, pair{"Content-Type", "application/json"})
	}
	d.changed()
}

// request returns the draft as it is sent.
func (d *draft) request() recorder.Request {
	req := recorder.Request{Method: d.method, Target: d.target()}
	if !strings.HasPrefix(req.Target, "/") && !strings.Contains(req.Target, "://") {
		req.Target = "/" + req.Target
	}
	for _, h := range d.header {
		if h.name == "" || d.body == "" && strings.EqualFold(h.name, "content-type") {
			continue
		}
		req.Header = append(req.Header, event.Field{Name: h.name, Value: h.value})
	}
	if d.body != "" {
		req.Body = []byte(d.body)
	}
	return req
}

// load makes the draft the request that was once sent.
func (d *draft) load(req recorder.Request) {
	d.method = req.Method
	d.header = nil
	for _, h := range req.Header {
		d.header = append(d.header, pair{h.Name, h.Value})
	}
	d.body = string(req.Body)
	d.setTarget(req.Target)
}

// contentType returns the type the body is sent as.
func (d *draft) contentType() string {
	for _, h := range d.header {
		if strings.EqualFold(h.name, "content-type") {
			return h.value
		}
	}
	return ""
}

// hint says what a parameter takes.
func (d *draft) hint(name string) string {
	for _, seg := range d.pattern.Segments() {
		if seg.Text != name {
			continue
		}
		switch seg.Kind {
		case route.CatchAll:
			return "one segment or more: a/b"
		case route.OptionalCatchAll:
			return "any segments, or none"
		}
	}
	return "one segment"
}

// httpMethods are the methods that Next.js knows in route handlers.
var httpMethods = []string{"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}

// methodWidth is the column of the longest method.
const methodWidth = len("OPTIONS")
