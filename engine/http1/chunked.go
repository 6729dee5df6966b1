package http1

import "math"

// extensionLimit is how many bytes of extensions a chunk may have.
const extensionLimit = 16 << 10

// A chunkState is where a chunked body is.
type chunkState uint8

const (
	atSize chunkState = iota
	inData
	afterData
	inTrailers
	atEnd
)

// A chunks reads the framing of a chunked body:
// https://www.rfc-editor.org/rfc/rfc9112#section-7.1.
type chunks struct {
	state chunkState
	left  uint64 // bytes of data to come, while inData
}

// advance goes over the framing at the beginning of b, up to the next data or
// the end of the body, and returns how many bytes it has done with. On errMore
// the rest is to be given again with more behind it. p reads the trailers.
func (c *chunks) advance(b []byte, p *parser) (n int, err error) {
	for {
		at := n
		switch c.state {
		case inData, atEnd:
			return n, nil
		case atSize:
			n, err = c.readSize(b, at)
		case afterData:
			if n, err = literal(b, at, "\r\n"); err == nil {
				c.state = atSize
			}
		case inTrailers:
			if err = p.parse(b[at:]); err == nil {
				n += p.pos
				c.state = atEnd
			}
		}
		if err != nil {
			return at, err
		}
		if c.state == inTrailers {
			p.resetForTrailers()
		}
	}
}

// took says that n bytes of data were taken.
func (c *chunks) took(n int) {
	if c.left -= uint64(n); c.left == 0 {
		c.state = afterData
	}
}

// readSize reads the line in front of a chunk.
func (c *chunks) readSize(b []byte, i int) (int, error) {
	size, from := uint64(0), i
	for ; i < len(b); i++ {
		digit, ok := hexDigit(b[i])
		if !ok {
			break
		}
		if size > math.MaxUint64>>4 {
			return i, malformed("Chunk size overflow")
		}
		size = size<<4 | uint64(digit)
	}
	switch {
	case i == len(b):
		return i, errMore
	case i == from:
		return i, malformed("Invalid character in chunk size")
	}
	digits := i
	i, err := endOfExtensions(b, i)
	if i-digits-len(";") > extensionLimit {
		return i, errExtensionTooLarge
	}
	if err != nil {
		return i, err
	}
	if i, err = literal(b, i, "\r\n"); err != nil {
		return i, err
	}
	c.left, c.state = size, inData
	if size == 0 {
		c.state = inTrailers
	}
	return i, nil
}

func hexDigit(c byte) (byte, bool) {
	switch lower := c | 0x20; {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= lower && lower <= 'f':
		return lower - 'a' + 10, true
	}
	return 0, false
}

// endOfExtensions goes over the extensions of a chunk: ";name", ";name=value" or
// `;name="value"`, where llhttp lets names and values be empty.
func endOfExtensions(b []byte, i int) (int, error) {
	for i < len(b) && b[i] == ';' {
		if i++; i < len(b) && b[i] == '\r' {
			return i, malformed("Invalid character in chunk extensions")
		}
		if i = tokenChar.span(b, i); i == len(b) || b[i] != '=' {
			continue
		}
		if i = tokenChar.span(b, i+1); i == len(b) || b[i] != '"' {
			continue
		}
		var err error
		if i, err = endOfQuoted(b, i+1); err != nil {
			return i, err
		}
	}
	if i == len(b) {
		return i, errMore
	}
	return i, nil
}

// endOfQuoted returns the index behind the quote that closes a string.
func endOfQuoted(b []byte, i int) (int, error) {
	for {
		i = quotedChar.span(b, i)
		switch {
		case i == len(b):
			return i, errMore
		case b[i] == '"':
			return i + 1, nil
		case b[i] != '\\':
			return i, malformed("Invalid character in chunk extensions quoted value")
		case i+1 == len(b):
			return i, errMore
		case !valueChar.has(b[i+1]):
			return i, malformed("Invalid quoted-pair in chunk extensions quoted value")
		}
		i += 2
	}
}
