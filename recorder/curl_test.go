package recorder

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/event"
)

func TestCurlRoundTrip(t *testing.T) {
	json := event.Header{{Name: "Content-Type", Value: "application/json"}}
	for name, req := range map[string]Request{
		"a plain GET":                    {Method: "GET", Target: "/api/books"},
		"a query that a shell would eat": {Method: "GET", Target: "/api/books?shelf=gothic&q=a*'b$c"},
		"a malformed percent":            {Method: "GET", Target: "/authors/100%"},
		"a HEAD":                         {Method: "HEAD", Target: "/"},
		"a JSON body":                    {Method: "POST", Target: "/api/books", Header: json, Body: []byte(`{"title":"It's"}`)},
		"a body that begins with an at":  {Method: "POST", Target: "/", Header: json, Body: []byte("@file")},
		"a body without a content type":  {Method: "PUT", Target: "/", Body: []byte("x")},
		"an empty body":                  {Method: "POST", Target: "/", Header: json, Body: []byte{}},
		"a GET with a body":              {Method: "GET", Target: "/", Header: json, Body: []byte("{}")},
		"bytes that are no text":         {Method: "POST", Target: "/", Header: json, Body: []byte("\x00\xff\r\n'\\\x7f")},
		"lines":                          {Method: "POST", Target: "/", Header: json, Body: []byte("one\ntwo\\\n")},
		"an empty header":                {Method: "GET", Target: "/", Header: event.Header{{Name: "X-Empty", Value: ""}}},
		"repeated headers":               {Method: "DELETE", Target: "/", Header: event.Header{{Name: "a", Value: "1"}, {Name: "a", Value: "2"}}},
		"a method of one's own":          {Method: "PURGE", Target: "/"},
	} {
		t.Run(name, func(t *testing.T) {
			command := FormatCurl("http://localhost:3000", req)
			origin, got, err := ParseCurl(command)
			if err != nil {
				t.Fatalf("%s\n%v", command, err)
			}
			if origin != "http://localhost:3000" {
				t.Errorf("origin %q", origin)
			}
			if diff := cmp.Diff(req, got); diff != "" {
				t.Errorf("%s\nsent (-) and came back (+):\n%s", command, diff)
			}
		})
	}
}

func TestParseCurl(t *testing.T) {
	tests := []struct {
		name, command string
		want          Request
	}{
		{"as Chrome copies it", `curl 'http://localhost:3000/api/till' \
  -H 'Accept: text/event-stream' \
  --data-raw $'it\u0027s' --compressed --insecure`,
			Request{Method: "POST", Target: "/api/till", Body: []byte("it's"), Header: event.Header{
				{Name: "Accept", Value: "text/event-stream"}, {Name: "Accept-Encoding", Value: "deflate, gzip, br, zstd"},
				{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}}}},
		{"letters in one word", `curl -sSXPATCH localhost:3000/a`, Request{Method: "PATCH", Target: "/a"}},
		{"data joined", `curl -d a=1 --data-urlencode "b=x y&z" localhost`,
			Request{Method: "POST", Target: "/", Body: []byte("a=1&b=x%20y%26z"),
				Header: event.Header{{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}}}},
		{"data in the query", `curl -G -d q=whale 'localhost/api?x=1'`, Request{Method: "GET", Target: "/api?x=1&q=whale"}},
		{"--json", `curl --json '{}' localhost`, Request{Method: "POST", Target: "/", Body: []byte("{}"), Header: event.Header{
			{Name: "Content-Type", Value: "application/json"}, {Name: "Accept", Value: "application/json"}}}},
		{"basic credentials", `curl -u cat:mouse localhost`, Request{Method: "GET", Target: "/",
			Header: event.Header{{Name: "Authorization", Value: "Basic Y2F0Om1vdXNl"}}}},
		{"a query without a path", `curl 'http://localhost?a=1#frag'`, Request{Method: "GET", Target: "/?a=1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, got, err := ParseCurl(test.command)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("want (-), got (+):\n%s", diff)
			}
		})
	}
}

func TestParseCurlRefuses(t *testing.T) {
	for command, reason := range map[string]string{
		"wget localhost":               "begins with",
		"curl 'localhost":              "never closed",
		"curl -F a=b localhost":        "-F is not supported",
		"curl --proxy x localhost":     "--proxy is not supported",
		"curl -d @body.json localhost": "paste its contents",
		"curl a b":                     "two URLs",
		"curl":                         "no URL",
		"curl -X":                      "lacks its value",
		"curl -H nonsense localhost":   "lacks its colon",
	} {
		if _, _, err := ParseCurl(command); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: error %v, want one with %q", command, err, reason)
		}
	}
}
