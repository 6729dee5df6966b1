package http1

import (
	"bytes"
	"errors"
)

// Limits of Node.js's server.
const (
	headLimit = 16 << 10 // --max-http-header-size: bytes of target, names and values
	mostLines = 1023     // it collects 31 lines at a time and drops those behind the 1000th
)

// rawLimit bounds a head with all its white space, for which Node.js has no limit.
const rawLimit = 256 << 10

// A version is ten times the major plus the minor version of HTTP.
type version uint8

// The versions llhttp takes.
const (
	version09 version = 9
	version10 version = 10
	version11 version = 11
	version20 version = 20 // as text: nothing of HTTP/2 but its name
)

// A span is a part of the bytes parsed.
type span struct{ from, to int }

// A line is a header line: where its name and its value are.
type line struct{ name, value span }

// A parser reads the head of a request, or the trailers behind a chunked body.
// It is given all bytes from the beginning of the head each time there are more
// of them, and goes on with the line it was in: a malformed line is refused as
// soon as its first wrong byte is there.
type parser struct {
	pos     int // up to here everything is read
	inLines bool
	size    int // as headLimit counts

	method, target span
	version        version
	lines          []line
	framing        framing
}

// reset makes the parser ready for a head, keeping its memory.
func (p *parser) reset() { *p = parser{lines: p.lines[:0]} }

// resetForTrailers makes it ready for the lines behind a chunked body.
func (p *parser) resetForTrailers() {
	p.pos, p.size, p.inLines, p.lines = 0, 0, true, p.lines[:0]
}

// parse reads on. It returns nil when the head is complete, which is then
// b[:p.pos], and errMore when it is not.
func (p *parser) parse(b []byte) error {
	if !p.inLines {
		if err := p.requestLine(b); err != nil {
			return tooLong(b, err)
		}
		p.inLines = true
	}
	for {
		done, err := p.headerLine(b)
		switch {
		case err != nil:
			return tooLong(b, err)
		case done:
			return p.framing.end()
		}
	}
}

func tooLong(b []byte, err error) error {
	if len(b) >= rawLimit && errors.Is(err, errMore) {
		return errHeadTooLarge
	}
	return err
}

func (p *parser) requestLine(b []byte) error {
	for p.pos < len(b) && (b[p.pos] == '\r' || b[p.pos] == '\n') {
		p.pos++ // empty lines before a request are skipped: RFC 9112, 2.2
	}
	i := p.pos
	end := bytes.IndexByte(b[i:], ' ')
	if end < 0 {
		if !beginsMethod(b[i:]) {
			return malformed("Invalid method encountered")
		}
		return errMore
	}
	p.method = span{i, i + end}
	takes, known := methods[string(b[i:i+end])]
	if !known {
		return malformed("Invalid method encountered")
	}
	from := skip(b, i+end, " ")
	to, err := endOfTarget(b, from, string(b[i:i+end]) == "CONNECT")
	if to-from >= headLimit {
		return errHeadTooLarge
	}
	if err != nil {
		return err
	}
	p.target, p.size = span{from, to}, to-from
	proto, next, err := p.readVersion(b, to)
	if err != nil {
		return err
	}
	if takes&proto == 0 {
		return malformed("Invalid method for this protocol")
	}
	p.pos = next
	return nil
}

// skip returns the index of the first byte from i on that is not in set.
func skip(b []byte, i int, set string) int {
	for i < len(b) && (b[i] == set[0] || len(set) > 1 && b[i] == set[1]) {
		i++
	}
	return i
}

// literal returns the index behind text, which must stand at i.
func literal(b []byte, i int, text string) (int, error) {
	for j := range len(text) {
		if i+j == len(b) {
			return i, errMore
		}
		if b[i+j] != text[j] {
			return i, malformed("Unexpected character")
		}
	}
	return i + len(text), nil
}

// endOfTarget returns the index of the space or line end behind a request target.
func endOfTarget(b []byte, i int, authority bool) (end int, err error) {
	if i == len(b) {
		return i, errMore
	}
	switch c := b[i] | 0x20; {
	case authority:
		end, err = endOfAuthority(b, i)
	case b[i] == '/' || b[i] == '*':
		end = pathChar.span(b, i)
	case 'a' <= c && c <= 'z':
		end, err = endOfURL(b, i)
	default:
		err = malformed("Unexpected start char in url")
	}
	switch {
	case err != nil:
		return i, err
	case end == len(b):
		return end, errMore
	case b[end] == ' ' || b[end] == '\r' || b[end] == '\n':
		return end, nil
	}
	return end, malformed("Invalid char in url")
}

// endOfURL goes through a target in absolute form.
func endOfURL(b []byte, i int) (int, error) {
	for i < len(b) && 'a' <= b[i]|0x20 && b[i]|0x20 <= 'z' {
		i++
	}
	i, err := literal(b, i, "://")
	if err != nil {
		return i, err
	}
	return endOfAuthority(b, i)
}

// endOfAuthority goes through an authority and the path behind it.
func endOfAuthority(b []byte, i int) (int, error) {
	end := serverChar.span(b, i)
	path := bytes.IndexAny(b[i:end], "/?")
	if path < 0 {
		path = end - i
	}
	if bytes.Contains(b[i:i+path], []byte("@@")) {
		return end, malformed("Double @ in url")
	}
	if i+path < end {
		end = pathChar.span(b, i+path)
	}
	return end, nil
}

// readVersion reads what is behind the target. Without a protocol the request is
// HTTP/0.9, which llhttp takes although header lines follow.
func (p *parser) readVersion(b []byte, i int) (protocol, int, error) {
	switch b[i] {
	case '\n':
		p.version = version09
		return anyProtocol, i + 1, nil
	case '\r':
		p.version = version09
		i, err := literal(b, i, "\r\n")
		return anyProtocol, i, err
	}
	if i = skip(b, i, " "); i == len(b) {
		return 0, i, errMore
	}
	named, known := protocols[b[i]]
	if !known {
		return 0, i, malformed("Expected HTTP/")
	}
	i, err := literal(b, i, named.text)
	if err != nil {
		return 0, i, err
	}
	for _, v := range [...]struct {
		text    string
		version version
	}{{"1.1\r\n", version11}, {"1.0\r\n", version10}, {"0.9\r\n", version09}, {"2.0\r\n", version20}} {
		next, err := literal(b, i, v.text)
		if err == nil || errors.Is(err, errMore) {
			p.version = v.version
			return named.proto, next, err
		}
	}
	return 0, i, malformed("Invalid HTTP version")
}

// headerLine reads one line, or the empty one at the end.
func (p *parser) headerLine(b []byte) (done bool, err error) {
	from := p.pos
	if from == len(b) {
		return false, errMore
	}
	if b[from] == '\r' {
		next, err := literal(b, from, "\r\n")
		p.pos = next
		return err == nil, err
	}
	colon := tokenChar.span(b, from)
	size := p.size + colon - from
	if size >= headLimit {
		return false, errHeadTooLarge
	}
	switch {
	case colon == len(b):
		return false, errMore
	case colon == from || b[colon] != ':':
		return false, malformed("Invalid header token") // a continued line, too
	}
	value := skip(b, colon+1, " \t")
	end := valueChar.span(b, value)
	if size += end - value; size >= headLimit {
		return false, errHeadTooLarge
	}
	next, err := literal(b, end, "\r\n")
	if err != nil {
		return false, err
	}
	if err := p.framing.line(b[from:colon], b[value:end]); err != nil {
		return false, err
	}
	for end > value && (b[end-1] == ' ' || b[end-1] == '\t') {
		end--
	}
	if len(p.lines) < mostLines {
		p.lines = append(p.lines, line{span{from, colon}, span{value, end}})
	}
	p.pos, p.size = next, size
	return false, nil
}
