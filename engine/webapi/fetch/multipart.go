package fetch

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"strings"

	"crypto/rand"

	"routescope/engine/js"
	"routescope/engine/webapi/internal/utf8text"
)

// A part is one entry of a multipart/form-data body.
type part struct {
	name     string
	filename *string // nil for a field
	mimeType string  // of a file
	body     []byte
}

// parseMultipart reads a body as strictly as undici 6 does: CRLF only, one space
// between parameters, quoted names, no preamble. Like undici it takes the
// boundary anywhere in a value for the end of that value. ok is false if the
// body is malformed.
// See https://andreubotella.github.io/multipart-form-data/#multipart-form-data-parser
func parseMultipart(body []byte, boundary string) (parts []part, ok bool) {
	p := &multipartParser{rest: trimLines(body)}
	delimiter := []byte("--" + boundary)
	for {
		if !p.skip(string(delimiter)) {
			return nil, false
		}
		if s := string(p.head(4)); s == "--" || s == "--\r\n" {
			return parts, true
		}
		if !p.skip("\r\n") {
			return nil, false
		}
		next, ok := p.part(boundary)
		if !ok {
			return nil, false
		}
		parts = append(parts, next)
	}
}

// trimLines takes empty lines away from both ends.
func trimLines(b []byte) []byte {
	crlf := []byte("\r\n")
	for bytes.HasPrefix(b, crlf) {
		b = b[2:]
	}
	for bytes.HasSuffix(b, crlf) {
		b = b[:len(b)-2]
	}
	return b
}

type multipartParser struct {
	rest []byte
}

// skip advances over prefix if the rest starts with it.
func (p *multipartParser) skip(prefix string) bool {
	if !bytes.HasPrefix(p.rest, []byte(prefix)) {
		return false
	}
	p.rest = p.rest[len(prefix):]
	return true
}

// head returns the rest if it is no longer than n, and else n+1 of its bytes.
func (p *multipartParser) head(n int) []byte {
	return p.rest[:min(len(p.rest), n+1)]
}

// until advances to the first of the bytes in stop.
func (p *multipartParser) until(stop string) []byte {
	i := bytes.IndexAny(p.rest, stop)
	if i < 0 {
		i = len(p.rest)
	}
	taken := p.rest[:i]
	p.rest = p.rest[i:]
	return taken
}

// part reads headers, body and the line break before the next delimiter.
func (p *multipartParser) part(boundary string) (part, bool) {
	next, encoding, ok := p.headers()
	if !ok {
		return part{}, false
	}
	end := bytes.Index(p.rest, []byte(boundary))
	if end < 0 {
		return part{}, false
	}
	// Before the boundary stand a line break and two hyphens.
	next.body = p.rest[:max(end-4, 0)]
	p.rest = p.rest[len(next.body):]
	if encoding == "base64" {
		next.body = decodeBase64(next.body)
	}
	return next, p.skip("\r\n")
}

// headers reads the headers of a part and the empty line after them.
// See https://andreubotella.github.io/multipart-form-data/#parse-multipart-form-data-headers
func (p *multipartParser) headers() (next part, encoding string, ok bool) {
	named := false
	next.mimeType = "text/plain"
	for !p.skip("\r\n") {
		name := strings.Trim(string(p.until("\n\r:")), "\t ")
		if !isToken(name) || !p.skip(":") {
			return part{}, "", false
		}
		p.rest = bytes.TrimLeft(p.rest, "\t ")
		switch strings.ToLower(name) {
		case "content-disposition":
			if !p.disposition(&next) {
				return part{}, "", false
			}
			named = true
		case "content-type":
			next.mimeType = strings.TrimRight(string(p.until("\n\r")), "\t ")
		case "content-transfer-encoding":
			encoding = strings.TrimRight(string(p.until("\n\r")), "\t ")
		default:
			p.until("\n\r")
		}
		if !p.skip("\r\n") {
			return part{}, "", false
		}
	}
	return next, encoding, named
}

// disposition reads `form-data; name="…"`, perhaps followed by a file name.
func (p *multipartParser) disposition(next *part) (ok bool) {
	if !p.skip(`form-data; name="`) {
		return false
	}
	if next.name, ok = p.quotedName(); !ok {
		return false
	}
	next.filename = nil
	if !p.skip(`; filename`) {
		return true
	}
	p.skip("*")
	if !p.skip(`="`) {
		return false
	}
	filename, ok := p.quotedName()
	next.filename = &filename
	return ok
}

var unescapeName = strings.NewReplacer("%0A", "\n", "%0a", "\n", "%0D", "\r", "%0d", "\r", "%22", `"`)

// See https://andreubotella.github.io/multipart-form-data/#parse-a-multipart-form-data-name
func (p *multipartParser) quotedName() (string, bool) {
	name := p.until("\n\r\"")
	if !p.skip(`"`) {
		return "", false
	}
	return unescapeName.Replace(utf8text.Decode(name)), true
}

func isToken(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		alphanumeric := c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !alphanumeric && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return s != ""
}

// decodeBase64 reads what Node.js's Buffer would: both alphabets, and nothing
// after padding; other characters are passed over.
func decodeBase64(b []byte) []byte {
	clean := make([]byte, 0, len(b))
	for _, c := range b {
		switch {
		case c == '=':
			return decodeRawBase64(clean)
		case c == '-':
			clean = append(clean, '+')
		case c == '_':
			clean = append(clean, '/')
		case c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '+' || c == '/':
			clean = append(clean, c)
		}
	}
	return decodeRawBase64(clean)
}

func decodeRawBase64(b []byte) []byte {
	if len(b)%4 == 1 {
		b = b[:len(b)-1]
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(b)))
	n, _ := base64.RawStdEncoding.Decode(out, b) // only digits are left
	return out[:n]
}

// opMultipartParse takes a body as bytes or text, and a boundary; it returns
// [name, filename, type, value, …], where a value is text for a field and bytes
// for a file, or null.
func opMultipartParse(_ *js.Isolate, a js.Args) (any, error) {
	body := a.Bytes(0)
	if text, isText := a[0].(string); isText {
		body = []byte(text)
	}
	parts, ok := parseMultipart(body, a.String(1))
	if !ok {
		return nil, nil
	}
	flat := make([]any, 0, 4*len(parts))
	for _, p := range parts {
		if p.filename == nil {
			flat = append(flat, p.name, nil, nil, utf8text.Decode(p.body))
			continue
		}
		flat = append(flat, p.name, *p.filename, asciiOrEmpty(p.mimeType), p.body)
	}
	return flat, nil
}

func asciiOrEmpty(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return ""
		}
	}
	return s
}

// opMultipartBoundary makes a boundary as undici's look.
func opMultipartBoundary(iso *js.Isolate, _ js.Args) (any, error) {
	return boundary(iso.Rand())
}

func boundary(random io.Reader) (string, error) {
	n, err := rand.Int(random, big.NewInt(1e11))
	if err != nil {
		return "", fmt.Errorf("making a multipart boundary: %w", err)
	}
	return fmt.Sprintf("----formdata-undici-0%011d", n), nil
}
