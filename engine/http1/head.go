package http1

import (
	"strconv"
	"strings"

	"routescope/engine/event"
)

// ownLines are the lines of a handler that change what the server does: Node.js's
// matchHeader.
type ownLines struct {
	date, connection, keepAlive, length, encoding bool
	closes, chunked                               bool
	left                                          int64
}

func (o *ownLines) see(f event.Field) {
	switch name := f.Name; len(name) {
	case len("date"):
		o.date = o.date || strings.EqualFold(name, "date")
	case len("connection"): // and keep-alive
		switch {
		case strings.EqualFold(name, "connection"):
			o.connection = true
			o.closes = o.closes || hasWord(f.Value, "close")
		case strings.EqualFold(name, "keep-alive"):
			o.keepAlive = true
		}
	case len("content-length"):
		if strings.EqualFold(name, "content-length") {
			o.seeLength(f.Value)
		}
	case len("transfer-encoding"):
		if strings.EqualFold(name, "transfer-encoding") {
			o.encoding = true
			o.chunked = o.chunked || hasWord(f.Value, "chunked")
		}
	}
}

func (o *ownLines) seeLength(value string) {
	o.length = true
	n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
	if err != nil || n < 0 {
		n = -1
	}
	o.left = n
}

// hasWord reports whether word stands in s between anything but letters, digits
// and underscores: the RegExp /(?:^|\W)word(?:$|\W)/i of Node.js.
func hasWord(s, word string) bool {
	for i := 0; i+len(word) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(word)], word) &&
			(i == 0 || !wordChar(s[i-1])) && (i+len(word) == len(s) || !wordChar(s[i+len(word)])) {
			return true
		}
	}
	return false
}

func wordChar(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

func appendStatus(b []byte, status int, text string) []byte {
	if text == "" {
		text = reason(status)
	}
	b = append(b, "HTTP/1.1 "...)
	b = strconv.AppendInt(b, int64(status), 10)
	b = append(b, ' ')
	b = appendText(b, text)
	return append(b, "\r\n"...)
}

func appendLine(b []byte, f event.Field) []byte {
	b = appendText(b, f.Name)
	b = append(b, ": "...)
	b = appendText(b, f.Value)
	return append(b, "\r\n"...)
}

// appendText appends a part of a line. Whoever made it has checked it; should a
// line end be in there all the same, it does not end this line.
func appendText(b []byte, s string) []byte {
	if strings.IndexByte(s, '\r') < 0 && strings.IndexByte(s, '\n') < 0 {
		return append(b, s...)
	}
	return append(b, strings.NewReplacer("\r", " ", "\n", " ").Replace(s)...)
}

// appendHead appends the head of a response as Node.js's _storeHeader does, and
// decides how its body is framed. c.mu is held.
func (w *Response) appendHead(b []byte, status int, text string, header event.Header) []byte {
	own := ownLines{left: -1}
	b = appendStatus(b, status, text)
	for _, f := range header {
		own.see(f)
		b = appendLine(b, f)
	}
	w.bodiless = w.isHead || status == 204 || status == 304 || status < 200
	w.chunked, w.left = own.chunked, own.left
	if w.chunked && (status == 204 || status == 304) {
		w.chunked, w.persists = false, false
	}
	if !own.date {
		b = append(append(append(b, "Date: "...), w.c.server.date()...), "\r\n"...)
	}
	b = w.appendConnection(b, &own)
	if !own.length && !own.encoding && !w.bodiless {
		if w.chunked = w.chunks; w.chunked {
			b = append(b, "Transfer-Encoding: chunked\r\n"...)
		}
	}
	if !w.bodiless && !w.chunked && w.left < 0 {
		w.last = true // closing ends the body
	}
	return append(b, "\r\n"...)
}

func (w *Response) appendConnection(b []byte, own *ownLines) []byte {
	switch {
	case own.connection:
		w.last = own.closes
		return b
	case !w.persists || !own.length && !w.chunks || w.c.server.draining.Load():
		w.last = true
		return append(b, "Connection: close\r\n"...)
	case own.keepAlive:
		return append(b, "Connection: keep-alive\r\n"...)
	}
	b = append(b, "Connection: keep-alive\r\nKeep-Alive: timeout="...)
	b = strconv.AppendInt(b, int64(w.c.server.IdleTimeout.Seconds()), 10)
	return append(b, "\r\n"...)
}
