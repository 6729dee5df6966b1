package handler

import (
	"slices"
	"strings"

	"routescope/engine/event"
)

// SendHead sends the head of the response. It reports false if one was sent
// before, or the response has ended.
func (x *Exchange) SendHead(status int, reason string, header event.Header) bool {
	return x.sendHead(status, reason, header, -1)
}

// sendHead is SendHead for a body whose length is known; -1 if it is not.
func (x *Exchange) sendHead(status int, reason string, header event.Header, length int) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.head.sent || x.head.ended {
		return false
	}
	for _, f := range slices.Backward(x.Overrides) {
		if strings.EqualFold(f.Name, "vary") {
			header = append(event.Header{f}, header...)
		}
	}
	for _, f := range x.Overrides {
		switch {
		case strings.EqualFold(f.Name, "vary"):
		case strings.EqualFold(f.Name, "set-cookie"):
			header = append(header, f)
		default:
			header = Set(header, f.Name, f.Value)
		}
	}
	if x.Intercepting {
		header = append(header, event.Field{Name: "Vary", Value: "next-url"})
	}
	if x.Compress {
		header, x.encoder = compress(x.Method, Get(x.Header, "accept-encoding"), header, length)
	}
	x.head.sent, x.head.status = true, status
	x.append(&event.HeadersSent{Status: status, Reason: reason, Header: header}, nil)
	return true
}

// SendInterim sends an informational response. Once the head was sent, there is
// no place for one.
func (x *Exchange) SendInterim(status int, header event.Header) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.head.sent && !x.head.ended {
		x.append(&event.InterimSent{Status: status, Header: header}, nil)
	}
}

// SendChunk sends a part of the body. done, if not nil, is called when the
// client has taken it: whoever makes parts waits for that.
func (x *Exchange) SendChunk(data []byte, done func()) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.encoder != nil && !x.head.ended {
		data = x.encoder.write(data, x.FlushParts)
	}
	x.sendBytes(data, done)
}

func (x *Exchange) sendBytes(data []byte, done func()) {
	if x.head.ended || !x.head.sent || len(data) == 0 || x.bodiless() {
		if done != nil {
			go done()
		}
		return
	}
	x.append(&event.ChunkSent{Offset: x.head.bytes, Data: data}, done)
	x.head.bytes += int64(len(data))
}

// bodiless reports whether HTTP forbids a body here.
func (x *Exchange) bodiless() bool {
	return x.Method == "HEAD" || x.head.status == 204 || x.head.status == 304
}

// End says that the body is complete.
func (x *Exchange) End() { x.end(&event.ResponseEnded{}) }

// EndWith is End with lines that follow the body.
func (x *Exchange) EndWith(trailer event.Header) { x.end(&event.ResponseEnded{Trailer: trailer}) }

// Cut ends the response inside its body, or before its head: the client sees the
// connection close.
func (x *Exchange) Cut(reason string) {
	x.end(&event.ResponseEnded{Cut: true, Reason: reason})
}

func (x *Exchange) end(ev *event.ResponseEnded) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.head.ended {
		return
	}
	if x.encoder != nil && !ev.Cut {
		x.sendBytes(x.encoder.close(), nil)
	}
	x.head.ended = true
	ev.Bytes = x.head.bytes
	ev.Aborted = x.gone
	x.append(ev, x.responseEnded)
}

// responseEnded runs once the end of the response was observed.
func (x *Exchange) responseEnded() {
	x.mu.Lock()
	waiting := x.onEnd
	x.onEnd, x.endSeen = nil, true
	x.mu.Unlock()
	for _, fn := range waiting {
		fn()
	}
}

// OnEnd calls fn once the client has the whole response, or has gone; at once if
// that is so already.
func (x *Exchange) OnEnd(fn func()) {
	x.mu.Lock()
	seen := x.endSeen
	if !seen {
		x.onEnd = append(x.onEnd, fn)
	}
	x.mu.Unlock()
	if seen {
		fn()
	}
}

// Answered reports whether the head of the response was sent.
func (x *Exchange) Answered() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.head.sent || x.head.ended
}

// Ended reports whether the response has ended.
func (x *Exchange) Ended() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.head.ended
}

// Respond sends a whole response.
func (x *Exchange) Respond(status int, reason string, header event.Header, body []byte) {
	if len(body) == 0 && !x.Compress && x.ID < backgroundIDs && !x.HTTP10 && status != 204 && status != 304 && !Has(header, "content-length") {
		header = append(header, event.Field{Name: "Content-Length", Value: "0"})
	}
	length := -1 // what is there is written before the end: Next.js does not look at it
	if len(body) == 0 {
		length = 0
	}
	if !x.sendHead(status, reason, header, length) {
		return
	}
	x.SendChunk(body, nil)
	x.End()
}
