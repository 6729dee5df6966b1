package handler

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"routescope/engine/event"
)

func newTestExchange(ctx context.Context) *Exchange {
	return NewExchange(ctx, 1, time.Now, "GET", "/", nil, nil)
}

// names waits for an exchange and returns what happened, in order.
func names(x *Exchange) (out []string) {
	x.Wait(func(ev event.Event) { out = append(out, event.Name(ev)) })
	return out
}

func TestEventsAreInOrder(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*Exchange)
		want string
	}{
		"a whole response": {func(x *Exchange) {
			x.Respond(200, "", nil, []byte("a"))
			x.Finish()
		}, "headers.sent chunk.sent response.ended finished"},
		"an empty one": {func(x *Exchange) {
			x.Respond(204, "", nil, []byte("a"))
			x.Finish()
		}, "headers.sent response.ended finished"},
		"only the first head counts": {func(x *Exchange) {
			x.SendHead(200, "", nil)
			x.Respond(500, "", nil, []byte("late"))
			x.End()
			x.Finish()
		}, "headers.sent response.ended finished"},
		"nothing follows the end of a response": {func(x *Exchange) {
			x.Respond(200, "", nil, []byte("a"))
			x.SendChunk([]byte("b"), nil)
			x.Cut("late")
			x.Finish()
		}, "headers.sent chunk.sent response.ended finished"},
		"a chunk needs a head": {func(x *Exchange) {
			x.SendChunk([]byte("a"), nil)
			x.Cut("no head")
			x.Finish()
		}, "response.ended finished"},
		"work behind the response comes before the final event": {func(x *Exchange) {
			release := x.Hold()
			x.Respond(200, "", nil, nil)
			x.Finish()
			x.Emit(&event.ConsoleWritten{Text: "after"})
			release()
			release()
			x.Emit(&event.ConsoleWritten{Text: "too late"})
		}, "headers.sent response.ended console.written finished"},
		"the first failure is the final event": {func(x *Exchange) {
			release := x.Hold()
			x.Fail(errors.New("one"))
			release()
		}, "failed"},
	} {
		x := newTestExchange(t.Context())
		c.do(x)
		if got := strings.TrimPrefix(strings.Join(names(x), " "), "request.received "); got != c.want {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

func TestChunksOfManyGoroutines(t *testing.T) {
	for range 50 {
		x := newTestExchange(t.Context())
		x.SendHead(200, "", nil)
		var senders sync.WaitGroup
		for i := range 8 {
			release := x.Hold()
			senders.Go(func() {
				defer release()
				taken := make(chan struct{})
				x.SendChunk(fmt.Appendf(nil, "%d", i), func() { close(taken) })
				<-taken
			})
		}
		go func() {
			senders.Wait()
			x.End()
		}()
		x.OnEnd(x.Finish)
		var offset int64
		finals := 0
		x.Wait(func(ev event.Event) {
			switch ev := ev.(type) {
			case *event.ChunkSent:
				if ev.Offset != offset {
					t.Errorf("chunk at %d, want %d", ev.Offset, offset)
				}
				offset += int64(len(ev.Data))
			case *event.ResponseEnded:
				if ev.Bytes != 8 || offset != 8 {
					t.Errorf("%d bytes, after chunks of %d", ev.Bytes, offset)
				}
			case *event.Finished:
				finals++
			}
		})
		if finals != 1 {
			t.Errorf("%d final events", finals)
		}
	}
}

func TestClientThatLeaves(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	x := newTestExchange(ctx)
	told := make(chan string, 4)
	x.OnGone(func() { told <- "early" })
	leave()
	go func() {
		if <-told != "early" {
			t.Error("told in another order")
		}
		x.OnGone(func() { told <- "late" })
		<-told
		x.Respond(200, "", nil, nil)
		x.Finish()
	}()
	var ended *event.ResponseEnded
	x.Wait(func(ev event.Event) {
		if e, ok := ev.(*event.ResponseEnded); ok {
			ended = e
		}
	})
	if ended == nil || !ended.Aborted || !x.Gone() {
		t.Errorf("got %+v", ended)
	}
}

func TestClientThatLeavesBehindTheResponseIsNotGone(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	x := newTestExchange(ctx)
	x.OnGone(func() { t.Error("the client had everything") })
	x.Respond(200, "", nil, nil)
	x.OnEnd(func() {
		leave()
		x.clientGone()
		x.Finish()
	})
	if got := names(x); got[len(got)-1] != "finished" {
		t.Errorf("got %q", got)
	}
}

func TestOverrides(t *testing.T) {
	x := newTestExchange(t.Context())
	x.Overrides = header("x-a", "config", "Set-Cookie", "b=2", "x-new", "1")
	x.Respond(200, "", header("X-A", "handler", "set-cookie", "a=1"), nil)
	x.Finish()
	var got event.Header
	x.Wait(func(ev event.Event) {
		if e, ok := ev.(*event.HeadersSent); ok {
			got = e.Header
		}
	})
	if Get(got, "x-a") != "config" || Get(got, "x-new") != "1" || Get(got, "content-length") != "0" {
		t.Errorf("got %v", got)
	}
	if cookies := strings.Count(fmt.Sprint(got), "ookie"); cookies != 2 {
		t.Errorf("%d cookies in %v", cookies, got)
	}
}
