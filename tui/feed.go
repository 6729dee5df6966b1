package tui

import (
	"bytes"
	"context"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"routescope/engine/event"
	"routescope/recorder"
)

// frameTime is the time within which events are folded into one message: a screen
// is drawn at most sixty times a second, so finer messages only cost.
const frameTime = 16 * time.Millisecond

// A feed is the only door through which events reach the screen. One goroutine
// per exchange runs it; the events wait in a batch until the screen asks for
// them. Nothing of the engine waits for the screen.
type feed struct {
	engine  Engine
	console <-chan *event.ConsoleWritten
	frame   time.Duration
	ctx     context.Context
	stop    context.CancelFunc
	wg      sync.WaitGroup

	mu      sync.Mutex
	batches map[int]*batch
}

// A batch is what has happened in an exchange and not been shown yet.
type batch struct {
	cancel context.CancelFunc
	ready  chan struct{} // holds one token while events wait
	over   chan struct{} // closed once Do has returned

	mu     sync.Mutex
	events []event.Event
}

func newFeed(ctx context.Context, e Engine) *feed {
	ctx, stop := context.WithCancel(ctx)
	return &feed{engine: e, frame: frameTime, ctx: ctx, stop: stop, batches: map[int]*batch{}}
}

// Close cancels all exchanges and waits for their end.
func (f *feed) Close() {
	f.stop()
	f.wg.Wait()
}

// send starts an exchange; the command brings its first events.
func (f *feed) send(number int, req recorder.Request) tea.Cmd {
	ctx, cancel := context.WithCancel(f.ctx)
	b := &batch{cancel: cancel, ready: make(chan struct{}, 1), over: make(chan struct{})}
	f.mu.Lock()
	f.batches[number] = b
	f.mu.Unlock()
	f.wg.Go(func() {
		defer close(b.over)
		defer cancel()
		if err := f.engine.Do(ctx, req.Engine(), b.add); err != nil {
			b.fail(err)
		}
	})
	return f.next(number)
}

// cancel hangs up on an exchange. Its last events still arrive.
func (f *feed) cancel(number int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if b := f.batches[number]; b != nil {
		b.cancel()
	}
}

// next waits for events of an exchange and returns all that came within a frame.
func (f *feed) next(number int) tea.Cmd {
	f.mu.Lock()
	b := f.batches[number]
	f.mu.Unlock()
	if b == nil {
		return nil
	}
	return func() tea.Msg {
		over := b.wait(f.frame)
		if over {
			f.mu.Lock()
			delete(f.batches, number)
			f.mu.Unlock()
		}
		return eventsMsg{number, b.take(), over}
	}
}

// wait returns when a frame's worth of events is there, and reports whether
// they are the last.
func (b *batch) wait(frame time.Duration) (over bool) {
	select {
	case <-b.over:
		return true
	case <-b.ready:
	}
	timer := time.NewTimer(frame)
	defer timer.Stop()
	select {
	case <-b.over:
		return true
	case <-timer.C:
		return false
	}
}

// add keeps an event. A chunk's bytes are the engine's: they are copied.
func (b *batch) add(ev event.Event) {
	if chunk, ok := ev.(*event.ChunkSent); ok {
		kept := *chunk
		kept.Data = bytes.Clone(chunk.Data)
		ev = &kept
	}
	b.mu.Lock()
	b.events = append(b.events, ev)
	b.mu.Unlock()
	select {
	case b.ready <- struct{}{}:
	default:
	}
}

// fail ends a batch that Do broke off, unless its final event said so already.
func (b *batch) fail(err error) {
	b.mu.Lock()
	var last event.Event
	if n := len(b.events); n > 0 {
		last = b.events[n-1]
	}
	b.mu.Unlock()
	switch last.(type) {
	case *event.Finished, *event.Failed:
	default:
		b.add(&event.Failed{Error: err.Error()})
	}
}

func (b *batch) take() []event.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	events := b.events
	b.events = nil
	return events
}

// nextChange waits for the project to change.
func (f *feed) nextChange() tea.Cmd {
	changes := f.engine.Changes()
	if changes == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case c, ok := <-changes:
			if ok {
				return projectChangedMsg{c}
			}
		case <-f.ctx.Done():
		}
		return nil
	}
}

// nextConsole waits for something to be printed outside of any request, and
// takes what else is there.
func (f *feed) nextConsole() tea.Cmd {
	if f.console == nil {
		return nil
	}
	return func() tea.Msg {
		var msg consoleMsg
		select {
		case <-f.ctx.Done():
			return nil
		case line, ok := <-f.console:
			if !ok {
				return nil
			}
			msg.lines = append(msg.lines, line)
		}
		for len(f.console) > 0 {
			if line, ok := <-f.console; ok {
				msg.lines = append(msg.lines, line)
			}
		}
		return msg
	}
}

// run replays goldens on a goroutine of its own; the command brings the first
// results.
func (f *feed) run(ctx context.Context, g goldenStore, files []string, r goldenRun) tea.Cmd {
	f.wg.Go(func() {
		err := g.Run(ctx, files, func(file string, result goldenResult) { r.results <- fileResult{file, result} })
		r.ended <- err
		close(r.results)
	})
	return f.nextResults(r)
}

// nextResults waits for a result and takes what else is there.
func (f *feed) nextResults(r goldenRun) tea.Cmd {
	return func() tea.Msg {
		msg := goldensRanMsg{run: r.number}
		first, ok := <-r.results
		for ok {
			msg.results = append(msg.results, first)
			if len(r.results) == 0 {
				return msg
			}
			first, ok = <-r.results
		}
		msg.over, msg.err = true, <-r.ended
		return msg
	}
}
