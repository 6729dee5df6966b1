package url

import (
	"testing"

	"routescope/engine/js"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/webidl"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

func TestParse(t *testing.T) {
	for name, c := range map[string]struct{ input, base, want string }{
		"a plain URL is its own serialization": {"http://localhost:3000/api/a?b=c#d", "", "http://localhost:3000/api/a?b=c#d"},
		"a host alone gets its slash":          {"https://example.com", "", "https://example.com/"},
		"default ports go":                     {"http://a:80/", "", "http://a/"},
		"a query without a path":               {"http://a?x", "", "http://a/?x"},
		"dot segments":                         {"http://a/b/../c", "", "http://a/c"},
		"encoded dot segments":                 {"http://a/b/%2e%2E/c", "", "http://a/c"},
		"numbers are addresses":                {"http://0x7f.1/", "", "http://127.0.0.1/"},
		"quotes in queries":                    {"http://a/?'", "", "http://a/?%27"},
		"international names":                  {"http://bücher.example/", "", "http://xn--bcher-kva.example/"},
		"underscores beside them":              {"http://bücher_2.example/", "", "http://xn--bcher_2-n2a.example/"},
		"and against a base":                   {"//bücher&co/x", "http://a/", "http://xn--bcher&co-65a/x"},
		"forbidden characters stay forbidden":  {"http://bü<cher/", "", ""},
		"an absolute path":                     {"/c?d", "http://a:8080/b/x?y#z", "http://a:8080/c?d"},
		"another host":                         {"//b/c", "http://a/b", "http://b/c"},
		"a relative path":                      {"c", "http://a/b/x", "http://a/b/c"},
		"an absolute URL against a base":       {"https://b/c", "http://a/", "https://b/c"},
		"an absolute URL against no base":      {"https://b/c", "nope", ""},
		"a port too large":                     {"http://a:65536/", "", ""},
		"a relative URL alone":                 {"/x", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var base *string
			if c.base != "" {
				base = &c.base
			}
			if got, _ := Parse(c.input, base); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSet(t *testing.T) {
	const href = "http://u:p@a:8080/p?q#h"
	for name, c := range map[string]struct{ part, value, want string }{
		"protocol":                 {"protocol", "https", "https://u:p@a:8080/p?q#h"},
		"an unknown protocol":      {"protocol", "foo", href},
		"host with port":           {"host", "b:81", "http://u:p@b:81/p?q#h"},
		"port that is no number":   {"port", "x", href},
		"pathname is encoded":      {"pathname", "a b?", "http://u:p@a:8080/a%20b%3F?q#h"},
		"an empty search goes":     {"search", "", "http://u:p@a:8080/p#h"},
		"hash":                     {"hash", "#z", "http://u:p@a:8080/p?q#z"},
		"username":                 {"username", "x:y", "http://x%3Ay:p@a:8080/p?q#h"},
		"hostname leaves the port": {"hostname", "b", "http://u:p@b:8080/p?q#h"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Set(href, c.part, c.value); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestDecodeForm(t *testing.T) {
	for in, want := range map[string]string{
		"%zz%4":     "%zz%4",
		"%ff%41":    "\uFFFDA",
		"%E2%82":    "\uFFFD",
		"%c3%28":    "\uFFFD(",
		"%F0%9F%98": "\uFFFD",
		"%ED%A0%80": "\uFFFD\uFFFD\uFFFD",
		"a é":       "a é",
	} {
		if got := DecodeForm(in); got != want {
			t.Errorf("DecodeForm(%q) = %q, want %q", in, got, want)
		}
	}
}

// What the short cut accepts, the parser must leave alone.
func FuzzPlain(f *testing.F) {
	for _, seed := range []string{
		"http://localhost:3000/a/b?c=d#e", "https://example.com", "http://a.b-c/%41~'", "http://127.0.0.1:80/",
		"http://a:0443/", "https://a:443/x", "http://a/./b", "http://a/?`{}|\\^'", "http://1.a2/", "http://xn--a.b/",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := parsePlain(s)
		if !ok {
			return
		}
		u, err := whatwg.Parse(s)
		if err != nil {
			t.Fatalf("%q is no URL: %v", s, err)
		}
		if want := u.Href(false); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	})
}

var options = js.Options{Extensions: []*js.Extension{webidl.Extension, Extension}}

func TestURLClass(t *testing.T) {
	jstest.RunCases(t, options, map[string]jstest.Case{
		"parts": {
			Body: `const u = new URL('https://u:p@[::1]:8080/a/b?c#d');
				return [u.origin, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash];`,
			Want: `["https://[::1]:8080", "u", "p", "[::1]:8080", "[::1]", "8080", "/a/b", "?c", "#d"]`,
		},
		"an address in the path is no user": {
			Body: `const u = new URL('http://h/a@b:c'); return [u.username, u.password, u.host];`,
			Want: `["", "", "h"]`,
		},
		"searchParams and search follow each other": {
			Body: `const u = new URL('http://a/?x=1#h'); const p = u.searchParams; p.append('y', 'ü &'); const one = u.href;
				u.search = '?z'; u.href = 'http://b/?w=2'; return [one, [...p], p === u.searchParams];`,
			Want: `["http://a/?x=1&y=%C3%BC+%26#h", [["w", "2"]], true]`,
		},
		"a path set needs no parser if plain": {
			Body: `const u = new URL('http://a/b?c'); u.pathname = '/x/y'; const one = u.href; u.pathname = 'z/../w'; return [one, u.href];`,
			Want: `["http://a/x/y?c", "http://a/w?c"]`,
		},
		"an invalid URL says what it was": {
			Body: `try { new URL('x', 'y'); } catch (e) { return [e.code, e.message, e.input, e.base]; }`,
			Want: `["ERR_INVALID_URL", "Invalid URL", "x", "y"]`,
		},
	})
}

func BenchmarkParse(b *testing.B) {
	for name, input := range map[string]string{
		"plain":   "http://localhost:3000/api/users/7?q=1&page=2",
		"general": "http://localhost:3000/api/./users/7?q=a b",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, ok := Parse(input, nil); !ok {
					b.Fatal("failure")
				}
			}
		})
	}
}
