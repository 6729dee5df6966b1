package http1

import (
	"context"
	"errors"
	"strconv"
	"sync/atomic"

	"routescope/engine/event"
)

var errNoHead = errors.New("the head of the response was not written")

// A Response is written by the handler: WriteHead, any number of WriteChunk, and
// End or Cut, from one goroutine at a time. A handler that returns without
// having ended its response cuts it. When the client has gone, and after the
// end, every method returns [ErrGone] and does nothing.
type Response struct {
	c      *conn
	cancel context.CancelFunc
	gone   atomic.Bool // the client has gone
	begun  atomic.Bool // bytes of the response are on the wire
	ended  atomic.Bool // set under c.mu

	version  version
	isHead   bool // the request was a HEAD
	persists bool // the connection stays, as far as the request goes
	chunks   bool // the client knows chunks

	// Guarded by c.mu.
	headed   bool
	last     bool // the connection is closed behind this response
	bodiless bool
	chunked  bool
	left     int64 // bytes that Content-Length promises still; -1 without one
}

func newResponse(c *conn, r *Request, cancel context.CancelFunc) *Response {
	w := &Response{
		c: c, cancel: cancel, version: r.version, isHead: r.Method == "HEAD",
		persists: r.framing.persists(r.version), chunks: r.version == version11, left: -1,
	}
	if !w.chunks {
		te, _ := r.get("te")
		w.chunks = hasWord(te, "chunked")
	}
	return w
}

// WriteInterim sends an informational response, such as 103 Early Hints. Clients
// that speak HTTP/1.0 get none: https://www.rfc-editor.org/rfc/rfc9110#section-15.2.
func (w *Response) WriteInterim(status int, header event.Header) error {
	w.c.mu.Lock()
	defer w.c.mu.Unlock()
	if err := w.writable(false); err != nil || w.version != version11 {
		return err
	}
	b := appendStatus(w.c.out, status, "")
	for _, f := range header {
		b = appendLine(b, f)
	}
	w.c.out = append(b, "\r\n"...)
	return w.c.flush(w, nil, "")
}

// WriteHead sends the head: the lines of header in their order and spelling,
// then those Node.js adds (Date, Connection, Keep-Alive, Transfer-Encoding) where
// header has none. An empty reason is the usual one. The head travels with the
// first chunk, or alone if that takes longer than a few milliseconds.
func (w *Response) WriteHead(status int, reason string, header event.Header) error {
	w.c.mu.Lock()
	defer w.c.mu.Unlock()
	if err := w.writable(false); err != nil {
		return err
	}
	w.headed = true
	w.c.out = w.appendHead(w.c.out, status, reason, header)
	if w.c.late {
		return w.c.flush(w, nil, "")
	}
	return nil
}

// WriteChunk sends a part of the body at once, as one chunk where the body is
// chunked. It returns when the kernel has taken it. What goes beyond the
// Content-Length of the head is dropped, as is the body of an answer that has
// none.
func (w *Response) WriteChunk(data []byte) error {
	w.c.mu.Lock()
	defer w.c.mu.Unlock()
	if err := w.writable(true); err != nil {
		return err
	}
	if w.left >= 0 {
		data = data[:min(int64(len(data)), w.left)]
		w.left -= int64(len(data))
	}
	switch {
	case w.bodiless || len(data) == 0:
		return nil
	case !w.chunked:
		return w.c.flush(w, data, "")
	}
	w.c.out = append(strconv.AppendInt(w.c.out, int64(len(data)), 16), "\r\n"...)
	return w.c.flush(w, data, "\r\n")
}

// End says that the body is complete. trailer follows a chunked body; others
// have none.
func (w *Response) End(trailer event.Header) error {
	w.c.mu.Lock()
	defer w.c.mu.Unlock()
	if err := w.writable(true); err != nil {
		return err
	}
	w.ended.Store(true)
	switch {
	case w.bodiless:
	case w.chunked:
		b := append(w.c.out, "0\r\n"...)
		for _, f := range trailer {
			b = appendLine(b, f)
		}
		w.c.out = append(b, "\r\n"...)
	case w.left > 0: // less than promised: only closing tells the client
		w.last = true
	}
	return w.c.flush(w, nil, "")
}

// Cut closes the connection: inside the body, or without an answer if there was
// no head yet.
func (w *Response) Cut() error {
	w.c.mu.Lock()
	defer w.c.mu.Unlock()
	if w.ended.Swap(true) {
		return ErrGone
	}
	w.last = true
	if w.bodiless {
		w.c.out = w.c.out[:0] // without a body, the head alone would be a whole answer
	}
	return w.c.flush(w, nil, "")
}

// writable reports whether the response takes more. c.mu is held.
func (w *Response) writable(headed bool) error {
	switch {
	case w.ended.Load() || w.gone.Load():
		return ErrGone
	case w.headed == headed:
		return nil
	case headed:
		return errNoHead
	}
	return errors.New("the head of the response was written before")
}

// lose says that the client has gone.
func (w *Response) lose() {
	w.gone.Store(true)
	w.cancel()
}
