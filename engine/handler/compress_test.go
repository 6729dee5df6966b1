package handler

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"strings"
	"testing"

	"routescope/engine/event"
)

func TestNegotiate(t *testing.T) {
	for accept, want := range map[string]string{
		"":                              "",
		"gzip":                          "gzip",
		"deflate":                       "deflate",
		"br":                            "",
		"gzip, deflate, br":             "gzip",
		"deflate, gzip":                 "gzip",
		"gzip;q=0.5, deflate":           "deflate",
		"gzip;q=0":                      "",
		"*":                             "gzip",
		"identity":                      "",
		"identity;q=1, gzip;q=0.5":      "",
		"GZIP":                          "gzip",
		"identity;q=0.5, gzip;q=0.8":    "gzip",
		"br;q=1.0, gzip;q=0.8, *;q=0.1": "gzip",
	} {
		if got := negotiate(accept); got != want {
			t.Errorf("%q: got %q, want %q", accept, got, want)
		}
	}
}

func TestCompressDecides(t *testing.T) {
	text := header("content-type", "text/plain")
	for name, c := range map[string]struct {
		method, accept string
		header         event.Header
		vary, encoding string
	}{
		"text of unknown length":     {"GET", "gzip", text, "Accept-Encoding", "gzip"},
		"no type":                    {"GET", "gzip", nil, "", ""},
		"a picture":                  {"GET", "gzip", header("content-type", "image/png"), "", ""},
		"JSON with a charset":        {"GET", "gzip", header("content-type", "application/json; charset=utf-8"), "Accept-Encoding", "gzip"},
		"a suffix":                   {"GET", "gzip", header("content-type", "application/problem+json"), "Accept-Encoding", "gzip"},
		"nobody asked":               {"GET", "", text, "Accept-Encoding", ""},
		"HEAD":                       {"HEAD", "gzip", text, "Accept-Encoding", ""},
		"less than a kilobyte":       {"GET", "gzip", append(text, header("content-length", "1023")...), "Accept-Encoding", ""},
		"a kilobyte":                 {"GET", "gzip", append(text, header("content-length", "1024")...), "Accept-Encoding", "gzip"},
		"encoded already":            {"GET", "gzip", append(text, header("content-encoding", "br")...), "Accept-Encoding", "br"},
		"no-transform":               {"GET", "gzip", append(text, header("cache-control", "no-cache, no-transform")...), "", ""},
		"event streams are text":     {"GET", "deflate", header("content-type", "text/event-stream"), "Accept-Encoding", "deflate"},
		"upper case in a media type": {"GET", "gzip", header("content-type", "TEXT/HTML"), "Accept-Encoding", "gzip"},
	} {
		got, encoder := compress(c.method, c.accept, c.header, -1)
		if Get(got, "vary") != c.vary || Get(got, "content-encoding") != c.encoding {
			t.Errorf("%s: vary %q, content-encoding %q", name, Get(got, "vary"), Get(got, "content-encoding"))
		}
		if encodes := c.encoding == "gzip" || c.encoding == "deflate"; (encoder != nil) != encodes {
			t.Errorf("%s: has an encoder: %v", name, encoder != nil)
		} else if encodes && Has(got, "content-length") {
			t.Errorf("%s: the length of the plain body is told", name)
		}
	}
}

func TestCompressLeavesWhatIsKnownToBeShort(t *testing.T) {
	for length, want := range map[int]bool{-1: true, 0: false, compressFrom - 1: false, compressFrom: true} {
		if _, encoder := compress("GET", "gzip", header("content-type", "text/plain"), length); (encoder != nil) != want {
			t.Errorf("%d bytes: compressed: %v", length, encoder != nil)
		}
	}
}

func TestCompressorFlushesParts(t *testing.T) {
	for encoding, open := range map[string]func(io.Reader) (io.ReadCloser, error){
		"gzip":    func(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) },
		"deflate": zlib.NewReader,
	} {
		c := newCompressor(encoding)
		first := c.write([]byte("first "), true)
		r, err := open(io.MultiReader(bytes.NewReader(first), strings.NewReader("")))
		if err != nil {
			t.Fatal(err)
		}
		part := make([]byte, len("first "))
		if _, err := io.ReadFull(r, part); err != nil || string(part) != "first " {
			t.Errorf("%s: got %q of the first part, %v", encoding, part, err)
		}
		whole := append(first, append(c.write([]byte("second"), false), c.close()...)...)
		if r, err = open(bytes.NewReader(whole)); err != nil {
			t.Fatal(err)
		}
		if all, err := io.ReadAll(r); err != nil || string(all) != "first second" {
			t.Errorf("%s: got %q, %v", encoding, all, err)
		}
	}
}
