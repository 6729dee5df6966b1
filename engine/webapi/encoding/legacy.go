package encoding

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"

	"routescope/engine/js"
)

// encodingName returns the name of the encoding a label stands for, in lower
// case: https://encoding.spec.whatwg.org/#concept-encoding-get.
func encodingName(label string) (string, error) {
	trimmed := strings.ToLower(strings.Trim(label, "\t\n\f\r "))
	e, err := htmlindex.Get(trimmed)
	if err == nil {
		var name string
		if name, err = htmlindex.Name(e); err == nil && !unsupported[name] {
			return name, nil
		}
		label = name
	}
	return "", js.ThrowCode("RangeError", "ERR_ENCODING_NOT_SUPPORTED", `The "%s" encoding is not supported`, label)
}

// unsupported are the encodings that Node.js knows by name but cannot decode.
var unsupported = map[string]bool{"replacement": true, "iso-8859-16": true, "x-user-defined": true}

// decodeUTF16 is https://encoding.spec.whatwg.org/#shared-utf-16-decoder.
func decodeUTF16(name string, unit func([]byte) rune) decoder {
	return func(b []byte, fatal, stream bool) (string, []byte, error) {
		var out strings.Builder
		bad := false
		replace := func() { bad = true; out.WriteString("\uFFFD") }
		for len(b) > 0 {
			if len(b) == 1 {
				if stream {
					break
				}
				replace()
				b = nil
				continue
			}
			u := unit(b)
			switch {
			case u < 0xd800 || u > 0xdfff:
				out.WriteRune(u)
			case u >= 0xdc00: // a trail without its lead
				replace()
			case len(b) < 4 && stream:
				return finish(name, out.String(), b, bad && fatal)
			case len(b) < 4:
				b = b[:2]
				replace()
			default:
				if low := unit(b[2:]); low >= 0xdc00 && low <= 0xdfff {
					out.WriteRune(0x10000 + (u-0xd800)<<10 + (low - 0xdc00))
					b = b[2:]
				} else {
					replace()
				}
			}
			b = b[2:]
		}
		return finish(name, out.String(), b, bad && fatal)
	}
}

func finish(name, text string, rest []byte, failed bool) (string, []byte, error) {
	if failed {
		return "", nil, malformed(name)
	}
	return text, rest, nil
}

// decodeLegacy decodes an encoding of htmlindex. Its decoders write U+FFFD for
// malformed input, which none of them can encode but gb18030.
func decodeLegacy(name string) decoder {
	return func(b []byte, fatal, stream bool) (string, []byte, error) {
		e, err := htmlindex.Get(name)
		if err != nil {
			return "", nil, err
		}
		if table, ok := e.(*charmap.Charmap); ok {
			text := decodeSingleByte(table, b)
			return finish(name, text, nil, fatal && strings.Contains(text, "\uFFFD"))
		}
		text, consumed, err := transformAll(e.NewDecoder(), b, !stream)
		if err != nil {
			return "", nil, err
		}
		rest := b[consumed:]
		if name == "iso-2022-jp" && stream {
			rest = append(lastEscape(b[:consumed]), rest...)
		}
		return finish(name, text, rest, fatal && strings.Contains(text, "\uFFFD"))
	}
}

// decodeSingleByte is https://encoding.spec.whatwg.org/#single-byte-decoder. Its
// indexes have the control characters where charmap has nothing in 0x80 to 0x9f.
func decodeSingleByte(table *charmap.Charmap, b []byte) string {
	var out strings.Builder
	for _, c := range b {
		r := table.DecodeByte(c)
		if r == utf8.RuneError && c >= 0x80 && c <= 0x9f {
			r = rune(c)
		}
		out.WriteRune(r)
	}
	return out.String()
}

// transformAll returns the output of t and how much of b it took.
func transformAll(t transform.Transformer, b []byte, atEOF bool) (string, int, error) {
	var out []byte
	buf := make([]byte, 4096)
	consumed := 0
	for {
		nDst, nSrc, err := t.Transform(buf, b[consumed:], atEOF)
		out = append(out, buf[:nDst]...)
		consumed += nSrc
		switch {
		case err == nil, errors.Is(err, transform.ErrShortSrc):
			return string(out), consumed, nil
		case !errors.Is(err, transform.ErrShortDst):
			return "", consumed, err
		}
	}
}

// lastEscape returns the escape sequence that b's end is under, so that the next
// bytes are decoded in the same state.
func lastEscape(b []byte) []byte {
	i := bytes.LastIndexByte(b, 0x1b)
	if i < 0 || i+3 > len(b) {
		return nil
	}
	return append([]byte{}, b[i:i+3]...)
}
