package engine

import (
	"net/http"
	"strings"

	"routescope/engine/event"
)

// ServeHTTP answers a request over HTTP as Next.js's server would. It returns
// when the response has ended; what the handler does after that goes on.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f := &front{w: w, control: http.NewResponseController(w), ended: make(chan struct{})}
	req := requestOf(r)
	go func() {
		if err := e.Do(r.Context(), req, f.observe); err != nil {
			f.fail(err)
		}
	}()
	<-f.ended
	if f.cut {
		panic(http.ErrAbortHandler) // net/http's way to close the connection inside a body
	}
}

// requestOf reads a request of net/http. Names are lower case: the spelling and
// the order on the wire are lost there.
func requestOf(r *http.Request) *Request {
	header := make(event.Header, 0, len(r.Header)+1)
	header = append(header, event.Field{Name: "host", Value: r.Host})
	for name, values := range r.Header {
		for _, v := range values {
			header = append(header, event.Field{Name: strings.ToLower(name), Value: v})
		}
	}
	if len(r.TransferEncoding) > 0 {
		header = append(header, event.Field{Name: "transfer-encoding", Value: r.TransferEncoding[0]})
	}
	req := &Request{Method: r.Method, Target: r.RequestURI, Header: header, Remote: r.RemoteAddr, HTTP10: !r.ProtoAtLeast(1, 1)}
	if r.ContentLength != 0 {
		req.Body = r.Body
	}
	return req
}

// A front writes an exchange to a connection.
type front struct {
	w       http.ResponseWriter
	control *http.ResponseController
	ended   chan struct{}
	over    bool // ended is closed: w must not be touched any more
	cut     bool
}

func (f *front) observe(ev event.Event) {
	if f.over {
		return
	}
	switch ev := ev.(type) {
	case *event.HeadersSent:
		f.writeHead(ev)
	case *event.ChunkSent:
		// A client that has gone shows in the context; the write's error adds
		// nothing to that.
		_, _ = f.w.Write(ev.Data)
		_ = f.control.Flush()
	case *event.ResponseEnded:
		f.cut = ev.Cut
		f.end()
	case *event.Finished, *event.Failed:
		f.end()
	}
}

func (f *front) end() {
	f.over = true
	close(f.ended)
}

// fail answers for an exchange that was never begun.
func (f *front) fail(err error) {
	if f.over {
		return
	}
	http.Error(f.w, err.Error(), http.StatusServiceUnavailable)
	f.end()
}

// writeHead writes the head as it is: no header of net/http's own but those of
// the connection.
func (f *front) writeHead(ev *event.HeadersSent) {
	h := f.w.Header()
	h["Content-Type"] = nil // no guessing
	length := false
	for _, line := range ev.Header {
		switch strings.ToLower(line.Name) {
		case "date", "connection", "content-length":
			length = length || strings.EqualFold(line.Name, "content-length")
			h.Set(line.Name, line.Value)
		case "transfer-encoding":
		default:
			h[line.Name] = append(h[line.Name], line.Value)
		}
	}
	f.w.WriteHeader(ev.Status)
	if !length {
		_ = f.control.Flush() // chunked, even if nothing follows
	}
}
