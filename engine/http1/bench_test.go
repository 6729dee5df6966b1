package http1

import (
	"bytes"
	"io"
	"testing"

	"routescope/engine/event"
)

const benchRequest = "GET /api/hello?x=1 HTTP/1.1\r\nHost: localhost:3000\r\nUser-Agent: bench/1.0\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate\r\nX-Request-Id: 0123456789\r\n\r\n"

func BenchmarkParse(b *testing.B) {
	var p parser
	head := []byte(benchRequest)
	b.ReportAllocs()
	for b.Loop() {
		p.reset()
		if err := p.parse(head); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkServe is one client's round trips over loopback, many at a time.
func BenchmarkServe(b *testing.B) {
	body := []byte(`{"hello":"world"}`)
	addr := start(b, &Server{Handler: func(w *Response, r *Request) {
		_ = w.WriteHead(200, "", event.Header{{Name: "Content-Type", Value: "application/json"}, {Name: "Content-Length", Value: "17"}})
		_ = w.WriteChunk(body)
		_ = w.End(nil)
	}})
	b.ReportAllocs()
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		conn := dial(b, addr)
		buf := make([]byte, 4096)
		for pb.Next() {
			if _, err := io.WriteString(conn, benchRequest); err != nil {
				b.Error(err)
				return
			}
			for n := 0; !bytes.HasSuffix(buf[:n], body); {
				m, err := conn.Read(buf[n:])
				if err != nil {
					b.Error(err)
					return
				}
				n += m
			}
		}
	})
}
