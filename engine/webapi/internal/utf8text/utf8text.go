// Package utf8text reads bytes as the Web does.
package utf8text

import (
	"bytes"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

// Decode is the Encoding standard's "UTF-8 decode": without a byte order mark,
// with U+FFFD for each maximal part that is not UTF-8.
// See https://encoding.spec.whatwg.org/#utf-8-decode
func Decode(b []byte) string {
	return DecodeWithoutBOM(bytes.TrimPrefix(b, []byte("\ufeff")))
}

// DecodeWithoutBOM is "UTF-8 decode without BOM": a byte order mark is text as
// any other.
func DecodeWithoutBOM(b []byte) string {
	text, err := unicode.UTF8.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(text)
}
