package pipeline

import (
	"slices"
	"strings"

	"routescope/engine/event"
)

// A headerObject collects response headers the way Next.js does before it sends
// them: in a JavaScript object, where names that differ in case are different.
// Only [headerObject.flat] lets the later spelling win.
type headerObject []headerEntry

type headerEntry struct {
	name   string
	values []string // more than one for Set-Cookie only
}

// set assigns a property.
func (o headerObject) set(name string, values ...string) headerObject {
	if i := o.index(name); i >= 0 {
		o[i].values = values
		return o
	}
	return append(o, headerEntry{name, values})
}

// add appends to the property's list.
func (o headerObject) add(name, value string) headerObject {
	if i := o.index(name); i >= 0 {
		o[i].values = append(o[i].values, value)
		return o
	}
	return o.set(name, value)
}

func (o headerObject) index(name string) int {
	return slices.IndexFunc(o, func(e headerEntry) bool { return e.name == name })
}

// flat returns the header as it is sent.
func (o headerObject) flat() event.Header {
	var h event.Header
	for _, e := range o {
		h = setHeader(h, e.name, e.values...)
	}
	return h
}

// lookupHeader returns a request header as Node.js shows it: by its name in lower
// case, several lines joined.
func lookupHeader(h event.Header, name string) (value string, ok bool) {
	separator := ", "
	if strings.EqualFold(name, "cookie") {
		separator = "; "
	}
	for _, f := range h {
		if !strings.EqualFold(f.Name, name) {
			continue
		}
		switch {
		case !ok:
			value, ok = f.Value, true
		case firstOnly[strings.ToLower(name)]:
		default:
			value += separator + f.Value
		}
	}
	return value, ok
}

// firstOnly are the headers of which Node.js drops all lines but the first,
// https://nodejs.org/api/http.html#messageheaders.
var firstOnly = map[string]bool{
	"age": true, "authorization": true, "content-length": true, "content-type": true, "etag": true,
	"expires": true, "from": true, "host": true, "if-modified-since": true, "if-unmodified-since": true,
	"last-modified": true, "location": true, "max-forwards": true, "proxy-authorization": true,
	"referer": true, "retry-after": true, "server": true, "user-agent": true,
}

// setHeader replaces the lines of a name, in the place of the first of them, and
// takes the new spelling, as Node.js's setHeader does.
func setHeader(h event.Header, name string, values ...string) event.Header {
	at := -1
	out := h[:0]
	for _, f := range h {
		if !strings.EqualFold(f.Name, name) {
			out = append(out, f)
		} else if at < 0 {
			at = len(out)
		}
	}
	lines := make(event.Header, len(values))
	for i, v := range values {
		lines[i] = event.Field{Name: name, Value: v}
	}
	if at < 0 {
		return append(out, lines...)
	}
	rest := append(lines, out[at:]...)
	return append(out[:at:at], rest...)
}

// removeHeader drops the lines of a name.
func removeHeader(h event.Header, name string) event.Header {
	out := h[:0]
	for _, f := range h {
		if !strings.EqualFold(f.Name, name) {
			out = append(out, f)
		}
	}
	return out
}

// internalHeaders are the request headers that only Next.js itself may send.
var internalHeaders = map[string]bool{
	"x-middleware-rewrite": true, "x-middleware-redirect": true, "x-middleware-set-cookie": true,
	"x-middleware-skip": true, "x-middleware-override-headers": true, "x-middleware-next": true,
	"x-now-route-matches": true, "x-matched-path": true, "x-nextjs-data": true,
	"x-next-resume-state-length": true, "next-resume": true,
}

// withoutInternal returns the header without the names a client may not send, or
// nil if there is none.
func withoutInternal(h event.Header) event.Header {
	found := false
	for _, f := range h {
		if isInternal(f.Name) {
			found = true
			break
		}
	}
	if !found {
		return nil
	}
	out := make(event.Header, 0, len(h))
	for _, f := range h {
		if !isInternal(f.Name) {
			out = append(out, f)
		}
	}
	return out
}

func isInternal(name string) bool {
	if len(name) < len("next-resume") || name[0]|0x20 != 'x' && name[0]|0x20 != 'n' {
		return false
	}
	var room [32]byte // longer than the longest of them
	if len(name) > len(room) {
		return false
	}
	for i := range len(name) {
		room[i] = name[i]
		if 'A' <= name[i] && name[i] <= 'Z' {
			room[i] |= 0x20
		}
	}
	return internalHeaders[string(room[:len(name)])]
}
