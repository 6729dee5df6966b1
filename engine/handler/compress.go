package handler

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"

	"routescope/engine/event"
)

// Next.js compresses with its copy of the "compression" middleware: gzip and
// deflate, above a kilobyte where the length is known, by content type.
const compressFrom = 1024

var (
	textType = regexp.MustCompile(`(?i)^text/|\+(?:json|text|xml)$`)
	noStore  = regexp.MustCompile(`(?:^|,)\s*?no-transform\s*?(?:,|$)`)
)

// compressible are the types that Next.js's copy of mime-db marks so, beside text
// and its kin. See https://github.com/jshttp/mime-db.
var compressible = setOf(`application/dart application/ecmascript application/javascript application/json application/postscript application/raml+yaml application/rtf application/tar
	application/toml application/vnd.dart application/vnd.ms-fontobject application/vnd.ms-opentype application/wasm
	application/x-httpd-php application/x-javascript application/x-ns-proxy-autoconfig application/x-sh
	application/x-tar application/x-virtualbox-hdd application/x-virtualbox-ova application/x-virtualbox-ovf
	application/x-virtualbox-vbox application/x-virtualbox-vdi application/x-virtualbox-vhd
	application/x-virtualbox-vmdk application/x-www-form-urlencoded application/xml application/xml-dtd font/otf
	font/ttf image/bmp image/vnd.adobe.photoshop image/x-icon
	image/x-ms-bmp message/rfc822 model/gltf-binary x-shader/x-fragment x-shader/x-vertex`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

func isCompressible(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	return textType.MatchString(kind) || compressible[kind]
}

// A compressor encodes the body of one response.
type compressor struct {
	buf bytes.Buffer
	w   interface {
		io.WriteCloser
		Flush() error
	}
}

// compress decides about a response's head as the middleware does, and returns
// the head as it goes out, with the encoder for the body, if there is to be one.
// length is the body's, if that is known though no header tells it; -1 otherwise.
func compress(method, accept string, header event.Header, length int) (event.Header, *compressor) {
	kind := Get(header, "content-type")
	if kind == "" || !isCompressible(kind) || noStore.MatchString(Get(header, "cache-control")) {
		return header, nil
	}
	header = appendVary(header, "Accept-Encoding")
	if told, err := strconv.Atoi(Get(header, "content-length")); err == nil {
		length = told
	}
	if length >= 0 && length < compressFrom {
		return header, nil
	}
	if encoding := Get(header, "content-encoding"); (encoding != "" && encoding != "identity") || method == "HEAD" {
		return header, nil
	}
	encoding := negotiate(accept)
	if encoding == "" {
		return header, nil
	}
	header = Delete(header, "content-length")
	header = append(Delete(header, "content-encoding"), event.Field{Name: "Content-Encoding", Value: encoding})
	return header, newCompressor(encoding)
}

// negotiate picks gzip or deflate from an Accept-Encoding header; gzip of equals.
func negotiate(accept string) string {
	best, bestQ := "", 0.0
	identity := -1.0
	for part := range strings.SplitSeq(accept, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			q, _ = strconv.ParseFloat(v, 64)
		}
		switch name = strings.ToLower(strings.TrimSpace(name)); name {
		case "identity":
			identity = q
		case "*":
			name = "gzip"
			fallthrough
		case "gzip", "deflate":
			if q > bestQ || (q == bestQ && q > 0 && name == "gzip") {
				best, bestQ = name, q
			}
		}
	}
	if identity > bestQ {
		return ""
	}
	return best
}

func newCompressor(encoding string) *compressor {
	c := &compressor{}
	if encoding == "deflate" {
		c.w, _ = zlib.NewWriterLevel(&c.buf, flate.DefaultCompression)
	} else {
		c.w = gzip.NewWriter(&c.buf)
	}
	return c
}

// write encodes a part; flush makes it readable at once.
func (c *compressor) write(data []byte, flush bool) []byte {
	if _, err := c.w.Write(data); err != nil {
		return nil
	}
	if flush {
		if err := c.w.Flush(); err != nil {
			return nil
		}
	}
	return c.take()
}

func (c *compressor) close() []byte {
	if err := c.w.Close(); err != nil {
		return nil
	}
	return c.take()
}

func (c *compressor) take() []byte {
	out := bytes.Clone(c.buf.Bytes())
	c.buf.Reset()
	return out
}
