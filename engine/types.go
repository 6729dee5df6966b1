package engine

import (
	"io"
	"net/http"
	"time"

	"routescope/engine/event"
	"routescope/engine/pipeline"
	"routescope/engine/route"
)

// Mode is which of Next.js's two servers the engine behaves like.
type Mode uint8

// The modes.
const (
	Production  Mode = iota // next build && next start
	Development             // next dev: nothing is served from the response cache
)

// String returns "production" or "development", as NODE_ENV has it.
func (m Mode) String() string {
	if m == Development {
		return "development"
	}
	return "production"
}

// Options configure an [Engine]. The zero value of each field is a default.
type Options struct {
	Dir      string // the project's folder; the current one if empty
	Mode     Mode
	Isolates int  // how many isolates answer; 1 if zero, as one Node.js process
	Watch    bool // pick up saved files without being asked

	// Lenient opens a project also if its next.config, its tsconfig or its
	// proxy's matcher cannot be read, as if it had none: enough to look around.
	// What was passed over is in [Engine.Problems].
	Lenient bool

	// Time and chance, so that tests can freeze both.
	Now  func() time.Time // time.Now if nil
	Rand io.Reader        // crypto/rand if nil

	// VirtualTime makes time stand still while anything runs, and jump to the
	// next timer when nothing does: a stream that takes seconds is over at once,
	// and its events have the times it would have taken.
	VirtualTime bool

	// Upstream carries the requests that handlers send with fetch;
	// the network if nil.
	Upstream http.RoundTripper

	// Origin is what request.url and the like begin with, as Next.js's own
	// host and port: "http://localhost:3000" if empty.
	Origin string

	MemoryLimit int64         // bytes per isolate; 512 MiB if zero
	TimeLimit   time.Duration // for a handler that does not set maxDuration; 60 s if zero

	// Console gets what the project prints outside of any request; may be nil.
	Console func(*event.ConsoleWritten)
}

// A Request is what a client sends.
type Request struct {
	Method string       // GET if empty
	Target string       // path and query as on the request line; an absolute URL is taken too
	Header event.Header // as sent; Host, if absent, is the engine's origin
	Body   io.Reader    // nil for none; read as the handler reads
	Remote string       // the client's address, for X-Forwarded-For; may be empty
	HTTP10 bool         // the request came as HTTP/1.0
}

// Rendering is when the answer of a GET is made.
type Rendering string

// The renderings.
const (
	Dynamic     Rendering = "dynamic"    // for every request
	Static      Rendering = "static"     // once
	Revalidated Rendering = "revalidate" // once, and again when it is stale
	Unknown     Rendering = ""           // not an endpoint, or its file cannot be read
)

// A Route is a route with what can be said of it without running it.
type Route struct {
	route.Route
	Methods    []Method
	Runtime    string // "nodejs" or "edge"
	Rendering  Rendering
	Revalidate time.Duration  // for Revalidated
	Reason     string         // why the rendering, in words: "exports dynamic = 'force-static'"
	Cause      event.Position // the line that decides it; zero if none does
	Handler    event.Position // where its code begins
	Err        error          // why its file could not be read, if it could not
}

// A Method is one HTTP method a route answers.
type Method struct {
	Name      string
	Automatic bool           // answered by Next.js: HEAD from GET, OPTIONS
	Position  event.Position // of the export; zero if automatic
}

// A Change is what a reload of the project found.
type Change struct {
	Files []string // relative to the project
	Err   error    // the project cannot be read any more; the old state stays
}

// A CacheEntry is one entry of one of the engine's caches, for showing.
type CacheEntry struct {
	Cache      string // "response", "fetch", "unstable_cache", "use cache"
	Key        string
	Tags       []string
	Stored     time.Time
	Revalidate time.Duration // 0: never stale by time
	Stale      bool
	Reason     string // what its state rests on, in words
	Bytes      int
}

// A Stage is what one stage of the pipeline did to a request, or why it did
// nothing, with each rule it looked at.
type Stage = pipeline.Step

// An Explanation is the answer to "why": what serves a request, and each step
// that led there.
type Explanation struct {
	Method   string
	Path     string          // as asked, with its query
	Stages   []Stage         // all of them, in order
	Routed   string          // the path that routes were compared with, after rewrites
	Verdicts []route.Verdict // one per candidate, in order of precedence
	Winner   *Route          // nil for none
	Params   route.Params
	Handler  event.Position // where the method's own function begins; zero for none
	Methods  []MethodAnswer // what the winner does with each method
	Status   int            // what is answered without running anything: 404, 405, 308, 400; 0 if a handler runs
	Location string         // where a redirect leads, or a rewrite to another server
	Reason   string         // in words, when there is no winner or Status is set
	Nearest  []route.Near   // of a 404: the routes that come close, and what would have to differ
	Hints    []string       // what else may be the matter, in sentences
	Err      error          // of a 400: a *route.DecodeError
}

// A MethodAnswer is what a route does with one method.
type MethodAnswer struct {
	Name     string
	Status   int            // answered without running anything; 0 if a handler runs
	Reason   string         // in words
	Position event.Position // of the function that runs
}
