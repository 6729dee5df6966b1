package pipeline

import (
	"fmt"
	"strings"

	"routescope/engine/route"
)

// files looks for a public file or a route whose path is the URL's own text.
func (r *run) files() (done bool, err error) {
	path, inside := r.local()
	if !inside {
		r.say("outside basePath")
		return false, nil
	}
	if done, err = r.exact(path); !done && err == nil {
		r.say("no file and no route has this very path")
	}
	return done, err
}

// exact serves a path that a file or route has literally. A path that is one only
// once decoded ends the search here as well, although the route that serves it is
// then found by its encoded form: a dynamic one, or none.
func (r *run) exact(path string) (done bool, err error) {
	match, ok, err := r.Table.Exact(path)
	if err != nil {
		return false, err
	}
	if ok {
		return r.serve(match, "has this very path"), nil
	}
	decoded, valid := decodeComponent(path)
	if !valid || decoded == path {
		return false, nil
	}
	match, ok, err = r.Table.Exact(decoded)
	if err != nil || !ok || r.Development && match.Route.Kind != route.PublicFile {
		return false, err
	}
	if match.Route.Kind == route.PublicFile {
		return r.serve(match, "has this very path, decoded"), nil
	}
	match, ok, err = r.Table.Dynamic(path)
	if err != nil {
		return false, err
	}
	if !ok {
		r.did(fmt.Sprintf("%s is found by the decoded path, but routes answer to the encoded one", decoded), "", "")
		return r.notFound()
	}
	return r.serve(match, "fits the encoded path"), nil
}

// dynamic tries the patterns.
func (r *run) dynamic() (done bool, err error) {
	path, inside := r.local()
	if !inside {
		r.say("outside basePath")
		return false, nil
	}
	match, ok, err := r.Table.Dynamic(path)
	if err != nil {
		return false, err
	}
	if !ok {
		r.say("no dynamic route fits")
		return false, nil
	}
	return r.serve(match, "fits"), nil
}

// look is what follows a rewrite: files, then dynamic routes.
func (r *run) look() (done bool, err error) {
	path, inside := r.local()
	if !inside {
		return false, nil
	}
	if done, err = r.exact(path); done || err != nil {
		return done, err
	}
	match, ok, err := r.Table.Dynamic(path)
	return ok && err == nil && r.serve(match, "fits"), err
}

// serve sets the route, unless useFileSystemPublicRoutes: false leaves it to
// rewrites. Public files answer to GET and HEAD only.
func (r *run) serve(m route.Match, why string) bool {
	if r.hidden && !r.rewritten && m.Route.Kind != route.PublicFile {
		r.say(m.Route.Pattern.String() + " is for rewrites only (useFileSystemPublicRoutes is false)")
		return false
	}
	if m.Route.Kind == route.PublicFile && r.req.Method != "GET" && r.req.Method != "HEAD" && r.req.Method != "" {
		r.out.Answer = r.page(405, "Allow", "GET", "HEAD")
		r.did(m.Route.File+" answers GET and HEAD only: 405", "", "")
		return true
	}
	r.out.Route, r.out.Params = m.Route, m.Params
	if r.trace != nil {
		r.trace.did(fmt.Sprintf("%s %s %s", m.Route.Kind, m.Route.Pattern, why), "", "")
	}
	return true
}

// noStore is the Cache-Control of Next.js's own pages.
const noStore = "private, no-cache, no-store, max-age=0, must-revalidate"

// page answers with one of Next.js's own pages, and with one more header.
func (r *run) page(status int, name string, values ...string) *Answer {
	h := r.response.flat()
	if name != "" {
		h = setHeader(h, name, values...)
	}
	if _, ok := lookupHeader(h, "cache-control"); !ok || status == 404 {
		h = setHeader(h, "Cache-Control", noStore)
	}
	return &Answer{Status: status, Header: h, Page: fmt.Sprintf("/%d", status)}
}

// notFound is the last stage. Requests for what a page is made of get plain text.
func (r *run) notFound() (done bool, err error) {
	r.trace.did("nothing serves the path: 404", "", "")
	r.out.Answer = r.page(404, "")
	destination, _ := lookupHeader(r.header, "sec-fetch-dest")
	get := r.req.Method == "GET" || r.req.Method == "HEAD" || r.req.Method == ""
	if strings.HasPrefix(r.cut(r.path), "/_next/static/") || get && subresources[destination] {
		r.out.Answer.Header = setHeader(r.out.Answer.Header, "Content-Type", "text/plain; charset=utf-8")
		r.out.Answer.Page, r.out.Answer.Body = "", strings.NewReader("Not Found")
	}
	return true, nil
}

// subresources are the values of Sec-Fetch-Dest that no HTML is for.
var subresources = map[string]bool{
	"audio": true, "audioworklet": true, "font": true, "image": true, "json": true, "manifest": true,
	"paintworklet": true, "report": true, "script": true, "serviceworker": true, "sharedworker": true,
	"style": true, "track": true, "video": true, "webidentity": true, "worker": true, "xslt": true,
}
