package recorder

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"routescope/engine/event"
)

// Redacted stands in an answer where a secret stood. It is spelled as a mask of
// the golden format, so that a redacted golden still asks for a value there.
const Redacted = "«redacted»"

// A Redactor takes secrets out of exchanges before they are written anywhere.
//
// Secret are the credentials of HTTP (authorization, cookie, set-cookie), every
// header, query parameter, form field and JSON member whose name speaks of a
// key, token, secret or password, and text of a known token's shape. Names of
// cookies and attributes stay visible. In answers a secret becomes [Redacted];
// in requests, which are to be sent again, a placeholder: {{cookie:NAME}} is
// the cookie an earlier answer set, {{env:NAME}} an environment variable.
//
// The zero value applies these rules; the fields add to them and take away.
type Redactor struct {
	Names []string // further names whose values are secret
	Keep  []string // names, of cookies too, whose values may be written
}

var (
	secretHeaders = []string{"authorization", "proxy-authorization", "cookie", "set-cookie"}
	harmlessKeys  = []string{"sec-websocket-key", "idempotency-key", "surrogate-key", "cache-key"}
	secretWords   = []string{"api-key", "apikey", "api_key", "token", "secret", "password", "passwd", "credential", "private_key"}
)

// Secret reports whether the value that goes by name must not be written.
func (r *Redactor) Secret(name string) bool {
	name = strings.ToLower(name)
	is := func(other string) bool { return strings.EqualFold(name, other) }
	switch {
	case slices.ContainsFunc(r.Keep, is), slices.Contains(harmlessKeys, name):
		return false
	case slices.ContainsFunc(r.Names, is), slices.Contains(secretHeaders, name), strings.HasSuffix(name, "-key"):
		return true
	}
	return slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(name, word) })
}

// Request returns req with placeholders in the place of its secrets.
func (r *Redactor) Request(req Request) Request {
	out := req
	out.Target = r.query(req.Target)
	out.Header = make(event.Header, len(req.Header))
	for i, f := range req.Header {
		out.Header[i] = event.Field{Name: f.Name, Value: r.requestValue(f)}
	}
	if req.Body != nil {
		form := strings.HasPrefix(Value(req.Header, "Content-Type"), "application/x-www-form-urlencoded")
		out.Body = []byte(r.text(string(req.Body), form, func(name string) string { return placeholder("env", name) }))
	}
	return out
}

// Header returns the header of an answer without its secrets.
func (r *Redactor) Header(h event.Header) event.Header {
	out := make(event.Header, len(h))
	for i, f := range h {
		out[i] = event.Field{Name: f.Name, Value: r.answerValue(f)}
	}
	return out
}

// Text returns the body of an answer without its secrets.
func (r *Redactor) Text(body string) string {
	return r.text(body, false, func(string) string { return Redacted })
}

func (r *Redactor) requestValue(f event.Field) string {
	switch {
	case strings.EqualFold(f.Name, "Cookie") && !r.kept(f.Name):
		return r.cookies(f.Value)
	case r.Secret(f.Name):
		scheme, rest, ok := strings.Cut(f.Value, " ")
		if ok && strings.HasSuffix(strings.ToLower(f.Name), "authorization") && rest != "" {
			return scheme + " " + placeholder("env", f.Name)
		}
		return placeholder("env", f.Name)
	}
	return r.shapes(f.Value, placeholder("env", f.Name))
}

func (r *Redactor) answerValue(f event.Field) string {
	switch {
	case strings.EqualFold(f.Name, "Set-Cookie") && !r.kept(f.Name):
		pair, attributes, more := strings.Cut(f.Value, ";")
		name, value, _ := strings.Cut(pair, "=")
		if value != "" && !r.kept(strings.TrimSpace(name)) {
			pair = name + "=" + Redacted
		}
		if more {
			return pair + ";" + attributes
		}
		return pair
	case r.Secret(f.Name):
		return Redacted
	}
	return r.shapes(f.Value, Redacted)
}

func (r *Redactor) kept(name string) bool {
	return slices.ContainsFunc(r.Keep, func(other string) bool { return strings.EqualFold(name, other) })
}

// cookies redacts the value of a Cookie line, pair by pair.
func (r *Redactor) cookies(line string) string {
	pairs := strings.Split(line, ";")
	for i, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if key := strings.TrimSpace(name); ok && value != "" && !r.kept(key) {
			pairs[i] = name + "={{cookie:" + key + "}}"
		}
	}
	return strings.Join(pairs, ";")
}

// query redacts the query of a request target and leaves the rest as it is
// spelled.
func (r *Redactor) query(target string) string {
	path, query, ok := strings.Cut(target, "?")
	if !ok {
		return target
	}
	return path + "?" + r.form(query, func(name string) string { return placeholder("env", name) })
}

func (r *Redactor) form(text string, replace func(name string) string) string {
	pairs := strings.Split(text, "&")
	for i, pair := range pairs {
		key, value, ok := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(key)
		if ok && err == nil && value != "" && r.Secret(name) {
			pairs[i] = key + "=" + replace(name)
		}
	}
	return strings.Join(pairs, "&")
}

// stringMember is a JSON member whose value is a string that is not empty.
var stringMember = regexp.MustCompile(`"((?:[^"\\]|\\.)+)"(\s*:\s*)"(?:[^"\\]|\\.)+"`)

func (r *Redactor) text(body string, form bool, replace func(name string) string) string {
	if form {
		body = r.form(body, replace)
	}
	body = stringMember.ReplaceAllStringFunc(body, func(member string) string {
		m := stringMember.FindStringSubmatch(member)
		if !r.Secret(m[1]) {
			return member
		}
		return `"` + m[1] + `"` + m[2] + `"` + replace(m[1]) + `"`
	})
	return r.shapes(body, replace("TOKEN"))
}

// tokenShapes are what well-known secrets look like wherever they stand.
var tokenShapes = regexp.MustCompile(strings.Join([]string{
	`\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*`,               // JSON Web Token
	`\bgh[pousr]_[A-Za-z0-9]{30,}`,                                               // GitHub
	`\bgithub_pat_[A-Za-z0-9_]{30,}`,                                             //
	`\bglpat-[A-Za-z0-9_-]{20,}`,                                                 // GitLab
	`\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}`,                                     // Stripe
	`\bwhsec_[A-Za-z0-9+/=]{16,}`,                                                //
	`\bsk-[A-Za-z0-9_-]{20,}`,                                                    // OpenAI, Anthropic
	`\bxox[abprs]-[A-Za-z0-9-]{10,}`,                                             // Slack
	`\bnpm_[A-Za-z0-9]{36}`,                                                      // npm
	`\bAIza[A-Za-z0-9_-]{35}`,                                                    // Google
	`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`,                                              // AWS
	`\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}`,                               // SendGrid
	`-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)-----END [A-Z ]*PRIVATE KEY-----`, // PEM
}, "|"))

func (r *Redactor) shapes(text, replacement string) string {
	return tokenShapes.ReplaceAllLiteralString(text, replacement)
}

// placeholder names the environment variable or cookie a value comes from.
func placeholder(kind, name string) string {
	variable := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z':
			return c - 'a' + 'A'
		case c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
			return c
		}
		return '_'
	}, name)
	return "{{" + kind + ":" + variable + "}}"
}
