package recorder

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/event"
)

// serveOnce answers one connection with what answer writes, after the request's
// head has been read, and returns the server's address and what it was sent.
func serveOnce(t *testing.T, answer func(conn net.Conn)) (address string, sent <-chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	heads := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		var head strings.Builder
		for r := bufio.NewReader(conn); ; {
			line, err := r.ReadString('\n')
			head.WriteString(line)
			if err != nil || line == "\r\n" {
				break
			}
		}
		heads <- head.String()
		answer(conn)
	}()
	return "http://" + listener.Addr().String(), heads
}

func capture(t *testing.T, address string, req Request) *Exchange {
	t.Helper()
	live, err := NewLive(address)
	if err != nil {
		t.Fatal(err)
	}
	ex, err := Capture(t.Context(), live, req)
	if err != nil {
		t.Fatal(err)
	}
	return ex
}

func write(text string) func(net.Conn) {
	return func(conn net.Conn) { io.WriteString(conn, text) }
}

func names(events []event.Event) string {
	var all []string
	for i, e := range events {
		if e.Base().Seq != i {
			return "events are not numbered"
		}
		all = append(all, event.Name(e))
	}
	return strings.Join(all, " ")
}

func TestLiveKeepsTheWire(t *testing.T) {
	address, sent := serveOnce(t, write("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"+
		"HTTP/1.1 400 Invalid JSON\r\nVary:  rsc \r\nx-LOWER: 1\r\nAllow: GET\r\nAllow: POST\r\nTransfer-Encoding: chunked\r\n\r\n"+
		"5\r\nhello\r\n7;ext=1\r\n, world\r\n0\r\nTrailer: t\r\n\r\n"))
	ex := capture(t, address+"/base", Request{Method: "POST", Target: "/x?y", Body: []byte("ab"),
		Header: event.Header{{Name: "b", Value: "2"}, {Name: "A", Value: "1"}}})

	host := strings.TrimPrefix(address, "http://")
	if got, want := <-sent, "POST /base/x?y HTTP/1.1\r\nHost: "+host+"\r\nb: 2\r\nA: 1\r\nContent-Length: 2\r\n\r\n"; got != want {
		t.Errorf("sent\n%s\nwant\n%s", got, want)
	}
	if ex.Status != 400 || ex.Reason != "Invalid JSON" || string(ex.Body) != "hello, world" {
		t.Errorf("got %d %q %q", ex.Status, ex.Reason, ex.Body)
	}
	want := event.Header{{Name: "Vary", Value: "rsc"}, {Name: "x-LOWER", Value: "1"}, {Name: "Allow", Value: "GET"},
		{Name: "Allow", Value: "POST"}, {Name: "Transfer-Encoding", Value: "chunked"}}
	if diff := cmp.Diff(want, ex.Header); diff != "" {
		t.Errorf("header: want (-), got (+):\n%s", diff)
	}
	if len(ex.Chunks) != 2 || string(ex.Chunks[1].Data) != ", world" || ex.Chunks[1].Offset != 5 {
		t.Errorf("chunks %v", ex.Chunks)
	}
	if got, want := names(ex.Events), "request.received headers.sent chunk.sent chunk.sent response.ended finished"; got != want {
		t.Errorf("events %s\nwant   %s", got, want)
	}
}

func TestLiveBodies(t *testing.T) {
	tests := []struct {
		name, method, answer, body string
		cut                        bool
	}{
		{"sized", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok", false},
		{"up to the end", "GET", "HTTP/1.0 200 OK\r\n\r\nok", "ok", false},
		{"HEAD has none", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "", false},
		{"304 has none", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n", "", false},
		{"sized and cut", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", "ok", true},
		{"chunked and cut", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", "ok", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			address, _ := serveOnce(t, write(test.answer))
			ex := capture(t, address, Request{Method: test.method, Target: "/"})
			if string(ex.Body) != test.body || ex.Cut != test.cut || ex.Aborted {
				t.Errorf("body %q, cut %t, aborted %t", ex.Body, ex.Cut, ex.Aborted)
			}
		})
	}
}

func TestLiveHangsUp(t *testing.T) {
	left := make(chan error, 1)
	address, _ := serveOnce(t, func(conn net.Conn) {
		io.WriteString(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n")
		_, err := conn.Read(make([]byte, 1))
		left <- err
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	live, _ := NewLive(address)
	ex, err := Capture(ctx, live, Request{Method: "GET", Target: "/"}, func(e event.Event) {
		if _, ok := e.(*event.ChunkSent); ok {
			cancel()
		}
	})
	if err != nil || !ex.Aborted || ex.Cut || string(ex.Body) != "ok" {
		t.Errorf("error %v, aborted %t, cut %t, body %q", err, ex.Aborted, ex.Cut, ex.Body)
	}
	select {
	case <-left:
	case <-time.After(5 * time.Second):
		t.Error("the server never saw the client leave")
	}
}

func TestLiveFails(t *testing.T) {
	listener, _ := net.Listen("tcp", "127.0.0.1:0")
	listener.Close()
	live, _ := NewLive("http://" + listener.Addr().String())
	ex, err := Capture(t.Context(), live, Request{Method: "GET", Target: "/"})
	if !errors.Is(err, ErrUnreachable) {
		t.Errorf("error %v, want ErrUnreachable", err)
	}
	if got := names(ex.Events); got != "request.received failed" {
		t.Errorf("events %s", got)
	}

	address, _ := serveOnce(t, write("SSH-2.0-OpenSSH\r\n"))
	live, _ = NewLive(address)
	if _, err := Capture(t.Context(), live, Request{Method: "GET", Target: "/"}); err == nil || errors.Is(err, ErrUnreachable) {
		t.Errorf("error %v, want one about the status line", err)
	}
	for _, address := range []string{"localhost:3000", "ftp://x", "://", "http://"} {
		if _, err := NewLive(address); err == nil {
			t.Errorf("%q was taken for a server", address)
		}
	}
}
