package engine

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// queryAsForm writes the query of a path as Next.js shows it in request.url: as
// a form, equal names together, without the parameters Next.js keeps for itself
// and those that leftOut says.
func queryAsForm(target string, leftOut func(name string) bool) string {
	path, query, ok := strings.Cut(target, "?")
	if !ok || query == "" {
		return path
	}
	var names []string
	values := map[string][]string{}
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, value = unescapeForm(name), unescapeForm(value)
		if isInternal(name) || leftOut(name) {
			continue
		}
		if _, known := values[name]; !known {
			names = append(names, name)
		}
		values[name] = append(values[name], value)
	}
	if len(names) == 0 {
		return path
	}
	var b strings.Builder
	b.WriteString(path)
	separator := byte('?')
	for _, name := range names {
		for _, value := range values[name] {
			b.WriteByte(separator)
			b.WriteString(escapeForm(name))
			b.WriteByte('=')
			b.WriteString(escapeForm(value))
			separator = '&'
		}
	}
	return b.String()
}

// isInternal reports whether a parameter's name is one that Next.js keeps for
// itself.
func isInternal(name string) bool {
	return strings.HasPrefix(name, "nxtP") || strings.HasPrefix(name, "nxtI")
}

// unescapeForm decodes as https://url.spec.whatwg.org/#concept-urlencoded-parser
// does: what is no escape stays, what is no UTF-8 becomes U+FFFD.
func unescapeForm(s string) string {
	if !strings.ContainsAny(s, "+%") {
		return toValidUTF8(s)
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			b = append(b, ' ')
		case s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b = append(b, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		default:
			b = append(b, s[i])
		}
	}
	return toValidUTF8(string(b))
}

// toValidUTF8 replaces what is not UTF-8 as a decoder of
// https://encoding.spec.whatwg.org/#utf-8-decoder does: a sequence that breaks off
// becomes one U+FFFD.
func toValidUTF8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	out, err := unicode.UTF8.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	return out
}

// escapeForm writes as https://url.spec.whatwg.org/#concept-urlencoded-serializer
// does.
func escapeForm(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "%2A", "*")
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
