package tui

import (
	"context"
	"errors"
	"testing"
	"time"

	"routescope/engine"
	"routescope/engine/event"
	"routescope/recorder"
)

// doer is an engine of which only Do is called.
type doer struct {
	Engine
	do func(ctx context.Context, observe func(event.Event)) error
}

func (d doer) Do(ctx context.Context, _ *engine.Request, observe func(event.Event)) error {
	return d.do(ctx, observe)
}

// collect asks for events until the exchange is over.
func collect(t *testing.T, f *feed, number int, first func() eventsMsg) (all []event.Event, messages int) {
	t.Helper()
	msg := first()
	for {
		all, messages = append(all, msg.events...), messages+1
		if msg.over {
			return all, messages
		}
		msg = f.next(number)().(eventsMsg)
	}
}

func TestEventsOfAFrameAreOneMessage(t *testing.T) {
	f := newFeed(context.Background(), doer{do: func(_ context.Context, observe func(event.Event)) error {
		for range 1000 {
			observe(&event.ChunkSent{Data: []byte("x")})
		}
		observe(&event.Finished{})
		return nil
	}})
	defer f.Close()
	first := f.send(1, recorder.Request{})
	all, messages := collect(t, f, 1, func() eventsMsg { return first().(eventsMsg) })
	if len(all) != 1001 || messages > 3 {
		t.Errorf("%d events in %d messages", len(all), messages)
	}
}

func TestChunksAreCopied(t *testing.T) {
	shared := []byte("one")
	f := newFeed(context.Background(), doer{do: func(_ context.Context, observe func(event.Event)) error {
		observe(&event.ChunkSent{Data: shared})
		copy(shared, "two")
		return nil
	}})
	defer f.Close()
	msg := f.send(1, recorder.Request{})().(eventsMsg)
	if got := string(msg.events[0].(*event.ChunkSent).Data); got != "one" {
		t.Errorf("got %q", got)
	}
}

func TestAFailureBecomesTheLastEvent(t *testing.T) {
	tests := []struct {
		name   string
		events []event.Event
		want   int
	}{
		{"unless one came already", []event.Event{&event.Failed{Error: "told"}}, 1},
		{"otherwise", []event.Event{&event.RequestReceived{}}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFeed(context.Background(), doer{do: func(_ context.Context, observe func(event.Event)) error {
				for _, ev := range tt.events {
					observe(ev)
				}
				return errors.New("no isolate")
			}})
			defer f.Close()
			first := f.send(1, recorder.Request{})
			all, _ := collect(t, f, 1, func() eventsMsg { return first().(eventsMsg) })
			if _, failed := all[len(all)-1].(*event.Failed); !failed || len(all) != tt.want {
				t.Errorf("got %v", all)
			}
		})
	}
}

func TestCloseWaitsForWhatRuns(t *testing.T) {
	left := make(chan struct{})
	f := newFeed(context.Background(), doer{do: func(ctx context.Context, _ func(event.Event)) error {
		<-ctx.Done()
		time.Sleep(5 * time.Millisecond) // long enough to be missed by a Close that does not wait
		close(left)
		return ctx.Err()
	}})
	f.send(1, recorder.Request{})
	f.Close()
	select {
	case <-left:
	default:
		t.Error("Close came back before Do")
	}
}
