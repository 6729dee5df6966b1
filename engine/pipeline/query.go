package pipeline

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// A Query is a parsed query, in the order of a JavaScript object's properties:
// names that are array indexes first, then the others as they came.
type Query []QueryValue

// A QueryValue is one name of a query with its value, or its values if the name
// came more than once.
type QueryValue struct {
	Name   string
	Value  string   // if it came once
	Values []string // if it came more often; nil otherwise
}

// List returns the value or values as a list.
func (v QueryValue) List() []string {
	if v.Values != nil {
		return v.Values
	}
	return []string{v.Value}
}

// Last returns the last of the values.
func (v QueryValue) Last() string {
	if len(v.Values) > 0 {
		return v.Values[len(v.Values)-1]
	}
	return v.Value
}

// Lookup returns the entry of a name.
func (q Query) Lookup(name string) (QueryValue, bool) {
	for _, v := range q {
		if v.Name == name {
			return v, true
		}
	}
	return QueryValue{}, false
}

// Map returns the query as req.query has it: string or []string.
func (q Query) Map() map[string]any {
	m := make(map[string]any, len(q))
	for _, v := range q {
		if v.Values != nil {
			m[v.Name] = v.Values
		} else {
			m[v.Name] = v.Value
		}
	}
	return m
}

// with returns the query with an entry set, like an assignment to a property.
func (q Query) with(v QueryValue) Query {
	for i := range q {
		if q[i].Name == v.Name {
			q[i] = v
			return q
		}
	}
	index, isIndex := arrayIndex(v.Name)
	if !isIndex {
		return append(q, v)
	}
	at := slices.IndexFunc(q, func(other QueryValue) bool {
		n, ok := arrayIndex(other.Name)
		return !ok || n > index
	})
	if at < 0 {
		return append(q, v)
	}
	return slices.Insert(q, at, v)
}

// arrayIndex reports whether a property name is a canonical array index.
func arrayIndex(name string) (uint32, bool) {
	if name == "" || name[0] < '0' || name[0] > '9' || name[0] == '0' && len(name) > 1 {
		return 0, false
	}
	n, err := strconv.ParseUint(name, 10, 32)
	return uint32(n), err == nil && n < 1<<32-1
}

// ParseQuery reads what follows the question mark as URLSearchParams does,
// https://url.spec.whatwg.org/#concept-urlencoded-parser.
func ParseQuery(text string) Query {
	var q Query
	for part := range strings.SplitSeq(text, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, value = DecodeForm(name), DecodeForm(value)
		v, ok := q.Lookup(name)
		switch {
		case !ok:
			v = QueryValue{Name: name, Value: value}
		case v.Values == nil:
			v = QueryValue{Name: name, Values: []string{v.Value, value}}
		default:
			v.Values = append(v.Values, value)
		}
		q = q.with(v)
	}
	return q
}

// DecodeForm decodes a name or a value as
// https://url.spec.whatwg.org/#concept-urlencoded-parser does: what is no escape
// stays, what is no UTF-8 becomes U+FFFD.
func DecodeForm(text string) string {
	if !strings.ContainsAny(text, "+%") {
		return toValidUTF8(text)
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '+':
			out = append(out, ' ')
		case text[i] == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			out = append(out, unhex(text[i+1])<<4|unhex(text[i+2]))
			i += 2
		default:
			out = append(out, text[i])
		}
	}
	return toValidUTF8(string(out))
}

// toValidUTF8 replaces what is not UTF-8 as a decoder of
// https://encoding.spec.whatwg.org/#utf-8-decoder does: a sequence that breaks off
// becomes one U+FFFD.
func toValidUTF8(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	out, err := unicode.UTF8.NewDecoder().String(text)
	if err != nil {
		return strings.ToValidUTF8(text, "\ufffd")
	}
	return out
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

// redirectQuery writes a query the way Next.js does for redirects and forwarded
// requests: names and values that came with the request are encoded, those of the
// configuration stand as they are written there.
func redirectQuery(q, initial Query) string {
	var b strings.Builder
	write := func(text string) {
		if initial.holds(text) {
			text = encodeComponent(text)
		}
		b.WriteString(text)
	}
	for _, v := range q {
		for _, value := range v.List() {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			write(v.Name)
			b.WriteByte('=')
			write(value)
		}
	}
	return b.String()
}

// holds reports whether text is one of the query's names or values.
func (q Query) holds(text string) bool {
	return slices.ContainsFunc(q, func(v QueryValue) bool {
		return v.Name == text || v.Values == nil && v.Value == text || slices.Contains(v.Values, text)
	})
}

// searchParams writes a query as URLSearchParams does.
func (q Query) searchParams() string {
	var b strings.Builder
	for _, v := range q {
		for _, value := range v.List() {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(encodeForm(v.Name) + "=" + encodeForm(value))
		}
	}
	return b.String()
}

// encodeComponent is encodeURIComponent.
func encodeComponent(text string) string {
	return encode(text, func(c byte) bool { return strings.IndexByte("-_.!~*'()", c) >= 0 })
}

func encodeForm(text string) string {
	text = encode(text, func(c byte) bool { return c == ' ' || strings.IndexByte("*-._", c) >= 0 })
	return strings.ReplaceAll(text, " ", "+")
}

func encode(text string, keep func(byte) bool) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || keep(c) {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

// decodeComponent is decodeURIComponent; ok is false where that throws.
func decodeComponent(text string) (decoded string, ok bool) {
	if strings.IndexByte(text, '%') < 0 {
		return text, true
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '%' {
			out = append(out, text[i])
			continue
		}
		if i+2 >= len(text) || !isHex(text[i+1]) || !isHex(text[i+2]) {
			return "", false
		}
		out = append(out, unhex(text[i+1])<<4|unhex(text[i+2]))
		i += 2
	}
	return string(out), utf8.Valid(out)
}
