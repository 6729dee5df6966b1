package http1

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"routescope/engine/event"
)

// TestNode sends the requests of testdata/node.txtar and expects what Node.js
// answered. record.mjs, which asked, says what the lines mean and what the
// handler does.
func TestNode(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/node.txtar")
	if err != nil {
		t.Fatal(err)
	}
	addr := start(t, &Server{Handler: echo})
	for _, file := range archive.Files {
		t.Run(file.Name, func(t *testing.T) {
			t.Parallel()
			c := parseCase(t, string(file.Data))
			got, closed := c.run(t, addr)
			if got != c.answer {
				t.Errorf("sent %s\ngot  %q\nwant %q", clip(fmt.Sprintf("%q", c.sent)), clip(got), clip(c.answer))
			}
			if closed != c.closed {
				t.Errorf("sent %s\nclosed: %v, want %v", clip(fmt.Sprintf("%q", c.sent)), closed, c.closed)
			}
		})
	}
}

func clip(s string) string {
	if len(s) > 600 {
		return s[:300] + "…" + s[len(s)-300:]
	}
	return s
}

type nodeCase struct {
	sent   []string
	fin    bool
	answer string
	closed bool
}

var quoted = regexp.MustCompile(`("(?:[^"\\]|\\.)*")(?:\*(\d+))?`)

func parseCase(t *testing.T, text string) (c nodeCase) {
	for l := range strings.Lines(text) {
		switch l = strings.TrimSuffix(l, "\n"); {
		case strings.HasPrefix(l, "> "):
			c.sent = append(c.sent, unquote(t, l))
		case strings.HasPrefix(l, "< "):
			c.answer = unquote(t, l)
		case l == "fin":
			c.fin = true
		default:
			c.closed = l == "closed"
		}
	}
	return c
}

func unquote(t *testing.T, line string) string {
	var out []byte
	for _, m := range quoted.FindAllStringSubmatch(line, -1) {
		var text string
		if err := json.Unmarshal([]byte(m[1]), &text); err != nil {
			t.Fatal(err)
		}
		times, _ := strconv.Atoi(m[2])
		for range max(times, 1) {
			for _, r := range text {
				out = append(out, byte(r)) // Latin-1
			}
		}
	}
	return string(out)
}

// run sends the request and returns what came back until the server closed the
// connection, or the answer was complete and nothing followed.
func (c *nodeCase) run(t *testing.T, addr string) (got string, closed bool) {
	conn := dial(t, addr)
	for _, part := range c.sent {
		if _, err := io.WriteString(conn, part); err != nil {
			break // refused early: what was answered is compared
		}
		time.Sleep(2 * time.Millisecond) // so that they arrive one by one
	}
	if c.fin {
		_ = conn.CloseWrite()
	}
	var out []byte
	buf := make([]byte, 4096)
	for {
		wait := 5 * time.Second
		if !c.closed && len(out) >= len(c.answer) {
			wait = 20 * time.Millisecond
		}
		_ = conn.SetReadDeadline(time.Now().Add(wait))
		n, err := conn.Read(buf)
		out = append(out, buf[:n]...)
		if err != nil {
			return string(out), !errors.Is(err, os.ErrDeadlineExceeded)
		}
	}
}

// start serves until the test ends, which waits for the server.
func start(t testing.TB, s *Server) (addr string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if s.Now == nil {
		s.Now = func() time.Time { return time.Unix(0, 0) }
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return l.Addr().String()
}

func dial(t testing.TB, addr string) *net.TCPConn {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn.(*net.TCPConn)
}

// echo is the handler of record.mjs.
func echo(w *Response, r *Request) {
	if r.Target == "/early" {
		_ = w.WriteHead(200, "", event.Header{{Name: "Content-Length", Value: "2"}})
		_ = w.WriteChunk([]byte("ok"))
		_ = w.End(nil)
		return
	}
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return
		}
	}
	v := r.version
	text := fmt.Sprintf("%s %s %d.%d\n%s\n%s\n%s", r.Method, r.Target, v/10, v%10, lines(r.Header), body, lines(r.Trailer()))
	reply(w, r.Target, []byte(text))
}

func lines(h event.Header) string {
	var b strings.Builder
	for _, f := range h {
		fmt.Fprintf(&b, "%s: %s\n", f.Name, f.Value)
	}
	return b.String()
}

func reply(w *Response, target string, body []byte) {
	status, reason := 200, ""
	var header, trailer event.Header
	switch target {
	case "/length":
		header = event.Header{{Name: "content-length", Value: strconv.Itoa(len(body))}}
	case "/204", "/304", "/599":
		status, _ = strconv.Atoi(target[1:])
	case "/reason":
		status, reason, header = 250, "Mostly Fine", event.Header{{Name: "X-A", Value: "b"}}
	case "/own/close", "/own/keep-alive", "/own/foo":
		header = event.Header{{Name: "connection", Value: target[5:]}, {Name: "x-last", Value: "1"}}
	case "/hints":
		_ = w.WriteInterim(103, event.Header{{Name: "Link", Value: "</a>; rel=preload"}})
	case "/trailer":
		header, trailer = event.Header{{Name: "Trailer", Value: "X-Sum"}}, event.Header{{Name: "X-Sum", Value: "1"}}
	case "/destroy":
		_ = w.Cut()
		return
	}
	_ = w.WriteHead(status, reason, header)
	switch target {
	case "/chunks", "/cut":
		_ = w.WriteChunk([]byte("one"))
		if target == "/cut" {
			_ = w.Cut()
			return
		}
		_ = w.WriteChunk([]byte("two"))
	default:
		_ = w.WriteChunk(body)
	}
	_ = w.End(trailer)
}
