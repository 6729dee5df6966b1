package fetch

import (
	"encoding/base64"
	"strings"

	"routescope/engine/js"
)

// parseDataURL splits a data: URL, without fragment, into its MIME type, not
// parsed yet, and its bytes. ok is false if it is malformed.
// See https://fetch.spec.whatwg.org/#data-url-processor
func parseDataURL(url string) (mimeType string, body []byte, ok bool) {
	mimeType, encoded, ok := strings.Cut(strings.TrimPrefix(url, "data:"), ",")
	if !ok {
		return "", nil, false
	}
	mimeType = strings.Trim(mimeType, " \t\n\f\r")
	body = percentDecode(encoded)
	if before, isBase64 := cutBase64(mimeType); isBase64 {
		mimeType = before
		if body, ok = forgivingBase64(body); !ok {
			return "", nil, false
		}
	}
	if strings.HasPrefix(mimeType, ";") {
		mimeType = "text/plain" + mimeType
	}
	return mimeType, body, true
}

// cutBase64 takes "; base64" off the end.
func cutBase64(mimeType string) (before string, found bool) {
	const suffix = "base64"
	n := len(mimeType) - len(suffix)
	if n < 0 || !strings.EqualFold(mimeType[n:], suffix) {
		return mimeType, false
	}
	before = strings.TrimRight(mimeType[:n], " ")
	return strings.CutSuffix(before, ";")
}

func percentDecode(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if hi, lo := hexDigit(s[i+1]), hexDigit(s[i+2]); hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

// hexDigit returns the value of a hexadecimal digit, or -1.
func hexDigit(c byte) int {
	return strings.IndexByte("0123456789abcdef", lower(c))
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// See https://infra.spec.whatwg.org/#forgiving-base64-decode
func forgivingBase64(b []byte) ([]byte, bool) {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n\f\r", r) {
			return -1
		}
		return r
	}, string(b))
	if len(clean)%4 == 0 {
		clean = strings.TrimSuffix(strings.TrimSuffix(clean, "="), "=")
	}
	out, err := base64.RawStdEncoding.DecodeString(clean)
	return out, err == nil
}

// opDataURL takes a data: URL and returns [MIME type, bytes] or null.
func opDataURL(_ *js.Isolate, a js.Args) (any, error) {
	mimeType, body, ok := parseDataURL(a.String(0))
	if !ok {
		return nil, nil
	}
	return []any{mimeType, body}, nil
}
