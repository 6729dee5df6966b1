package url

import (
	"strings"
	"unicode/utf16"

	"routescope/engine/js"
	"routescope/engine/webapi/internal/utf8text"
)

// DecodeForm percent-decodes one name or value of a form and reads the bytes as
// UTF-8, with U+FFFD for what is not. Plus signs are spaces already.
func DecodeForm(s string) string {
	return utf8text.DecodeWithoutBOM([]byte(DecodePercent(s)))
}

// DecodePercent is https://url.spec.whatwg.org/#string-percent-decode.
func DecodePercent(s string) string {
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
	return out.String()
}

// opFormDecode decodes what decodeURIComponent refuses. There Node.js takes each
// code unit for a byte, its low one, as its querystring module does.
func opFormDecode(_ *js.Isolate, a js.Args) (any, error) {
	units := utf16.Encode([]rune(a.String(0)))
	bytes := make([]byte, len(units))
	for i, u := range units {
		bytes[i] = byte(u)
	}
	return DecodeForm(string(bytes)), nil
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}
