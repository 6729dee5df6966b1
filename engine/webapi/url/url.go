// Package url brings the URL standard: URL and URLSearchParams.
//
// Parsing and the setters are github.com/nlnwa/whatwg-url, which passes the
// tests of the Web Platform; in front of it stands a check that recognizes an
// http URL which parsing would not change, as nearly all URLs of requests are.
package url

import (
	"embed"

	whatwg "github.com/nlnwa/whatwg-url/url"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is the URL standard.
var Extension = &js.Extension{
	Name:  "webapi/url",
	Doc:   "URL: https://url.spec.whatwg.org/",
	Files: files,
	Globals: []js.Global{
		{Name: "URL", Module: "internal:webapi/url"},
		{Name: "URLSearchParams", Module: "internal:webapi/url/searchparams"},
	},
	Ops: []js.Op{
		{Name: "op_url_parse", Call: opParse},
		{Name: "op_url_set", Call: opSet},
		{Name: "op_form_decode", Call: opFormDecode},
	},
}

// Parse returns the serialization of input, parsed against base unless that is
// nil. ok is false if the standard calls it a failure.
// See https://url.spec.whatwg.org/#concept-url-parser
func Parse(input string, base *string) (href string, ok bool) {
	if base == nil {
		if href, ok = parsePlain(input); ok {
			return href, true
		}
		return serialize(parse(input))
	}
	if href, ok = resolvePlain(input, *base); ok {
		return href, true
	}
	b, err := parse(*base)
	if err != nil {
		return "", false
	}
	if href, ok = serialize(b.Parse(input)); ok {
		return href, true
	}
	return serialize(looseHosts().ParseRef(*base, input))
}

func parse(input string) (*whatwg.Url, error) {
	u, err := whatwg.Parse(input)
	if err != nil {
		u, err = looseHosts().Parse(input)
	}
	return u, err
}

func serialize(u *whatwg.Url, err error) (string, bool) {
	if err != nil {
		return "", false
	}
	return u.Href(false), true
}

// opParse takes an input and perhaps a base; it returns a serialization or null.
func opParse(_ *js.Isolate, a js.Args) (any, error) {
	var base *string
	if !a.IsNil(1) {
		s := a.String(1)
		base = &s
	}
	href, ok := Parse(a.String(0), base)
	if !ok {
		return nil, nil
	}
	return href, nil
}

// setters are those of the URL class that parse; each leaves the URL as it was
// if the value does not fit.
var setters = map[string]func(*whatwg.Url, string){
	"protocol": (*whatwg.Url).SetProtocol,
	"username": (*whatwg.Url).SetUsername,
	"password": (*whatwg.Url).SetPassword,
	"host":     (*whatwg.Url).SetHost,
	"hostname": (*whatwg.Url).SetHostname,
	"port":     (*whatwg.Url).SetPort,
	"pathname": (*whatwg.Url).SetPathname,
	"search":   (*whatwg.Url).SetSearch,
	"hash":     (*whatwg.Url).SetHash,
}

// Set returns the serialization href with one part replaced.
// See https://url.spec.whatwg.org/#api
func Set(href, part, value string) string {
	u, err := parse(href)
	if err != nil {
		return href
	}
	setters[part](u, value)
	changed := u.Href(false)
	if changed == href && (part == "host" || part == "hostname") && !isASCII(value) {
		if u, err = looseHosts().Parse(href); err != nil {
			return href
		}
		setters[part](u, value)
		changed = u.Href(false)
	}
	return changed
}

func opSet(_ *js.Isolate, a js.Args) (any, error) {
	if setters[a.String(1)] == nil {
		return nil, js.Throw("TypeError", "a URL has no part %q", a.String(1))
	}
	return Set(a.String(0), a.String(1), a.String(2)), nil
}
