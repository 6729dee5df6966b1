package golden

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strings"

	"routescope/engine/event"
	"routescope/recorder"
)

// A Scope is what the goldens of one folder know of each other: the values that
// indexed masks stand for, and the cookies that answers have set.
type Scope struct {
	// Env looks up {{env:NAME}}; nil knows no variables.
	Env func(name string) (value string, ok bool)

	bound   map[string]string // mask → value
	cookies map[string]string
}

// NewScope returns an empty scope.
func NewScope(env func(name string) (string, bool)) *Scope {
	return &Scope{Env: env, bound: map[string]string{}, cookies: map[string]string{}}
}

// clone returns a copy, to compare without leaving traces.
func (s *Scope) clone() *Scope {
	return &Scope{Env: s.Env, bound: maps.Clone(s.bound), cookies: maps.Clone(s.cookies)}
}

// bind remembers what an indexed mask stands for, or compares with it.
func (s *Scope) bind(m *mask, value string) error {
	if bound, ok := s.bound[m.key]; ok {
		if bound != value {
			return fmt.Errorf("%s stands for %s already", m.text, bound)
		}
		return nil
	}
	if m.matcher.Distinct {
		for key, bound := range s.bound {
			if bound == value && sameMatcher(key, m.key) {
				return fmt.Errorf("%s is new there, but «%s» stands for it already", m.text, key)
			}
		}
	}
	s.bound[m.key] = value
	return nil
}

// sameMatcher reports whether two keys differ in their index only.
func sameMatcher(a, b string) bool {
	a, _, _ = cutLast(a)
	b, _, _ = cutLast(b)
	return a == b
}

// keep takes the cookies of an answer.
func (s *Scope) keep(h event.Header) {
	for _, line := range recorder.Values(h, "Set-Cookie") {
		cookie, err := http.ParseSetCookie(line)
		if err != nil {
			continue
		}
		name, value, _ := strings.Cut(strings.SplitN(line, ";", 2)[0], "=")
		if cookie.MaxAge < 0 || value == "" {
			delete(s.cookies, strings.TrimSpace(name))
		} else {
			s.cookies[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
}

// A MissingError means that a request refers to a value that is not there.
type MissingError struct{ Placeholder, Hint string }

// Error implements error.
func (e *MissingError) Error() string {
	return fmt.Sprintf("the request needs %s: %s", e.Placeholder, e.Hint)
}

// placeholders are {{env:NAME}}, {{cookie:name}} and {{MATCHER:…:1}}.
var placeholders = regexp.MustCompile(`\{\{([a-z]+):([^{}\n]+)\}\}`)

// expand puts values in the place of a text's placeholders.
func (s *Scope) expand(text string) (string, error) {
	var missing error
	out := placeholders.ReplaceAllStringFunc(text, func(found string) string {
		m := placeholders.FindStringSubmatch(found)
		value, ok, hint := s.lookup(m[1], m[2])
		if !ok && hint != "" && missing == nil {
			missing = &MissingError{found, hint}
		}
		if !ok {
			return found
		}
		return value
	})
	return out, missing
}

// lookup finds a placeholder's value. Without a hint it is none of ours.
func (s *Scope) lookup(kind, name string) (value string, ok bool, hint string) {
	switch {
	case kind == "env":
		if s.Env != nil {
			value, ok = s.Env(name)
		}
		return value, ok, "set the environment variable " + name + ", or write it into the project's .env"
	case kind == "cookie":
		value, ok = s.cookies[name]
		return value, ok, "no golden before it in its folder is answered with that cookie"
	case matcher(kind) != nil:
		value, ok = s.bound[kind+":"+name]
		return value, ok, "no golden before it in its folder has that mask"
	}
	return "", false, ""
}

// request returns the golden's request with the placeholders filled in.
func (s *Scope) request(g *Golden) (recorder.Request, error) {
	out := recorder.Request{Method: g.Request.Method}
	var err error
	if out.Target, err = s.expand(g.Request.Target); err != nil {
		return out, err
	}
	for _, f := range g.Request.Header {
		value, err := s.expand(f.Value)
		if err != nil {
			return out, err
		}
		out.Header = append(out.Header, event.Field{Name: f.Name, Value: value})
	}
	if g.Request.Body == nil {
		return out, nil
	}
	out.Body = g.Request.Body
	if g.requestForm == formFile {
		return out, nil
	}
	body, err := s.expand(string(g.Request.Body))
	out.Body = []byte(body)
	return out, err
}
