// Package event holds the facts of an exchange's life as types.
//
// Events are routescope's one source of truth: matching, cache look-ups, chunks,
// console lines, upstream fetches, errors and timings reach the terminal UI, the
// recorder, the HTTP front and the tests as the events of this package, and as
// nothing else. The package is vocabulary: plain data without imports of ours.
//
// # Order
//
// An exchange begins with one [RequestReceived]. Its last event is exactly one
// [Finished] or [Failed]. [HeadersSent] comes at most once and before every
// [ChunkSent]; [ResponseEnded] follows the last chunk. Work that outlives the
// response (after(), a background revalidation, cancel() of a stream) reports
// between ResponseEnded and the final event.
package event

import (
	"fmt"
	"time"
)

// An Event is one fact of an exchange. The set of types is closed: see codec.go.
type Event interface {
	// Base returns the part every event has.
	Base() *Meta
	sealed()
}

// Meta is the part every event has.
type Meta struct {
	Exchange uint64        `json:"exchange"` // the exchange's number in its engine, from 1
	Seq      int           `json:"seq"`      // position within the exchange, from 0, without gaps
	At       time.Duration `json:"at"`       // since the request was accepted; nanoseconds in JSON
}

// Base implements [Event].
func (m *Meta) Base() *Meta { return m }

func (m *Meta) sealed() {}

// A Field is one header line, spelled as it goes over the wire.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Header is a list of header lines in wire order. Names repeat where lines do.
type Header []Field

// A Position is a place in the project's own source.
type Position struct {
	File   string `json:"file"`             // relative to the project, slash separated
	Line   int    `json:"line"`             // from 1; 0 if unknown
	Column int    `json:"column,omitempty"` // from 1; 0 if unknown
}

// A Frame is one line of a JavaScript stack, mapped to the project's source
// where a source map knows it.
type Frame struct {
	Function string `json:"function,omitempty"`
	Position
}

// String returns the frame as a line of a stack says it.
func (f Frame) String() string {
	place := fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
	if f.Function == "" {
		return place
	}
	return f.Function + " (" + place + ")"
}

// RequestReceived is the first event of every exchange.
type RequestReceived struct {
	Meta
	Method string `json:"method"`
	Target string `json:"target"` // path and query as sent
	Header Header `json:"header,omitempty"`
}

// A Verdict says why a route won or lost an URL.
type Verdict struct {
	Route   string `json:"route"`   // the pattern
	Kind    string `json:"kind"`    // "app route", "API route", …
	File    string `json:"file"`    // relative to the project
	Outcome string `json:"outcome"` // "matches", "almost" or "no"
	Reason  string `json:"reason"`
}

// A StageRan reports one stage of the pipeline before the match that changed
// or answered the request. Stages that left it alone report nothing.
type StageRan struct {
	Meta
	Stage  string `json:"stage"` // "basePath", "trailingSlash", "redirects", …
	Action string `json:"action"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
}

// A RouteMatched reports the route that serves the request.
type RouteMatched struct {
	Meta
	Route  string         `json:"route"`
	Kind   string         `json:"kind"`
	File   string         `json:"file"`
	Params map[string]any `json:"params,omitempty"` // string or []string
}

// A RouteMissed reports that no route serves the request.
type RouteMissed struct {
	Meta
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// A ModuleCompiled reports that source was compiled for this request because
// it was needed for the first time or had changed.
type ModuleCompiled struct {
	Meta
	Entry    string        `json:"entry"`
	Modules  int           `json:"modules"` // how many files were compiled
	Duration time.Duration `json:"duration"`
}

// A HandlerStarted reports that the project's own function was called.
type HandlerStarted struct {
	Meta
	Position
	Export  string `json:"export"`  // "GET", "default", …
	Runtime string `json:"runtime"` // "nodejs" or "edge"
}

// A HandlerReturned reports that the project's own function settled.
type HandlerReturned struct {
	Meta
	Duration time.Duration `json:"duration"`
}

// A HandlerThrew reports what a handler threw. The client gets Next.js's
// answer; the developer gets this.
type HandlerThrew struct {
	Meta
	Name    string  `json:"name"` // "TypeError"
	Message string  `json:"message"`
	Stack   []Frame `json:"stack,omitempty"`
	Hint    string  `json:"hint,omitempty"` // what to do, where we know
}

// A ConsoleWritten reports one console call, or one line Next.js prints itself.
type ConsoleWritten struct {
	Meta
	Level string   `json:"level"` // "log", "info", "warn", "error", "debug"
	Text  string   `json:"text"`
	From  Position `json:"from"`
}

// A CacheRead reports one look-up in a cache.
type CacheRead struct {
	Meta
	Cache   string        `json:"cache"`   // "response", "fetch", "unstable_cache", "use cache"
	Key     string        `json:"key"`     // the pathname for responses
	Outcome string        `json:"outcome"` // "HIT", "MISS", "STALE" or "BYPASS"
	Reason  string        `json:"reason"`  // why, in words
	Age     time.Duration `json:"age,omitempty"`
	Tags    []string      `json:"tags,omitempty"`
}

// A CacheStored reports a write to a cache.
type CacheStored struct {
	Meta
	Cache      string        `json:"cache"`
	Key        string        `json:"key"`
	Revalidate time.Duration `json:"revalidate"` // 0: never turns stale by time
	Expire     time.Duration `json:"expire,omitempty"`
	Tags       []string      `json:"tags,omitempty"`
	Bytes      int           `json:"bytes"`
}

// A CacheInvalidated reports a revalidateTag, revalidatePath or the like, and
// what it touched. Zero entries touched is the bug in most reports.
type CacheInvalidated struct {
	Meta
	Call    string   `json:"call"`  // "revalidateTag"
	Value   string   `json:"value"` // the tag or path
	Entries []string `json:"entries,omitempty"`
}

// An UpstreamStarted reports a request the handler sent with fetch.
type UpstreamStarted struct {
	Meta
	ID     int    `json:"id"` // pairs it with its UpstreamFinished
	Method string `json:"method"`
	URL    string `json:"url"`
	Header Header `json:"header,omitempty"`
	Body   []byte `json:"body,omitempty"`
}

// An UpstreamFinished reports the answer to an [UpstreamStarted], once its body
// is complete, or the error that took its place.
type UpstreamFinished struct {
	Meta
	ID       int           `json:"id"`
	Status   int           `json:"status"`
	Header   Header        `json:"header,omitempty"`
	Body     []byte        `json:"body,omitempty"`
	Error    string        `json:"error,omitempty"`
	Duration time.Duration `json:"duration"`
}

// InterimSent reports an informational response, which clients may pass over
// (RFC 9110, 15.2).
type InterimSent struct {
	Meta
	Status int    `json:"status"`
	Header Header `json:"header"`
}

// HeadersSent reports the head of the response.
type HeadersSent struct {
	Meta
	Status int    `json:"status"`
	Reason string `json:"reason,omitempty"` // where it is not the status's usual phrase
	Header Header `json:"header"`
}

// A ChunkSent reports one write of the response body to the client.
type ChunkSent struct {
	Meta
	Offset int64  `json:"offset"` // bytes of body before this chunk
	Data   []byte `json:"data"`   // shared: copy it to keep it
}

// A ResponseEnded reports that the body is complete, or was cut.
type ResponseEnded struct {
	Meta
	Bytes   int64  `json:"bytes"`
	Cut     bool   `json:"cut,omitempty"`    // the connection must be closed inside the body
	Aborted bool   `json:"aborted"`          // the client went away
	Reason  string `json:"reason,omitempty"` // why it was cut
	Trailer Header `json:"trailer,omitempty"`
}

// An IsolateReplaced reports that the isolate that ran the handler was lost.
type IsolateReplaced struct {
	Meta
	Reason string `json:"reason"` // "time limit of 10s", "memory limit of 256 MiB", …
}

// Finished is the final event of an exchange that was answered.
type Finished struct {
	Meta
	Duration time.Duration `json:"duration"`
}

// Failed is the final event of an exchange that routescope itself could not
// carry out: an engine failure, never the project's mistake.
type Failed struct {
	Meta
	Error string `json:"error"`
}
