package http1

import (
	"errors"
	"io"
	"strconv"
	"time"
)

// lingerTime and lingerBytes bound how long a connection that is to be closed
// still takes what the client was sending: closing at once would make the kernel
// throw away the answer. See https://www.rfc-editor.org/rfc/rfc9112#section-9.6.
const (
	lingerTime  = 500 * time.Millisecond
	lingerBytes = 256 << 10
)

// reject answers a request that could not be read, as Node.js's socketOnError
// does: these bytes and no others.
func (c *conn) reject(err error) {
	if c.refuse(err) {
		c.linger(nil)
	}
}

func (c *conn) refuse(err error) bool {
	status := refusal(err)
	if status == 0 {
		return false
	}
	text := "HTTP/1.1 " + strconv.Itoa(status) + " " + reason(status) + "\r\nConnection: close\r\n\r\n"
	_, err = io.WriteString(c.net, text)
	return err == nil
}

// bodyArrived runs when the last byte of a body was taken. source.mu is held.
func (c *conn) bodyArrived() {
	c.bodyUntil = time.Time{}
	c.source.until(time.Time{})
}

// bodyMalformed runs when the handler came upon a malformed body. source.mu is
// held.
func (c *conn) bodyMalformed(err error) {
	if w := c.exchange.Load(); w != nil {
		c.lose(w, err)
	}
}

// readFailed runs when reading from the network failed, or came to its end.
func (c *conn) readFailed(err error) {
	c.source.mu.Lock()
	w := c.exchange.Load()
	waiting := !c.bodyUntil.IsZero()
	c.source.mu.Unlock()
	if w == nil || w.ended.Load() {
		return // the connection's own goroutine sees to it
	}
	switch {
	case !waiting:
		err = io.EOF
	case errors.Is(err, io.EOF):
		err = io.ErrUnexpectedEOF
	}
	if !c.lose(w, err) {
		c.net.Close()
	}
}

// lose ends an exchange whose client has gone, or has sent what cannot be read.
// If nothing was answered yet, the client is told what was wrong.
func (c *conn) lose(w *Response, err error) (told bool) {
	w.lose()
	if w.begun.Load() || refusal(err) == 0 {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if w.begun.Load() || !c.refuse(err) {
		return false
	}
	c.closeWrite()
	return true
}

// closeWrite tells the client that nothing more comes.
func (c *conn) closeWrite() {
	if half, ok := c.net.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite() // closing fails only where it is closed already
	}
}

// linger takes what the client still sends before the connection is closed; b is
// the body that it may be in.
func (c *conn) linger(b *body) {
	s := c.source
	s.mu.Lock()
	defer s.mu.Unlock()
	if b != nil {
		b.err = ErrGone
	}
	if s.err != nil || s.r == s.w && (b == nil || b.complete) {
		return
	}
	c.closeWrite()
	c.source.until(time.Now().Add(lingerTime))
	for taken := 0; taken < lingerBytes; {
		taken += s.w - s.r
		s.take(s.w - s.r)
		if s.fill() != nil {
			return
		}
	}
}
