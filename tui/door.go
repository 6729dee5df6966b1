package tui

import (
	"context"
	"time"

	"routescope/engine"
	"routescope/engine/event"
	"routescope/engine/route"
	"routescope/recorder"
)

// An Engine is what the screen asks of the engine; *engine.Engine is one. All
// methods but Do and Reload answer at once.
type Engine interface {
	Dir() string
	Mode() engine.Mode
	Routes() []engine.Route
	Conflicts() []route.Conflict
	Problems() []error // what was passed over to open the project all the same
	Why(method, target string) engine.Explanation

	// Do carries one exchange out and calls observe with each of its events, in
	// order, before it returns.
	Do(ctx context.Context, req *engine.Request, observe func(event.Event)) error

	// Changes gets one value per reload of the project.
	Changes() <-chan engine.Change
	Reload() error

	Cache() []engine.CacheEntry
	ClearCache()
	Now() time.Time
	Advance(time.Duration)
}

// A goldenStore holds the saved exchanges of a project.
type goldenStore interface {
	List() ([]savedGolden, error)
	// Holds reports whether a file, relative to the project, is one of theirs.
	Holds(file string) bool
	// Save writes the exchange as a golden and returns its file, relative to the
	// project. It overwrites a golden of the same name only if replace is set,
	// and otherwise fails with errGoldenExists.
	Save(name string, x *recorder.Exchange, replace bool) (file string, err error)
	// Run replays the goldens of the files, from a fresh start, and calls report
	// with each result from one goroutine.
	Run(ctx context.Context, files []string, report func(file string, r goldenResult)) error
}

// A savedGolden is one saved exchange, as a list shows it.
type savedGolden struct {
	Name   string
	File   string // relative to the project; tells goldens apart
	Method string
	Target string
}

// A goldenResult is what running a golden gave.
type goldenResult struct {
	Passed      bool
	Differences []string // lines of a report; "-" and "+" begin what was expected and what came
	Err         error    // the golden could not be run at all
	Duration    time.Duration
}
