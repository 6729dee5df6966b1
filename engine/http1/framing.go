package http1

import (
	"bytes"
	"math"
	"strings"
)

// A framing is what the header lines say about where the message ends and
// whether the connection stays. It takes the lines as llhttp does: whatever two
// servers could read differently is malformed.
// See https://www.rfc-editor.org/rfc/rfc9112#section-6.3.
type framing struct {
	length    uint64
	hasLength bool
	encoded   bool // there is a Transfer-Encoding
	chunked   bool // and its last coding is chunked
	close     bool
	keepAlive bool

	upgrade  bool // the connection is to become something else,
	protocol bool // which an Upgrade line names
}

// line takes one header line. value has its trailing white space still.
func (f *framing) line(name, value []byte) error {
	switch len(name) {
	case len("upgrade"):
		f.protocol = f.protocol || equalFold(name, "upgrade")
	case len("connection"):
		if equalFold(name, "connection") {
			f.connection(value)
		}
	case len("content-length"):
		if equalFold(name, "content-length") {
			return f.contentLength(value)
		}
	case len("proxy-connection"):
		if equalFold(name, "proxy-connection") {
			f.connection(value)
		}
	case len("transfer-encoding"):
		if equalFold(name, "transfer-encoding") {
			return f.transferEncoding(value)
		}
	}
	return nil
}

// equalFold compares with a lower-case name without making a string.
func equalFold(b []byte, name string) bool { return strings.EqualFold(string(b), name) }

func (f *framing) connection(value []byte) {
	for option := range bytes.SplitSeq(value, []byte{','}) {
		switch option = trimOption(option); {
		case equalFold(option, "close"):
			f.close = true
		case equalFold(option, "keep-alive"):
			f.keepAlive = true
		case equalFold(option, "upgrade"):
			f.upgrade = true
		}
	}
}

// trimOption removes the white space llhttp skips around an element of a list:
// a tab behind one belongs to it.
func trimOption(b []byte) []byte { return bytes.TrimRight(bytes.TrimLeft(b, " \t"), " ") }

func (f *framing) contentLength(value []byte) error {
	switch {
	case f.encoded:
		return malformed("Content-Length can't be present with Transfer-Encoding")
	case f.hasLength:
		return malformed("Content-Length already present")
	}
	digits := bytes.TrimRight(value, " ")
	if len(digits) == 0 {
		return malformed("Empty Content-Length")
	}
	for _, d := range digits {
		if d < '0' || d > '9' {
			return malformed("Invalid character in Content-Length")
		}
		n := uint64(d - '0')
		if f.length > (math.MaxUint64-n)/10 {
			return malformed("Content-Length overflow")
		}
		f.length = f.length*10 + n
	}
	f.hasLength = true
	return nil
}

func (f *framing) transferEncoding(value []byte) error {
	if f.hasLength {
		return malformed("Transfer-Encoding can't be present with Content-Length")
	}
	if len(value) == 0 {
		return nil
	}
	for coding := range bytes.SplitSeq(value, []byte{','}) {
		if f.chunked {
			return malformed("Invalid Transfer-Encoding: a coding after chunked")
		}
		coding = trimOption(coding)
		f.encoded, f.chunked = true, equalFold(coding, "chunked")
	}
	return nil
}

// end checks what only the whole head can say.
func (f *framing) end() error {
	if f.encoded && !f.chunked {
		return malformed("Request has invalid Transfer-Encoding")
	}
	return nil
}

// persists reports whether the connection may carry another request, by what the
// client said.
func (f *framing) persists(v version) bool {
	if v == version11 {
		return !f.close
	}
	return f.keepAlive
}
