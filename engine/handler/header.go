package handler

import (
	"strings"

	"routescope/engine/event"
)

// RSCVary is the Vary header of everything the app directory answers.
const RSCVary = "rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch"

// Get returns the first value of a header line, whatever its spelling.
func Get(header event.Header, name string) string {
	for _, f := range header {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Has reports whether there is such a line.
func Has(header event.Header, name string) bool {
	for _, f := range header {
		if strings.EqualFold(f.Name, name) {
			return true
		}
	}
	return false
}

// Delete returns the header without the lines of a name.
func Delete(header event.Header, name string) event.Header {
	if !Has(header, name) {
		return header
	}
	out := make(event.Header, 0, len(header))
	for _, f := range header {
		if !strings.EqualFold(f.Name, name) {
			out = append(out, f)
		}
	}
	return out
}

// Set returns the header with one line of a name: in place of the first that was
// there, or at the end.
func Set(header event.Header, name, value string) event.Header {
	out := make(event.Header, 0, len(header)+1)
	done := false
	for _, f := range header {
		switch {
		case !strings.EqualFold(f.Name, name):
			out = append(out, f)
		case !done:
			out = append(out, event.Field{Name: name, Value: value})
			done = true
		}
	}
	if !done {
		out = append(out, event.Field{Name: name, Value: value})
	}
	return out
}

// appendVary adds a name to the Vary header as the "vary" module of Node.js does:
// the lines become one, spelled "Vary".
func appendVary(header event.Header, name string) event.Header {
	var values []string
	for _, f := range header {
		if !strings.EqualFold(f.Name, "vary") {
			continue
		}
		values = append(values, f.Value)
		for item := range strings.SplitSeq(f.Value, ",") {
			if item = strings.TrimSpace(item); item == "*" || strings.EqualFold(item, name) {
				return header
			}
		}
	}
	return Set(header, "Vary", strings.Join(append(values, name), ", "))
}

// pairs makes header lines of a flat list of names and values.
func pairs(flat []string) event.Header {
	out := make(event.Header, 0, len(flat)/2)
	for i := 0; i+1 < len(flat); i += 2 {
		out = append(out, event.Field{Name: flat[i], Value: flat[i+1]})
	}
	return out
}

// appVary puts the Vary header of the app directory in front.
func appVary(header event.Header) event.Header {
	return append(event.Header{{Name: "vary", Value: RSCVary}}, header...)
}

// Headers a handler may set and that do not go out: the server decides how the
// body is framed.
var framing = map[string]bool{
	"content-length": true, "content-encoding": true, "transfer-encoding": true, "x-middleware-set-cookie": true,
}

// head makes the header of a response as it goes out, by kind of handler.
func (inv *Invocation) head(header event.Header) event.Header {
	switch inv.Kind {
	case "API route":
		return header
	case "app route", "metadata":
		return appVary(behind(inv.Front, withoutFraming(header)))
	}
	return withoutFraming(header)
}

// behind puts the handler's lines behind those that go in front; a line of the
// handler's takes the place of one by its name there, cookies aside.
func behind(front, header event.Header) event.Header {
	out := make(event.Header, 0, len(front)+len(header))
	for _, f := range front {
		if f.Name == "Set-Cookie" || !Has(header, f.Name) {
			out = append(out, f)
		}
	}
	return append(out, header...)
}

func withoutFraming(header event.Header) event.Header {
	out := make(event.Header, 0, len(header))
	for _, f := range header {
		if framing[f.Name] {
			continue
		}
		if f.Name == "set-cookie" && strings.Contains(f.Value, ",") {
			out = append(out, splitCookies(f.Value)...)
			continue
		}
		out = append(out, f)
	}
	return out
}

// splitCookies makes a line of each cookie in a Set-Cookie value that holds
// several: a comma followed by a name and "=" divides them, one inside a date
// does not.
func splitCookies(value string) event.Header {
	var out event.Header
	start := 0
	for i := 0; i < len(value); i++ {
		if value[i] != ',' || !startsCookie(value[i+1:]) {
			continue
		}
		out = append(out, event.Field{Name: "set-cookie", Value: value[start:i]})
		for i++; i < len(value) && (value[i] == ' ' || value[i] == '\t'); i++ {
		}
		start = i
	}
	return append(out, event.Field{Name: "set-cookie", Value: value[start:]})
}

func startsCookie(s string) bool {
	end := strings.IndexAny(s, "=;,")
	return end >= 0 && s[end] == '='
}

// flat is the opposite of pairs, for JavaScript.
func flat(header event.Header) []string {
	out := make([]string, 0, 2*len(header))
	for _, f := range header {
		out = append(out, f.Name, latin1(f.Value))
	}
	return out
}
