package http1

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"routescope/engine/event"
)

const getRequest = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

func send(t testing.TB, conn net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
}

// readTo reads until what came ends in suffix.
func readTo(t testing.TB, conn net.Conn, suffix string) string {
	t.Helper()
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	var got []byte
	buf := make([]byte, 1)
	for !bytes.HasSuffix(got, []byte(suffix)) {
		if _, err := conn.Read(buf); err != nil {
			t.Fatalf("%v after %q", err, clip(string(got)))
		}
		got = append(got, buf...)
	}
	return string(got)
}

// readAll reads until the server closes the connection.
func readAll(t testing.TB, conn net.Conn) string {
	t.Helper()
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	got, err := io.ReadAll(conn)
	if err != nil {
		t.Fatalf("%v after %q", err, clip(string(got)))
	}
	return string(got)
}

func ok(w *Response) {
	_ = w.WriteHead(200, "", event.Header{{Name: "Content-Length", Value: "2"}})
	_ = w.WriteChunk([]byte("ok"))
	_ = w.End(nil)
}

func wait[T any](t testing.TB, c <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(5 * time.Second):
		t.Fatal("waited for 5 seconds")
	}
	return v
}

// TestGone: whatever way the client leaves, a handler that is at work hears of
// it, and its writes fail.
func TestGone(t *testing.T) {
	tests := []struct {
		name, send string
		leave      func(*net.TCPConn) error
	}{
		{"closes", getRequest, (*net.TCPConn).Close},
		{"resets", getRequest, func(c *net.TCPConn) error { _ = c.SetLinger(0); return c.Close() }},
		{"closes its half", getRequest, (*net.TCPConn).CloseWrite},
		{"closes behind another request", getRequest + getRequest, (*net.TCPConn).Close},
		{"closes inside the body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", (*net.TCPConn).Close},
		{"closes with its body unread", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", (*net.TCPConn).Close},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			started, heard := make(chan bool, 2), make(chan error, 2)
			addr := start(t, &Server{Handler: func(w *Response, r *Request) {
				started <- true
				<-r.Context().Done()
				heard <- w.WriteHead(200, "", nil)
			}})
			conn := dial(t, addr)
			send(t, conn, test.send)
			wait(t, started)
			if err := test.leave(conn); err != nil {
				t.Fatal(err)
			}
			if err := wait(t, heard); !errors.Is(err, ErrGone) {
				t.Errorf("WriteHead: %v", err)
			}
		})
	}
}

// TestGoneWhileWriting: a client that takes nothing more and leaves ends a write
// that waits for it.
func TestGoneWhileWriting(t *testing.T) {
	for _, size := range []int{100, 4 * joinLimit} {
		wrote, failed := make(chan bool, 1), make(chan error, 1)
		addr := start(t, &Server{Handler: func(w *Response, r *Request) {
			_ = w.WriteHead(200, "", nil)
			for part := make([]byte, size); ; {
				if err := w.WriteChunk(part); err != nil {
					failed <- err
					<-r.Context().Done()
					return
				}
				select {
				case wrote <- true:
				default:
				}
			}
		}})
		conn := dial(t, addr)
		send(t, conn, getRequest)
		wait(t, wrote)
		conn.Close()
		if err := wait(t, failed); !errors.Is(err, ErrGone) {
			t.Errorf("WriteChunk: %v", err)
		}
	}
}

// TestStays: the context of a request outlives its response, and is not that of
// the next one.
func TestStays(t *testing.T) {
	requests := make(chan *Request, 2)
	addr := start(t, &Server{Handler: func(w *Response, r *Request) {
		time.Sleep(2 * patience) // long enough for the client to be watched
		requests <- r
		ok(w)
	}})
	conn := dial(t, addr)
	for range 2 {
		send(t, conn, getRequest)
		readTo(t, conn, "ok")
	}
	conn.Close()
	for range 2 {
		if err := wait(t, requests).Context().Err(); err != nil {
			t.Errorf("the context of an answered request: %v", err)
		}
	}
}

// TestFullDuplex: parts of the body come in while parts of the answer go out.
func TestFullDuplex(t *testing.T) {
	addr := start(t, &Server{Handler: func(w *Response, r *Request) {
		if r.Body == nil {
			ok(w)
			return
		}
		_ = w.WriteHead(200, "", nil)
		buf := make([]byte, 100)
		for {
			n, err := r.Body.Read(buf)
			_ = w.WriteChunk(bytes.ToUpper(buf[:n]))
			if err != nil {
				break
			}
		}
		_ = w.End(r.Trailer())
	}})
	conn := dial(t, addr)
	send(t, conn, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
	for _, part := range []string{"one", "two", "three"} {
		send(t, conn, fmt.Sprintf("%x\r\n%s\r\n", len(part), part))
		readTo(t, conn, fmt.Sprintf("%x\r\n%s\r\n", len(part), strings.ToUpper(part)))
		time.Sleep(patience) // the watcher joins in
	}
	send(t, conn, "0\r\nX-Sum: 11\r\n\r\n"+getRequest)
	readTo(t, conn, "0\r\nX-Sum: 11\r\n\r\nHTTP/1.1 200 OK\r\n")
}

// TestLargeBody: megabytes come through, by any framing and at any pace, and the
// connection goes on behind them, read or not.
func TestLargeBody(t *testing.T) {
	body := bytes.Repeat([]byte("0123456789abcdef"), 1<<16)
	var chunked bytes.Buffer
	for i := 0; i < len(body); i += 50_000 {
		part := body[i:min(i+50_000, len(body))]
		fmt.Fprintf(&chunked, "%x\r\n%s\r\n", len(part), part)
	}
	chunked.WriteString("0\r\n\r\n")
	framed := map[string]string{
		"by length": fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body),
		"chunked":   "Transfer-Encoding: chunked\r\n\r\n" + chunked.String(),
	}
	addr := start(t, &Server{Handler: func(w *Response, r *Request) {
		if r.Body == nil {
			ok(w)
			return
		}
		var got []byte
		switch r.Target {
		case "/late":
			time.Sleep(4 * patience)
			fallthrough
		case "/":
			got, _ = io.ReadAll(r.Body)
		case "/unread":
			got = body
		}
		_ = w.WriteHead(200, "", nil)
		_ = w.WriteChunk(got) // larger than is joined
		_ = w.End(nil)
	}})
	for name, text := range framed {
		for _, target := range []string{"/", "/late", "/unread"} {
			t.Run(name+target, func(t *testing.T) {
				conn := dial(t, addr)
				go func() { _, _ = io.WriteString(conn, "POST "+target+" HTTP/1.1\r\nHost: a\r\n"+text+getRequest) }()
				r := bufio.NewReader(conn)
				for _, want := range []string{string(body), "ok"} {
					response, err := http.ReadResponse(r, nil)
					if err != nil {
						t.Fatal(err)
					}
					got, err := io.ReadAll(response.Body)
					if err != nil || string(got) != want {
						t.Fatalf("%v, %d bytes, want %d", err, len(got), len(want))
					}
				}
			})
		}
	}
}

// TestTimeouts: what a client gets that takes too long.
func TestTimeouts(t *testing.T) {
	tests := []struct{ name, send, want string }{
		{"nothing", "", "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"},
		{"half a head", "GET / HT", "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"},
		{"half a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"},
		{"no next request", getRequest, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=0\r\n\r\nok"},
	}
	addr := start(t, &Server{
		IdleTimeout: 20 * time.Millisecond, HeadTimeout: 40 * time.Millisecond, RequestTimeout: 60 * time.Millisecond,
		Handler: func(w *Response, r *Request) {
			if r.Body != nil {
				if _, err := io.ReadAll(r.Body); err == nil {
					t.Error("half a body is read to its end")
				}
			}
			ok(w)
		},
	})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			conn := dial(t, addr)
			send(t, conn, test.send)
			if got := readAll(t, conn); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestPipelined: a request that cannot be read does not cost the answer before
// it, unlike in Node.js.
func TestPipelined(t *testing.T) {
	addr := start(t, &Server{Handler: echo})
	tests := []struct{ name, send, want string }{
		{"garbage", getRequest + "GARBAGE\r\n\r\n", "200 400"},
		{"three", getRequest + getRequest + "GET / HTTP/1.0\r\n\r\n", "200 200 200"},
		{"behind the last", "GET / HTTP/1.0\r\n\r\n" + getRequest, "200"},
		{"a body nobody announced", "POST / HTTP/1.1\r\nHost: a\r\n\r\nabc ", "200 400"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			conn := dial(t, addr)
			send(t, conn, test.send)
			var got []string
			for _, answer := range strings.Split(readAll(t, conn), "HTTP/1.1 ")[1:] {
				got = append(got, answer[:3])
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("answered %s, want %s", s, test.want)
			}
		})
	}
}

// TestUpgrade: a request to upgrade is one like others, or closes the connection.
func TestUpgrade(t *testing.T) {
	tests := []struct {
		lines           string
		refuses, closed bool
	}{
		{"Connection: keep-alive, Upgrade\r\nUpgrade: h2c\r\n", true, true},
		{"Connection: keep-alive, Upgrade\r\nUpgrade: h2c\r\n", false, false},
		{"Upgrade: h2c\r\n", true, false},
		{"Connection: upgrade\r\n", true, false},
	}
	for _, test := range tests {
		addr := start(t, &Server{Handler: echo, RefuseUpgrades: test.refuses})
		conn := dial(t, addr)
		send(t, conn, "GET / HTTP/1.1\r\nHost: a\r\n"+test.lines+"\r\nGET / HTTP/1.0\r\n\r\n")
		if got := readAll(t, conn); (got == "") != test.closed {
			t.Errorf("%q, refused: %v: got %q", test.lines, test.refuses, got)
		}
	}
}

// TestHeadAlone: a head goes out though no body follows it yet.
func TestHeadAlone(t *testing.T) {
	release := make(chan bool)
	addr := start(t, &Server{Handler: func(w *Response, r *Request) {
		_ = w.WriteHead(200, "", nil)
		<-release
		_ = w.End(nil)
	}})
	conn := dial(t, addr)
	send(t, conn, getRequest)
	readTo(t, conn, "Transfer-Encoding: chunked\r\n\r\n")
	release <- true
	readTo(t, conn, "0\r\n\r\n")
}

// TestDrain: at the end of its context Serve finishes what it has, and cuts what
// takes too long.
func TestDrain(t *testing.T) {
	tests := []struct {
		name    string
		limit   time.Duration
		release bool
		want    error
	}{
		{"in time", 5 * time.Second, true, nil},
		{"too late", 10 * time.Millisecond, false, ErrDrain},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			started, release, worked := make(chan bool), make(chan bool), make(chan bool, 1)
			s := &Server{DrainTimeout: test.limit}
			s.Handler = func(w *Response, r *Request) {
				started <- true
				select {
				case <-release:
				case <-r.Context().Done():
				}
				s.Go(func() { time.Sleep(10 * time.Millisecond); worked <- true })
				ok(w)
			}
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			served := make(chan error, 1)
			go func() { served <- s.Serve(ctx, l) }()
			idle, busy := dial(t, l.Addr().String()), dial(t, l.Addr().String())
			send(t, busy, getRequest)
			wait(t, started)
			cancel()
			if got := readAll(t, idle); got != "" {
				t.Errorf("an idle connection got %q", got)
			}
			if test.release {
				close(release)
				if got := readAll(t, busy); !strings.Contains(got, "Connection: close") || !strings.HasSuffix(got, "ok") {
					t.Errorf("got %q", got)
				}
				wait(t, worked)
			}
			if err := wait(t, served); !errors.Is(err, test.want) {
				t.Errorf("Serve: %v, want %v", err, test.want)
			}
		})
	}
}

// TestNoLeak: a connection takes its goroutines with it.
func TestNoLeak(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("serve", func(t *testing.T) {
		addr := start(t, &Server{Handler: func(w *Response, r *Request) {
			time.Sleep(2 * patience)
			ok(w)
		}})
		for range 20 {
			conn := dial(t, addr)
			send(t, conn, getRequest)
			readTo(t, conn, "ok")
		}
	})
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}
