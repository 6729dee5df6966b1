package http1

import (
	"strings"
	"testing"

	"routescope/engine/event"
)

// TestResponse: what the wire shows of what a handler writes.
func TestResponse(t *testing.T) {
	const end = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n"
	header := func(pairs ...string) (h event.Header) {
		for i := 0; i < len(pairs); i += 2 {
			h = append(h, event.Field{Name: pairs[i], Value: pairs[i+1]})
		}
		return h
	}
	tests := []struct {
		name    string
		method  string
		handler func(w *Response)
		want    string
	}{
		{"order and spelling", "GET", func(w *Response) {
			_ = w.WriteHead(200, "", header("zeta", "1", "Alpha", "2", "set-cookie", "a", "SET-cookie", "b", "content-length", "0"))
			_ = w.End(nil)
		}, "HTTP/1.1 200 OK\r\nzeta: 1\r\nAlpha: 2\r\nset-cookie: a\r\nSET-cookie: b\r\ncontent-length: 0\r\n" + end + "\r\n"},
		{"own date, own keep-alive", "GET", func(w *Response) {
			_ = w.WriteHead(200, "", header("date", "today", "Keep-Alive", "x", "content-length", "0"))
			_ = w.End(nil)
		}, "HTTP/1.1 200 OK\r\ndate: today\r\nKeep-Alive: x\r\ncontent-length: 0\r\nConnection: keep-alive\r\n\r\n"},
		{"a line end in a value", "GET", func(w *Response) {
			_ = w.WriteHead(200, "a\nb", header("x", "a\r\nb: c", "content-length", "0"))
			_ = w.End(nil)
		}, "HTTP/1.1 200 a b\r\nx: a  b: c\r\ncontent-length: 0\r\n" + end + "\r\n"},
		{"more than promised", "GET", func(w *Response) {
			_ = w.WriteHead(200, "", header("content-length", "3"))
			_ = w.WriteChunk([]byte("ab"))
			_ = w.WriteChunk([]byte("cd"))
			_ = w.End(nil)
		}, "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n" + end + "\r\nabc"},
		{"less than promised", "GET", func(w *Response) {
			_ = w.WriteHead(200, "", header("content-length", "3"))
			_ = w.WriteChunk([]byte("ab"))
			_ = w.End(nil)
		}, "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n" + end + "\r\nab<closed>"},
		{"a chunk per write, none empty", "GET", func(w *Response) {
			_ = w.WriteHead(200, "", nil)
			_ = w.WriteChunk([]byte("a"))
			_ = w.WriteChunk(nil)
			_ = w.WriteChunk([]byte("0123456789abcdef"))
			_ = w.End(nil)
		}, "HTTP/1.1 200 OK\r\n" + end + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"},
		{"no body for HEAD", "HEAD", func(w *Response) {
			_ = w.WriteHead(200, "", header("content-length", "3"))
			_ = w.WriteChunk([]byte("abc"))
			_ = w.End(nil)
		}, "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n" + end + "\r\n"},
		{"chunked 204", "GET", func(w *Response) {
			_ = w.WriteHead(204, "", header("transfer-encoding", "chunked"))
			_ = w.End(nil)
		}, "HTTP/1.1 204 No Content\r\ntransfer-encoding: chunked\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nConnection: close\r\n\r\n<closed>"},
		{"cut before the head", "GET", func(w *Response) { _ = w.Cut() }, "<closed>"},
		{"cut inside the body", "GET", func(w *Response) {
			_ = w.WriteHead(200, "", nil)
			_ = w.WriteChunk([]byte("a"))
			_ = w.Cut()
		}, "HTTP/1.1 200 OK\r\n" + end + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n<closed>"},
		{"not ended", "GET", func(w *Response) { _ = w.WriteHead(200, "", nil) }, "HTTP/1.1 200 OK\r\n" + end + "Transfer-Encoding: chunked\r\n\r\n<closed>"},
		{"out of turn", "GET", func(w *Response) {
			for _, err := range []error{w.WriteChunk([]byte("a")), w.End(nil), w.WriteHead(201, "", header("content-length", "0")), w.WriteHead(202, "", nil), w.WriteInterim(103, nil), w.End(nil), w.End(nil), w.Cut()} {
				_ = err
			}
		}, "HTTP/1.1 201 Created\r\ncontent-length: 0\r\n" + end + "\r\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			addr := start(t, &Server{Handler: func(w *Response, r *Request) {
				if r.Target == "/next" {
					_ = w.WriteHead(200, "", header("content-length", "0"))
					_ = w.End(nil)
					return
				}
				test.handler(w)
			}})
			conn := dial(t, addr)
			send(t, conn, test.method+" / HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
			got, _, next := strings.Cut(readAll(t, conn), "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nConnection: close\r\n\r\n")
			if !next {
				got += "<closed>"
			}
			if got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}
