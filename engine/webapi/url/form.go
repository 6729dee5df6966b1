package url

import (
	"strings"

	"routescope/engine/js"
	"routescope/engine/webapi/internal/utf8text"
)

// DecodeForm percent-decodes one name or value of a form and reads the bytes as
// UTF-8, with U+FFFD for what is not. Plus signs are spaces already.
// See https://url.spec.whatwg.org/#string-percent-decode
func DecodeForm(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			out.WriteByte(unhex(s[i+1])<<4 | unhex(s[i+2]))
			i += 2
			continue
		}
		out.WriteByte(s[i])
	}
	return utf8text.DecodeWithoutBOM([]byte(out.String()))
}

func opFormDecode(_ *js.Isolate, a js.Args) (any, error) { return DecodeForm(a.String(0)), nil }

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}
