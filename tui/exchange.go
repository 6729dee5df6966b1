package tui

import (
	"bytes"
	"strings"
	"time"

	"routescope/engine/event"
	"routescope/recorder"
)

// phase is how far an exchange has come.
type phase uint8

const (
	waiting   phase = iota // no head of a response yet
	receiving              // the body is coming
	ended                  // the body is there; work after the response goes on
	finished               // nothing comes any more
	broken                 // the engine could not carry it out
)

// running reports whether further events are to come.
func (p phase) running() bool { return p < finished }

// keptBody is how much of a response's body is kept for showing: as much as
// somebody could still want to page through.
const keptBody = 16 << 20

// An exchange is one request with all that came of it: a fold over the events
// of one [Engine.Do], and nothing else.
type exchange struct {
	number  int // in this session, from 1
	route   string
	request recorder.Request
	started time.Time
	phase   phase
	stopped bool // the user cancelled it
	version int  // grows with every change; views cache under it

	matched *event.RouteMatched
	missed  *event.RouteMissed
	head    *event.HeadersSent
	end     *event.ResponseEnded
	body    []byte
	size    int64 // of the body, kept or not
	chunks  []recorder.Chunk
	caches  []event.Event // CacheRead, CacheStored and CacheInvalidated
	log     []logEntry
	calls   []call
	took    time.Duration
	failure string
	events  []event.Event
}

// A logEntry is a line for the log: exactly one of its members is set.
type logEntry struct {
	console  *event.ConsoleWritten
	thrown   *event.HandlerThrew
	replaced *event.IsolateReplaced
	failed   *event.Failed
	missed   *event.RouteMissed
}

// A call is one request the handler sent; finished is nil while it runs.
type call struct {
	started  *event.UpstreamStarted
	finished *event.UpstreamFinished
}

// apply folds one event in.
func (x *exchange) apply(ev event.Event) {
	x.version++
	if _, chunk := ev.(*event.ChunkSent); !chunk || !x.full() {
		x.events = append(x.events, ev)
	}
	switch ev := ev.(type) {
	case *event.RouteMatched:
		x.matched = ev
	case *event.RouteMissed:
		x.missed = ev
		x.log = append(x.log, logEntry{missed: ev})
	case *event.HeadersSent:
		x.head, x.phase = ev, receiving
	case *event.ChunkSent:
		x.addChunk(ev)
	case *event.ResponseEnded:
		x.end, x.phase, x.took = ev, ended, ev.At
	case *event.CacheRead, *event.CacheStored, *event.CacheInvalidated:
		x.caches = append(x.caches, ev)
	case *event.UpstreamStarted:
		x.calls = append(x.calls, call{started: ev})
	case *event.UpstreamFinished:
		x.finishCall(ev)
	case *event.ConsoleWritten:
		if !x.repeats(ev) {
			x.log = append(x.log, logEntry{console: ev})
		}
	case *event.HandlerThrew:
		x.log = append(x.log, logEntry{thrown: ev})
	case *event.IsolateReplaced:
		x.log = append(x.log, logEntry{replaced: ev})
	case *event.Finished:
		x.finish(finished, ev.At)
	case *event.Failed:
		x.log = append(x.log, logEntry{failed: ev})
		x.failure = ev.Error
		x.finish(broken, ev.At)
	}
}

// full reports whether nothing more of the body is kept.
func (x *exchange) full() bool { return len(x.body) >= keptBody }

// keptPreview is how much is kept of a chunk once the body is full, so that a
// stream without an end can be watched for long.
const keptPreview = 400

func (x *exchange) addChunk(ev *event.ChunkSent) {
	x.size += int64(len(ev.Data))
	data := ev.Data
	if x.full() {
		data = bytes.Clone(data[:min(len(data), keptPreview)])
	}
	x.chunks = append(x.chunks, recorder.Chunk{At: ev.At, Offset: ev.Offset, Data: data})
	if room := keptBody - len(x.body); room > 0 {
		x.body = append(x.body, ev.Data[:min(room, len(ev.Data))]...)
	}
}

func (x *exchange) finishCall(ev *event.UpstreamFinished) {
	for i := range x.calls {
		if x.calls[i].started.ID == ev.ID {
			x.calls[i].finished = ev
		}
	}
}

func (x *exchange) finish(p phase, at time.Duration) {
	x.phase = p
	if x.end == nil {
		x.took = at
	}
}

// status returns the response's status, 0 while there is none.
func (x *exchange) status() int {
	if x.head == nil {
		return 0
	}
	return x.head.Status
}

// header returns the first response header of that name.
func (x *exchange) header(name string) string {
	if x.head == nil {
		return ""
	}
	return recorder.Value(x.head.Header, name)
}

// truncated reports whether the body is longer than what is kept of it.
func (x *exchange) truncated() bool { return x.size > int64(len(x.body)) }

// cacheOutcome returns what the response cache said: "HIT", "" if not asked.
func (x *exchange) cacheOutcome() *event.CacheRead {
	for _, ev := range x.caches {
		if read, ok := ev.(*event.CacheRead); ok && read.Cache == "response" {
			return read
		}
	}
	return nil
}

// repeats reports whether a console line is Next.js's own account of what the
// handler threw, which the log has with its stack already.
func (x *exchange) repeats(ev *event.ConsoleWritten) bool {
	t := x.thrown()
	return t != nil && strings.HasPrefix(ev.Text, "⨯ ") && strings.Contains(ev.Text, t.Message)
}

// thrown returns what the handler threw, nil if it did not.
func (x *exchange) thrown() *event.HandlerThrew {
	for _, l := range x.log {
		if l.thrown != nil {
			return l.thrown
		}
	}
	return nil
}

// problems counts what the log holds beside ordinary lines.
func (x *exchange) problems() int {
	n := 0
	for _, l := range x.log {
		if l.console == nil && l.missed == nil || l.console != nil && l.console.Level == "error" {
			n++
		}
	}
	return n
}

// recorded returns the exchange as goldens take it.
func (x *exchange) recorded() *recorder.Exchange {
	out := &recorder.Exchange{
		Request: x.request, Status: x.status(), Body: x.body,
		Chunks: x.chunks, Duration: x.took, Events: x.events,
	}
	if x.head != nil {
		out.Reason, out.Header = x.head.Reason, x.head.Header
	}
	out.Cut = x.end != nil && x.end.Cut
	out.Aborted = x.aborted()
	return out
}

// aborted reports whether the client left before the end.
func (x *exchange) aborted() bool { return x.stopped || x.end != nil && x.end.Aborted }
