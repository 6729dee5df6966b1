package engine

import (
	"context"
	"io"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"
)

// serving serves e until the test ends or stop is called, which reports what
// Serve returned.
func serving(t *testing.T, e *Engine) (addr string, stop func() error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- e.Serve(ctx, l, nil) }()
	t.Cleanup(cancel)
	return l.Addr().String(), func() error {
		cancel()
		return <-served
	}
}

// raw sends bytes and returns all that comes back until the connection closes.
func raw(t *testing.T, addr, text string) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(conn)
	if err != nil {
		t.Fatalf("%v after %q", err, out)
	}
	return date.ReplaceAllString(string(out), "Date: now")
}

var date = regexp.MustCompile(`Date: [^\r]*`)

const servedProject = `
-- app/hello/route.ts --
export async function GET(request: Request) {
  return new Response('hello', { status: 250, statusText: 'Mostly Fine', headers: { zeta: '1', alpha: request.headers.get('x-a') ?? '' } });
}
export async function POST(request: Request) {
  return new Response((await request.text()).toUpperCase());
}
-- app/cut/route.ts --
export async function GET() {
  let n = 0;
  return new Response(new ReadableStream({
    pull(controller) {
      if (n++) throw new Error('broken');
      controller.enqueue(new TextEncoder().encode('half'));
    },
  }));
}
-- app/later/route.ts --
import { after } from 'next/server';
let ran = 0;
export async function GET() {
  after(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    ran++;
  });
  return new Response("ran " + ran);
}
`

func TestServe(t *testing.T) {
	const vary = "Vary: rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch, Accept-Encoding\r\n"
	addr, stop := serving(t, open(t, servedProject))
	tests := []struct{ name, send, want string }{
		{"reason and order", "GET /hello HTTP/1.1\r\nhost: a\r\nx-A: \xd8\r\nconnection: close\r\n\r\n",
			"HTTP/1.1 250 Mostly Fine\r\n" + vary + "alpha: \u00d8\r\ncontent-type: text/plain;charset=UTF-8\r\nzeta: 1\r\nDate: now\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"},
		{"HTTP/1.0", "POST /hello HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc",
			"HTTP/1.1 200 OK\r\n" + vary + "content-type: text/plain;charset=UTF-8\r\nDate: now\r\nConnection: close\r\n\r\nABC"},
		{"a stream that breaks", "GET /cut HTTP/1.1\r\nHost: a\r\n\r\n",
			"HTTP/1.1 200 OK\r\nvary: rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch\r\nDate: now\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"},
		{"no request", "hello\r\n\r\n", "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := raw(t, addr, test.send); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// TestServeAfter: the next request on a connection does not wait for after(), and
// the end of Serve does.
func TestServeAfter(t *testing.T) {
	e := open(t, servedProject)
	addr, stop := serving(t, e)
	answers := raw(t, addr, "GET /later HTTP/1.1\r\nHost: a\r\n\r\nGET /later HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
	if n := strings.Count(answers, "ran 0"); n != 2 {
		t.Errorf("%d answers before after() ran in %q", n, answers)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if got := do(t, e, &Request{Target: "/later"}); got.body != "ran 2" {
		t.Errorf("behind the end of Serve: %q", got.body)
	}
}

// TestServeClosed: an engine that is closed says so.
func TestServeClosed(t *testing.T) {
	e := open(t, servedProject)
	addr, stop := serving(t, e)
	e.Close()
	got := raw(t, addr, "GET /hello HTTP/1.0\r\n\r\n")
	if !strings.HasPrefix(got, "HTTP/1.1 503 Service Unavailable\r\n") || !strings.HasSuffix(got, errClosed.Error()+"\n") {
		t.Errorf("got %q", got)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
