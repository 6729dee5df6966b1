package pipeline

import (
	"fmt"
	"io"
	"strings"

	"routescope/engine/event"
)

// redirects answers with the first redirect of next.config that fits. Such an
// answer has no other headers: those of headers() are lost.
func (r *run) redirects() (done bool, err error) {
	if len(r.Pipeline.redirects) == 0 {
		r.say("no redirects() in next.config")
		return false, nil
	}
	for _, rule := range r.Pipeline.redirects {
		ps, ok := r.match(rule)
		if !ok {
			continue
		}
		l, err := fillDestination(rule.destination, ps, r.query, false)
		if err != nil {
			return false, fmt.Errorf("%s: %w", rule.name, err)
		}
		l.search = redirectQuery(l.query, r.initial)
		l.path = collapse(l.path)
		r.redirect(l, rule.status, rule.name)
		return true, nil
	}
	r.say("no rule fits")
	return false, nil
}

// redirect answers with a redirect and nothing else in its header. why is the rule,
// or what is wrong with the path.
func (r *run) redirect(l location, status int, why string) {
	r.out.Answer = redirection(nil, l.String(), status)
	r.did(fmt.Sprintf("%s: redirects with %d", why, status), r.path, l.String())
}

// redirection is the form of all of Next.js's redirects: the target is the body,
// and a 308 has a Refresh header for old browsers.
func redirection(h event.Header, to string, status int) *Answer {
	h = setHeader(h, "location", to)
	if status == 308 {
		h = setHeader(h, "Refresh", "0;url="+to)
	}
	return &Answer{Status: status, Header: h, Body: io.Reader(strings.NewReader(to))}
}
