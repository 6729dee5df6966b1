package tui

import (
	"testing"
	"time"

	"routescope/engine/event"
)

func fold(events ...event.Event) *exchange {
	x := &exchange{number: 1}
	for _, ev := range events {
		x.apply(ev)
	}
	return x
}

func TestPhases(t *testing.T) {
	head := &event.HeadersSent{Status: 200}
	end := &event.ResponseEnded{Meta: at(9)}
	tests := []struct {
		name   string
		events []event.Event
		want   phase
	}{
		{"nothing yet", nil, waiting},
		{"a head", []event.Event{head}, receiving},
		{"a body", []event.Event{head, end}, ended},
		{"work after the response", []event.Event{head, end, &event.ConsoleWritten{}}, ended},
		{"all over", []event.Event{head, end, &event.Finished{Meta: at(20)}}, finished},
		{"an engine failure", []event.Event{&event.Failed{Error: "no isolate"}}, broken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := fold(tt.events...).phase; got != tt.want {
				t.Errorf("phase %d, want %d", got, tt.want)
			}
		})
	}
}

func TestTheTimeOfAnExchangeEndsWithItsBody(t *testing.T) {
	x := fold(&event.HeadersSent{}, &event.ResponseEnded{Meta: at(9)}, &event.Finished{Meta: at(500)})
	if x.took != 9*time.Millisecond {
		t.Errorf("took %s", x.took)
	}
}

func TestALongBodyIsCountedButNotKept(t *testing.T) {
	x := fold(&event.HeadersSent{})
	chunk := make([]byte, 9<<20)
	x.apply(&event.ChunkSent{Data: chunk})
	x.apply(&event.ChunkSent{Data: chunk})
	if x.size != 18<<20 || len(x.body) != keptBody || !x.truncated() {
		t.Errorf("size %d, kept %d", x.size, len(x.body))
	}
}

func TestCallsArePaired(t *testing.T) {
	x := fold(&event.UpstreamStarted{ID: 1}, &event.UpstreamStarted{ID: 2}, &event.UpstreamFinished{ID: 1, Status: 204})
	if x.calls[0].finished == nil || x.calls[0].finished.Status != 204 || x.calls[1].finished != nil {
		t.Errorf("got %+v", x.calls)
	}
}

func TestProblemsAreErrorsOnly(t *testing.T) {
	x := fold(&event.ConsoleWritten{Level: "log"}, &event.ConsoleWritten{Level: "error"}, &event.HandlerThrew{}, &event.RouteMissed{})
	if n := x.problems(); n != 2 {
		t.Errorf("%d problems", n)
	}
}
