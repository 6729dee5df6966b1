package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"routescope/engine/event"
	"routescope/engine/route"
)

// A run is one request on its way through the stages.
type run struct {
	*Pipeline
	ctx     context.Context
	req     *Request
	observe func(event.StageRan)
	trace   *trace // set by Explain

	now    string // the stage
	asked  string // the path as it came, normalized
	search string // the query as it came, encoded, with its question mark

	path      string // the path as it stands, with basePath
	query     Query
	initial   Query
	changed   bool         // the query differs from the one that came
	rewritten bool         // by next.config; a rewrite of the proxy does not count
	header    event.Header // of the request
	response  headerObject
	out       Outcome
}

// all runs the stages until one is done.
func (r *run) all() Outcome {
	r.header = r.req.Header
	if without := withoutInternal(r.header); without != nil {
		r.header, r.out.RequestHeader = without, without
	}
	for i := range stages {
		r.now = stages[i].name
		done, err := stages[i].run(r)
		if err != nil {
			r.fail(err)
		}
		r.trace.endStage(r.now, stages[i].doc)
		if done || err != nil {
			break
		}
	}
	return r.finish()
}

// fail answers with the page for an error. Next.js has lost the headers of
// next.config by then, and a production server without a pages directory its page
// for 400.
func (r *run) fail(err error) {
	status, why := 500, err.Error()
	if decode, ok := errors.AsType[*route.DecodeError](err); ok {
		why = decode.Text + " cannot be decoded"
		if !r.noPages || r.Development {
			status = 400
		}
	}
	r.response = nil
	r.out = Outcome{Answer: r.page(status, ""), RequestHeader: r.out.RequestHeader}
	r.out.Answer.Err = err
	r.did(fmt.Sprintf("%s: %d", why, status), r.path, "")
}

// start reads the request's target; the first stage calls it when the slashes are
// in order.
func (r *run) start(target string) error {
	l, err := parseLocation(target)
	if err != nil {
		return err
	}
	r.asked, r.path, r.search = l.path, l.path, l.search
	r.query, r.initial = l.query, l.query
	return nil
}

// finish fills in what every outcome has.
func (r *run) finish() Outcome {
	if r.path != "" {
		r.out.Path, _ = r.local()
	}
	if r.out.Answer == nil && r.out.External == "" || r.out.Route != nil {
		r.out.URL = r.cut(r.asked) + r.search
		r.out.ResponseHeader = r.response.flat()
		if r.changed {
			r.out.Query = r.query
			if r.out.Query == nil {
				r.out.Query = Query{}
			}
		}
	}
	return r.out
}

// setQuery replaces the query; the one that came with the request stays whole.
func (r *run) setQuery(q Query) {
	r.query, r.changed = q, true
}

// setPath replaces the path by that of a rewrite.
func (r *run) setPath(path string) {
	r.path, r.out.Rewritten = path, true
}

// setRequestHeader replaces the request's header for all that follows.
func (r *run) setRequestHeader(h event.Header) {
	r.header, r.out.RequestHeader = h, h
}

// local returns the path without basePath, or that it is outside.
func (r *run) local() (path string, inside bool) {
	if !hasPrefix(r.path, r.base) {
		return r.path, false
	}
	return r.cut(r.path), true
}

// cut takes basePath off, if it is there.
func (r *run) cut(path string) string {
	if !hasPrefix(path, r.base) {
		return path
	}
	if path = path[len(r.base):]; strings.HasPrefix(path, "/") {
		return path
	}
	return "/" + path
}

// hasPrefix reports whether a path is base or below it.
func hasPrefix(path, base string) bool {
	return strings.HasPrefix(path, base) && (len(path) == len(base) || base == "" || path[len(base)] == '/')
}

// host returns the Host header.
func (r *run) host() string {
	if host, ok := lookupHeader(r.header, "host"); ok {
		return host
	}
	return r.req.Host
}

// did reports what the stage did.
func (r *run) did(action, from, to string) {
	if r.observe != nil {
		r.observe(event.StageRan{Stage: r.now, Action: action, From: from, To: to})
	}
	r.trace.did(action, from, to)
}

// say is what the stage has to say although it did nothing.
func (r *run) say(text string) { r.trace.say(text) }
