package pipeline

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"routescope/engine/event"
)

// proxy runs proxy.ts if one of its matchers fits, and does what its response
// asks for: go on with other request headers, go on at another path, redirect,
// forward, or answer.
func (r *run) proxy() (done bool, err error) {
	if r.matchers == nil {
		r.say("no proxy.ts")
		return false, nil
	}
	if !r.proxied() {
		r.say("the matcher does not fit")
		return false, nil
	}
	if r.trace != nil || r.Proxy == nil {
		r.say("would run; taken here as if it answered NextResponse.next()")
		return false, nil
	}
	result, err := r.callProxy()
	if err != nil {
		return false, fmt.Errorf("the proxy threw: %w", err)
	}
	if result == nil {
		return false, nil
	}
	return r.obey(result)
}

// flightHeaders are kept from the proxy, which shall see page requests only.
var flightHeaders = []string{
	"rsc", "next-router-state-tree", "next-router-prefetch", "next-hmr-refresh", "next-router-segment-prefetch",
}

func isFlight(name string) bool {
	return slices.Contains(flightHeaders, strings.ToLower(name))
}

func (r *run) callProxy() (*ProxyResult, error) {
	header := slices.DeleteFunc(slices.Clone(r.header), func(f event.Field) bool { return isFlight(f.Name) })
	target := strings.TrimSuffix(r.path, ".rsc")
	if query := r.query.searchParams(); query != "" {
		target += "?" + query
	}
	return r.Proxy(r.ctx, &Request{Method: r.req.Method, Target: target, Header: header, Host: r.req.Host, Secure: r.req.Secure})
}

// obey reads a proxy's response.
func (r *run) obey(result *ProxyResult) (done bool, err error) {
	h := slices.Clone(result.Header)
	if err := r.relativize(h); err != nil {
		return false, err
	}
	if !r.EdgeProxy {
		h = removeHeader(h, "x-middleware-set-cookie")
	}
	h = r.overrideRequest(h)
	next, _ := lookupHeader(h, "x-middleware-next")
	rewrite, _ := lookupHeader(h, "x-middleware-rewrite")
	target, _ := lookupHeader(h, "location")
	r.takeHeaders(h)
	if rewrite != "" {
		if done, err := r.proxyRewrite(rewrite); done || err != nil {
			return done, err
		}
	}
	switch {
	case target != "" && isRedirect(result.Status):
		return true, r.proxyRedirect(target, result.Status)
	case target != "":
		r.response = r.response.set("location", target)
		r.answer(result)
		return true, nil
	case rewrite == "" && next == "":
		r.answer(result)
		return true, nil
	}
	if rewrite == "" {
		r.did("the proxy lets the request pass", "", "")
	}
	return false, nil
}

// relativize rewrites Location to the server's own address the way the adapter
// around proxy.ts does, for which 127.0.0.1, [::1] and localhost are one host. A
// URL without a host is an error there.
func (r *run) relativize(h event.Header) error {
	own := nextURL(r.origin)
	for i, f := range h {
		location := strings.EqualFold(f.Name, "location")
		if !location && !strings.EqualFold(f.Name, "x-middleware-rewrite") {
			continue
		}
		to, err := parseLocation(f.Value)
		if err != nil || to.protocol == "" {
			return fmt.Errorf("Invalid URL: %s in %s", f.Value, f.Name)
		}
		if to = nextURL(to); to.host() != own.host() {
			continue
		}
		if location && to.protocol == own.protocol {
			to.protocol = ""
		}
		h[i].Value = to.String()
	}
	return nil
}

// absolute reads a URL against the server's own address.
func (r *run) absolute(text string) (location, error) {
	if strings.HasPrefix(text, "/") {
		text = r.origin.origin() + text
	}
	return parseLocation(text)
}

// nextURL is what becomes of a URL inside NextURL: loopback addresses turn into
// localhost.
func nextURL(l location) location {
	if strings.HasPrefix(l.hostname, "127.") || l.hostname == "[::1]" {
		l.hostname = "localhost"
	}
	return l
}

// relative takes the server's own origin off, exactly as it was started with.
func (r *run) relative(text string) (location, error) {
	to, err := r.absolute(text)
	if err == nil && to.origin() == r.origin.origin() {
		to.protocol, to.auth, to.hostname, to.port = "", "", "", ""
	}
	return to, err
}

// overrideRequest applies x-middleware-override-headers: the request keeps the
// named headers with the values given, and no others.
func (r *run) overrideRequest(h event.Header) event.Header {
	list, ok := lookupHeader(h, "x-middleware-override-headers")
	if !ok || list == "" {
		return h
	}
	h = removeHeader(h, "x-middleware-override-headers")
	var request event.Header
	for _, f := range r.header {
		if isFlight(f.Name) {
			request = append(request, f)
		}
	}
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		valueName := "x-middleware-request-" + name
		if value, ok := lookupHeader(h, valueName); ok {
			request = setHeader(request, r.spelling(name), value)
		}
		h = removeHeader(h, valueName)
	}
	r.setRequestHeader(request)
	return h
}

// spelling returns a request header's name as the client wrote it.
func (r *run) spelling(name string) string {
	for _, f := range r.req.Header {
		if strings.EqualFold(f.Name, name) {
			return f.Name
		}
	}
	return name
}

// notPassedOn are the proxy's headers that stay inside the server.
var notPassedOn = map[string]bool{
	"accept-encoding": true, "keepalive": true, "keep-alive": true, "content-encoding": true,
	"transfer-encoding": true, "connection": true, "expect": true, "content-length": true,
	"x-middleware-next": true, "x-middleware-rewrite": true, "x-middleware-redirect": true,
	"x-middleware-refresh": true,
}

// takeHeaders puts the proxy's headers on the response, and, which surprises, on
// the request too. Only behind a middleware.ts on the Edge Runtime do handlers hear
// of its cookies, by a header of their own.
func (r *run) takeHeaders(h event.Header) {
	request := slices.Clone(r.header)
	var seen []string
	for _, f := range h {
		name := strings.ToLower(f.Name)
		if notPassedOn[name] || slices.Contains(seen, name) || f.Value == "" {
			continue
		}
		seen = append(seen, name)
		values := valuesOf(h, name)
		request = setHeader(request, name, values...)
		if name != "x-middleware-set-cookie" {
			r.response = r.response.set(name, values...)
		}
	}
	if seen != nil {
		r.setRequestHeader(request)
	}
}

// valuesOf returns the lines of Set-Cookie one by one, and those of any other
// name joined.
func valuesOf(h event.Header, name string) []string {
	if name != "set-cookie" {
		value, _ := lookupHeader(h, name)
		return []string{value}
	}
	var values []string
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			values = append(values, f.Value)
		}
	}
	return values
}

// proxyRewrite goes on at another path, or forwards to another server. A path on
// this server keeps nothing of the old query.
func (r *run) proxyRewrite(to string) (done bool, err error) {
	l, err := r.relative(to)
	if err != nil {
		return false, err
	}
	r.response = r.response.set("x-middleware-rewrite", l.String())
	if l.protocol != "" {
		return true, r.forward(l)
	}
	r.did("the proxy rewrites", r.path, l.path)
	r.setPath(l.path)
	r.setQuery(l.query)
	return false, nil
}

func (r *run) proxyRedirect(to string, status int) error {
	l, err := r.relative(to)
	if err != nil {
		return err
	}
	r.out.Answer = redirection(r.response.flat(), l.String(), status)
	r.did(fmt.Sprintf("the proxy redirects with %d", status), r.path, l.String())
	return nil
}

func isRedirect(status int) bool {
	return slices.Contains([]int{301, 302, 303, 307, 308}, status)
}

// answer sends the proxy's own response.
func (r *run) answer(result *ProxyResult) {
	body := result.Body
	if body == nil {
		body = io.Reader(http.NoBody)
	}
	r.out.Answer = &Answer{Status: result.Status, Header: r.response.flat(), Body: body}
	r.did(fmt.Sprintf("the proxy answers with %d", result.Status), r.path, "")
}
