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
		r.serve(match, "has this very path")
		return true, nil
	}
	decoded, valid := decodeComponent(path)
	if !valid || decoded == path {
		return false, nil
	}
	if match, ok, err = r.Table.Exact(decoded); err != nil || !ok {
		return false, err
	}
	if match.Route.Kind == route.PublicFile {
		r.serve(match, "has this very path, decoded")
		return true, nil
	}
	match, ok, err = r.Table.Dynamic(path)
	if err != nil {
		return false, err
	}
	if !ok {
		r.did(fmt.Sprintf("%s is found by the decoded path, but routes answer to the encoded one", decoded), "", "")
		return r.notFound()
	}
	r.serve(match, "fits the encoded path")
	return true, nil
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
	r.serve(match, "fits")
	return true, nil
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
	if ok {
		r.serve(match, "fits")
	}
	return ok, err
}

// serve sets the route. Public files answer to GET and HEAD only.
func (r *run) serve(m route.Match, why string) {
	if m.Route.Kind == route.PublicFile && r.req.Method != "GET" && r.req.Method != "HEAD" && r.req.Method != "" {
		r.out.Answer = r.page(405, "Allow", "GET", "HEAD")
		r.did(m.Route.File+" answers GET and HEAD only: 405", "", "")
		return
	}
	r.out.Route, r.out.Params = m.Route, m.Params
	if r.trace != nil {
		r.trace.did(fmt.Sprintf("%s %s %s", m.Route.Kind, m.Route.Pattern, why), "", "")
	}
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

// undecodable answers a parameter that is no UTF-8. Next.js has lost the headers
// of next.config by then, and a production server without a pages directory its
// error page for 400.
func (r *run) undecodable(err *route.DecodeError) {
	status := 400
	if r.noPages && !r.Development {
		status = 500
	}
	r.response = nil
	r.out = Outcome{Answer: r.page(status, ""), RequestHeader: r.out.RequestHeader}
	r.did(fmt.Sprintf("%s cannot be decoded: %d", err.Text, status), "", "")
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
