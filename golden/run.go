package golden

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"routescope/engine/event"
	"routescope/recorder"
)

// An Outcome is what became of a golden.
type Outcome string

// The outcomes.
const (
	Passed  Outcome = "passed"
	Failed  Outcome = "failed"  // the answer differs
	Updated Outcome = "updated" // the file was rewritten
	Broken  Outcome = "broken"  // the request could not be made: see Err
	Crashed Outcome = "crashed" // the target failed: see Err
)

// A Result is what became of one golden.
type Result struct {
	Golden      *Golden
	Outcome     Outcome
	Differences []Difference // of a failed one
	Err         error        // of a broken or crashed one
	Duration    time.Duration
	Exchange    *recorder.Exchange // nil if nothing was sent
}

// Handler returns the file and line of the code that answered, if the target
// tells; else where the golden expects something else.
func (r *Result) Handler() (file string, line int) {
	if r.Exchange != nil {
		for _, e := range r.Exchange.Events {
			if started, ok := e.(*event.HandlerStarted); ok && started.File != "" {
				return started.File, started.Line
			}
		}
	}
	section := "expect"
	if len(r.Differences) > 0 {
		section = r.Differences[0].section()
	}
	return r.Golden.Path, r.Golden.Line(section)
}

// A Summary counts the results of a run.
type Summary struct {
	Total, Passed, Failed, Updated, Broken, Crashed int

	Duration time.Duration
}

func (s *Summary) add(r *Result) {
	s.Total++
	switch r.Outcome {
	case Passed:
		s.Passed++
	case Failed:
		s.Failed++
	case Updated:
		s.Updated++
	case Broken:
		s.Broken++
	case Crashed:
		s.Crashed++
	}
}

// Options configure [Run].
type Options struct {
	// Open returns the target for one folder, in the state after a build, and
	// what gives it back. Folders that run at the same time have each their own.
	Open func(ctx context.Context) (target recorder.Target, release func(), err error)

	// Used returns a target in whatever state, for folders whose goldens all say
	// that they need no fresh one; Open if nil.
	Used func(ctx context.Context) (target recorder.Target, release func(), err error)

	Jobs    int           // how many folders run at a time; 1 if zero
	Timeout time.Duration // for one exchange; 30 s if zero
	Update  bool          // rewrite expectations instead of comparing
	Env     func(name string) (value string, ok bool)
	Record  RecordOptions
}

// An Advancer is a target whose clock can be moved, so that nobody has to wait
// for an entry to turn stale.
type Advancer interface {
	Advance(d time.Duration)
}

// Run replays the goldens that paths name and calls report with each result, in
// the order of their paths. It returns an error if goldens cannot be found or
// read, or if a target cannot be opened.
func Run(ctx context.Context, paths []string, opts Options, report func(*Result)) (*Summary, error) {
	start := time.Now()
	folders, err := find(paths)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	results := make([]chan []*Result, len(folders))
	for i := range results {
		results[i] = make(chan []*Result, 1)
	}
	next := make(chan int)
	var workers sync.WaitGroup
	for range max(1, min(opts.Jobs, len(folders))) {
		workers.Go(func() {
			for i := range next {
				of, err := runFolder(ctx, folders[i], &opts)
				if err != nil {
					cancel(err)
				}
				results[i] <- of
			}
		})
	}
	go func() {
		defer close(next)
		for i := range folders {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	summary := collect(ctx, results, report)
	cancel(nil)
	workers.Wait()
	summary.Duration = time.Since(start)
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return summary, err
	}
	return summary, nil
}

func collect(ctx context.Context, results []chan []*Result, report func(*Result)) *Summary {
	summary := &Summary{}
	for _, of := range results {
		select {
		case all := <-of:
			for _, r := range all {
				summary.add(r)
				report(r)
			}
		case <-ctx.Done():
			return summary
		}
	}
	return summary
}

// runFolder runs one sequence.
func runFolder(ctx context.Context, f folder, opts *Options) ([]*Result, error) {
	goldens := make([]*Golden, len(f.files))
	for i, file := range f.files {
		g, err := Load(file)
		if err != nil {
			return nil, err
		}
		goldens[i] = g
	}
	target, release, err := opts.open(goldens)(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	s := &sequence{opts: opts, target: target, scope: NewScope(opts.Env)}
	if opts.Update {
		s.masker = newMasker(opts.Record.now())
		s.masker.avoid(goldens)
	}
	all := make([]*Result, len(goldens))
	for i, g := range goldens {
		all[i] = s.step(ctx, g)
		if errors.Is(all[i].Err, recorder.ErrUnreachable) || ctx.Err() != nil {
			return nil, all[i].Err
		}
	}
	if opts.Update {
		if err := s.update(all, f.want); err != nil {
			return nil, err
		}
	}
	if f.want == nil {
		return all, nil
	}
	var wanted []*Result
	for _, r := range all {
		if f.want[r.Golden.Path] {
			wanted = append(wanted, r)
		}
	}
	return wanted, nil
}

// open returns what opens the target for a folder of goldens.
func (o *Options) open(goldens []*Golden) func(context.Context) (recorder.Target, func(), error) {
	fresh := func(g *Golden) bool { return g.Meta.State != stateAny }
	if o.Used == nil || slices.ContainsFunc(goldens, fresh) {
		return o.Open
	}
	return o.Used
}

// A sequence is the run of one folder.
type sequence struct {
	opts   *Options
	target recorder.Target
	scope  *Scope
	masker *masker // while updating
}

// step runs one golden and compares.
func (s *sequence) step(ctx context.Context, g *Golden) *Result {
	r := &Result{Golden: g, Outcome: Passed}
	req, err := s.scope.request(g)
	if err != nil {
		r.Outcome, r.Err = Broken, &ParseError{g.Path, g.Line("request"), err.Error()}
		return r
	}
	if err := s.pass(ctx, g.Meta.Wait); err != nil {
		r.Outcome, r.Err = Crashed, err
		return r
	}
	start := time.Now()
	r.Exchange, err = s.fire(ctx, g, req)
	r.Duration = time.Since(start)
	if err != nil {
		r.Outcome, r.Err = Crashed, fmt.Errorf("firing %s %s: %w", req.Method, req.Target, err)
		return r
	}
	s.scope.keep(r.Exchange.Header)
	r.Differences = g.Compare(r.Exchange, s.scope, s.opts.Record.Ignore...)
	if len(r.Differences) > 0 {
		r.Outcome = Failed
	}
	if s.opts.Update {
		g.note(r.Exchange, s.masker, s.scope, &s.opts.Record)
	}
	return r
}

// pass lets time go by: on the target's own clock if it can be moved.
func (s *sequence) pass(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return nil
	}
	if clock, ok := s.target.(Advancer); ok {
		clock.Advance(d)
		return nil
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// fire sends the request, and hangs up where the golden says so.
func (s *sequence) fire(ctx context.Context, g *Golden, req recorder.Request) (*recorder.Exchange, error) {
	timeout := s.opts.Timeout
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	ctx, hangUp := context.WithCancel(limited)
	defer hangUp()
	chunks := 0
	ex, err := recorder.Capture(ctx, s.target, req, func(e event.Event) {
		if _, ok := e.(*event.ChunkSent); ok {
			if chunks++; chunks == g.Meta.Hangup {
				hangUp()
			}
		}
	})
	if limited.Err() == context.DeadlineExceeded {
		err = fmt.Errorf("the exchange did not end within %s", timeout)
	}
	return ex, err
}

// update writes the expectations of a sequence that has run. It begins with a
// scope of its own, so that indexes are bound in the order of the files.
func (s *sequence) update(all []*Result, want map[string]bool) error {
	scope := NewScope(s.opts.Env)
	for _, r := range all {
		if r.Exchange == nil || r.Err != nil {
			continue
		}
		g := r.Golden
		g.record(r.Exchange, s.masker, scope, &s.opts.Record)
		if want != nil && !want[g.Path] {
			continue
		}
		before, err := os.ReadFile(g.Path)
		if err == nil && bytes.Equal(before, g.Format()) {
			r.Outcome, r.Differences = Passed, nil
			continue
		}
		if err := g.Save(); err != nil {
			return err
		}
		r.Outcome = Updated
	}
	return nil
}
