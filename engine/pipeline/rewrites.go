package pipeline

import (
	"fmt"
	"strings"
)

// beforeFiles applies every rewrite that fits, one after the other, each to what
// the one before made of the path.
func (r *run) beforeFiles() (done bool, err error) {
	return r.rewrites(r.Pipeline.beforeFiles, "beforeFiles", false)
}

// afterFiles applies rewrites until one leads to a route.
func (r *run) afterFiles() (done bool, err error) {
	return r.rewrites(r.Pipeline.afterFiles, "afterFiles", true)
}

// fallback is afterFiles once more, after the dynamic routes.
func (r *run) fallback() (done bool, err error) {
	return r.rewrites(r.Pipeline.fallback, "fallback", true)
}

// rewrites tries a list. With check, a rewrite that leads to a file or route ends
// the run; without, and where it leads nowhere, the next ones go on from there.
func (r *run) rewrites(list []*rule, name string, check bool) (done bool, err error) {
	if len(list) == 0 {
		r.say("no " + name + " rewrites in next.config")
		return false, nil
	}
	fits := false
	for _, rule := range list {
		ps, ok := r.match(rule)
		if !ok {
			continue
		}
		fits = true
		if done, err = r.rewrite(rule, ps); done || err != nil {
			return done, err
		}
		if !check {
			continue
		}
		if done, err = r.look(); done || err != nil {
			return done, err
		}
	}
	if !fits {
		r.say("no rule fits")
	}
	return false, nil
}

// rewrite changes path and query, or forwards to another server.
func (r *run) rewrite(rule *rule, ps params) (done bool, err error) {
	l, err := fillDestination(rule.destination, ps, r.query, true)
	if err != nil {
		return false, fmt.Errorf("%s: %w", rule.name, err)
	}
	if l.protocol != "" {
		r.response = nil // sic: what headers() set is lost
		return true, r.forward(l)
	}
	r.rewrittenHeaders(l)
	r.did(rule.name+" rewrites", r.path, l.path)
	r.setPath(l.path)
	r.setQuery(l.query)
	r.rewritten = true
	return false, nil
}

// rewrittenHeaders tells the client router where a rewrite led. The search is
// compared as the destination has it, without the query it was merged with.
func (r *run) rewrittenHeaders(l location) {
	if rsc, _ := lookupHeader(r.header, "rsc"); rsc != "1" {
		return
	}
	if r.path != l.path {
		r.response = r.response.set("x-nextjs-rewritten-path", l.path)
	}
	if r.search != l.search {
		r.response = r.response.set("x-nextjs-rewritten-query", strings.TrimPrefix(l.search, "?"))
	}
}

// forward sends the request to another server. The URL is only now read as one:
// parameters may have put into its host what no host can hold.
func (r *run) forward(l location) error {
	l.search = redirectQuery(l.query, r.initial)
	to, err := parseLocation(l.String())
	if err != nil {
		return err
	}
	r.out.External, r.out.Rewritten = to.String(), true
	r.out.ResponseHeader = r.response.flat()
	r.did("forwards to another server", r.path, r.out.External)
	return nil
}
