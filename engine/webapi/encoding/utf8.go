package encoding

import (
	"strings"
	"unicode/utf8"
)

// scalarBytes returns s in UTF-8. Text from JavaScript may hold lone surrogates,
// each as three bytes (ED A0 80 to ED BF BF); they become U+FFFD, of the same
// length.
func scalarBytes(s string) []byte {
	b := []byte(s)
	for i := strings.IndexByte(s, 0xed); i >= 0 && i+2 < len(b); {
		if b[i+1] >= 0xa0 {
			copy(b[i:], "\uFFFD")
		}
		next := strings.IndexByte(s[i+3:], 0xed)
		if next < 0 {
			break
		}
		i += 3 + next
	}
	return b
}

// encodeInto returns as much of s in UTF-8 as fits into room bytes, and how many
// UTF-16 code units of s that is.
func encodeInto(s string, room int) (bytes []byte, read int) {
	b := scalarBytes(s)
	n := 0
	for n < len(b) {
		r, size := utf8.DecodeRune(b[n:])
		if n+size > room {
			break
		}
		n += size
		read++
		if r > 0xffff {
			read++
		}
	}
	return b[:n], read
}

// decodeUTF8 is https://encoding.spec.whatwg.org/#utf-8-decoder, without a look
// at the byte order mark.
func decodeUTF8(b []byte, fatal, stream bool) (string, []byte, error) {
	var rest []byte
	if stream {
		cut := len(b) - incompleteSuffix(b)
		b, rest = b[:cut], b[cut:]
	}
	if utf8.Valid(b) {
		return string(b), rest, nil
	}
	if fatal {
		return "", nil, malformed("utf-8")
	}
	var out strings.Builder
	out.Grow(len(b) + 16)
	for len(b) > 0 {
		if r, size := utf8.DecodeRune(b); r != utf8.RuneError || size > 1 {
			out.Write(b[:size])
			b = b[size:]
			continue
		}
		out.WriteString("\uFFFD")
		b = b[maximalSubpart(b):]
	}
	return out.String(), rest, nil
}

// incompleteSuffix returns the length of the character at the end of b that
// lacks bytes; 0 if none does.
func incompleteSuffix(b []byte) int {
	for n := 1; n <= 3 && n <= len(b); n++ {
		tail := b[len(b)-n:]
		if utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return n
			}
			return 0
		}
	}
	return 0
}

// maximalSubpart returns how many bytes one U+FFFD stands for: the longest start
// of a character, or one byte.
func maximalSubpart(b []byte) int {
	for n := min(3, len(b)); n > 1; n-- {
		if !utf8.FullRune(b[:n]) {
			return n
		}
	}
	return 1
}
