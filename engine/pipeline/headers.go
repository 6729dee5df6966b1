package pipeline

import "strings"

// headers collects the response headers of next.config. Every rule that fits
// applies; of equal names the last wins, Set-Cookie excepted. They reach whatever
// answers in the end, a 404 included, but no redirect of next.config and nothing
// that is forwarded to another server.
func (r *run) headers() (done bool, err error) {
	if len(r.Pipeline.headers) == 0 {
		r.say("no headers() in next.config")
		return false, nil
	}
	var set []string
	for _, rule := range r.Pipeline.headers {
		ps, ok := r.match(rule)
		if !ok {
			continue
		}
		for _, h := range rule.headers {
			name, err := fillHeader(h.Key, ps)
			if err != nil {
				return false, err
			}
			value, err := fillHeader(h.Value, ps)
			if err != nil {
				return false, err
			}
			r.addResponseHeader(name, value)
			set = append(set, name)
		}
	}
	if set == nil {
		r.say("no rule fits")
		return false, nil
	}
	r.did("sets "+strings.Join(set, ", "), "", "")
	return false, nil
}

func (r *run) addResponseHeader(name, value string) {
	if strings.EqualFold(name, "set-cookie") {
		r.response = r.response.add(name, value)
		return
	}
	r.response = r.response.set(name, value)
}

// fillHeader puts parameters into a header, if there are any.
func fillHeader(text string, ps params) (string, error) {
	if len(ps) == 0 {
		return text, nil
	}
	return fillText(text, ps)
}
