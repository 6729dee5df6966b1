package html

import (
	"encoding/base64"
	"strings"

	"routescope/engine/js"
)

// encodeBase64 is btoa: s holds bytes as the characters U+0000 to U+00FF.
func encodeBase64(s string) (any, error) {
	bytes := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 0xff {
			return nil, js.ThrowDOM("InvalidCharacterError", "Invalid character")
		}
		bytes = append(bytes, byte(r))
	}
	return base64.StdEncoding.EncodeToString(bytes), nil
}

// decodeBase64 is atob, with the forgiving decoder of
// https://infra.spec.whatwg.org/#forgiving-base64-decode.
func decodeBase64(s string) (any, error) {
	s = strings.Map(dropASCIIWhitespace, s)
	digits := strings.TrimSuffix(strings.TrimSuffix(s, "="), "=")
	switch {
	case len(digits)%4 == 1 && isBase64(digits):
		return nil, js.ThrowDOM("InvalidCharacterError", "The string to be decoded is not correctly encoded.")
	case digits != s && len(s)%4 != 0:
		return nil, js.ThrowDOM("InvalidCharacterError", "Invalid character")
	}
	bytes, err := base64.RawStdEncoding.DecodeString(digits)
	if err != nil {
		return nil, js.ThrowDOM("InvalidCharacterError", "Invalid character")
	}
	return latin1(bytes), nil
}

func isBase64(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '+' && c != '/' {
			return false
		}
	}
	return true
}

func dropASCIIWhitespace(r rune) rune {
	switch r {
	case ' ', '\t', '\n', '\f', '\r':
		return -1
	}
	return r
}

// latin1 returns the string whose characters are the bytes.
func latin1(bytes []byte) string {
	var b strings.Builder
	b.Grow(len(bytes))
	for _, c := range bytes {
		b.WriteRune(rune(c))
	}
	return b.String()
}
