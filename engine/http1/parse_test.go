package http1

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBytes puts each of the 256 bytes at a place of a request, and expects those
// to pass that passed llhttp 9.3.1 in Node.js 20.20.
func TestBytes(t *testing.T) {
	const (
		token  = "33 35-39 42-43 45-46 48-57 65-90 94-122 124 126"
		target = "33-126"
		value  = "9 32-126 128-255"
	)
	tests := []struct{ place, text, passes string }{
		{"path", "GET /a%sb HTTP/1.1\r\n\r\n", target},
		{"query", "GET /a?x%sb HTTP/1.1\r\n\r\n", target},
		{"fragment", "GET /a#x%sb HTTP/1.1\r\n\r\n", target},
		{"authority", "GET http://a%sb HTTP/1.1\r\n\r\n", "33 36-59 61 63-91 93 95 97-122 126"},
		{"scheme", "GET h%sp://a HTTP/1.1\r\n\r\n", "65-90 97-122"},
		{"first of a target", "GET %sa HTTP/1.1\r\n\r\n", "42 47"},
		{"behind an asterisk", "GET *%s HTTP/1.1\r\n\r\n", "32-126"},
		{"name", "GET / HTTP/1.1\r\nX%sY: 1\r\n\r\n", token + " 58"},
		{"first of a name", "GET / HTTP/1.1\r\n%sY: 1\r\n\r\n", token},
		{"value", "GET / HTTP/1.1\r\nX: a%sb\r\n\r\n", value},
		{"first of a value", "GET / HTTP/1.1\r\nX:%sb\r\n\r\n", value},
		{"extension name", "3;a%sb\r\n", token + " 59 61"},
		{"first of an extension name", "3;%sb\r\n", token + " 59 61"},
		{"extension value", "3;a=b%sb\r\n", token + " 59"},
		{"first of an extension value", "3;a=%sb\r\n", token + " 59"},
		{"quoted value", `3;a="b%sb"` + "\r\n", "9 32-33 35-126 128-255"},
		{"quoted pair", `3;a="b\%sb"` + "\r\n", value},
		{"behind a quoted value", `3;a="b"%s` + "\r\n", ""},
		{"chunk size", "1%s\r\n", "48-57 65-70 97-102"},
	}
	for _, test := range tests {
		t.Run(test.place, func(t *testing.T) {
			want := set(t, test.passes)
			for i := range 256 {
				text := fmt.Sprintf(test.text, []byte{byte(i)})
				if err := readText(text); (err == nil) != want[i] {
					t.Errorf("byte %d: %v", i, err)
				}
			}
		})
	}
}

// readText reads a head, or the line before a chunk.
func readText(text string) error {
	var p parser
	if text[0] != 'G' {
		_, err := new(chunks).advance([]byte(text), &p)
		return err
	}
	return p.parse([]byte(text))
}

// set reads "1 3-5".
func set(t *testing.T, ranges string) (s [256]bool) {
	for r := range strings.FieldsSeq(ranges) {
		from, to, isRange := strings.Cut(r, "-")
		if !isRange {
			to = from
		}
		a, err := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		for ; a <= b; a++ {
			s[a] = true
		}
	}
	return s
}

// TestEarly: what cannot become a request is refused before it has all arrived.
func TestEarly(t *testing.T) {
	for _, text := range []string{
		"get", "GETX", "GET x/", "GET http:/ ", "GET / HTTq", "GET / HTTP/1.2", "GET / HTTP/1.1\n", "GET / HTTP/1.1\r\n:",
		"GET / HTTP/1.1\r\nA ", "GET / HTTP/1.1\r\nA: \x00", "GET / HTTP/1.1\r\nContent-Length: x\r\n", "GET / HTTP/1.1\r\nA: b\r\n ",
	} {
		if err := readText(text); err == nil || errors.Is(err, errMore) {
			t.Errorf("%q: %v", text, err)
		}
		if err := readText(text[:len(text)-1]); text[0] == 'G' && !errors.Is(err, errMore) {
			t.Errorf("%q: %v", text[:len(text)-1], err)
		}
	}
}

// A reading is what a parser found.
type reading struct {
	Err            string
	Method, Target string
	Version        version
	Lines          []string
	Rest           string
}

func read(p *parser, b []byte, err error) reading {
	r := reading{}
	if err != nil {
		r.Err = err.Error()
		return r
	}
	cut := func(s span) string { return string(b[s.from:s.to]) }
	r.Method, r.Target, r.Version, r.Rest = cut(p.method), cut(p.target), p.version, string(b[p.pos:])
	for _, l := range p.lines {
		r.Lines = append(r.Lines, cut(l.name)+": "+cut(l.value))
	}
	return r
}

// FuzzParse: a head reads the same in one piece and byte by byte, and so does
// what it was read as when it is written again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		getRequest, benchRequest, "\r\n\nPOST * HTTP/1.0\r\nContent-Length:  12 \r\nx:\r\n\r\nrest", "GET http://u@a/b?c#d RTSP/1.0\r\n\r\n",
		"PUT /\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "M-SEARCH  /  HTTP/2.0\r\nConnection: close, x\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var whole parser
		want := read(&whole, text, whole.parse(text))
		var bytewise parser
		var err error
		for n := 0; n <= len(text); n++ {
			if err = bytewise.parse(text[:n:n]); !errors.Is(err, errMore) {
				text = text[:n]
				break
			}
		}
		got := read(&bytewise, text, err)
		want.Rest = ""
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("byte by byte: %s", diff)
		}
		if err != nil || got.Version != version11 {
			return
		}
		again := []byte(got.Method + " " + got.Target + " HTTP/1.1\r\n" + strings.Join(append(got.Lines, ""), "\r\n") + "\r\n")
		var p parser
		got = read(&p, again, p.parse(again))
		if strings.Contains(string(text), "RTSP/") || strings.Contains(string(text), "ICE/") {
			return // not to be said in HTTP
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("written again: %s", diff)
		}
	})
}

// FuzzChunks: a chunked body reads the same in one piece and byte by byte.
func FuzzChunks(f *testing.F) {
	for _, seed := range []string{"3\r\nabc\r\n0\r\n\r\n", "a;b=\"c\\\"\";d\r\n0123456789\r\n0\r\nX: y\r\n\r\nrest", "3\r\nabcd\r\n", "FFFFFFFFFFFFFFFFF\r\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if diff := cmp.Diff(decode(text, len(text)), decode(text, 1)); diff != "" {
			t.Fatalf("byte by byte: %s", diff)
		}
	})
}

// decode decodes a body that comes in pieces of step bytes.
func decode(text []byte, step int) (r reading) {
	var p parser
	var c chunks
	at := 0
	for n := 0; ; n = min(n+max(step, 1), len(text)) {
		for {
			read, err := c.advance(text[at:n:n], &p)
			at += read
			if err != nil && !errors.Is(err, errMore) {
				r.Err = err.Error()
				return r
			}
			if c.state == atEnd {
				return r
			}
			take := int(min(c.left, uint64(n-at)))
			if c.state != inData || take == 0 {
				break
			}
			r.Target += string(text[at : at+take])
			c.took(take)
			at += take
		}
		if n == len(text) {
			r.Err = "incomplete"
			return r
		}
	}
}
