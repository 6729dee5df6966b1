package js

import (
	"container/heap"
	"time"

	"routescope/engine/js/internal/quickjs"
)

// A Clock is the time of an isolate.
type Clock interface {
	// Now returns the time.
	Now() time.Time
	// System reports whether that is the system's, so that Date needs no help.
	System() bool
}

// A VirtualClock is a clock that moves only when nothing else is left to do:
// an isolate with it runs its next timer at once and sets the time to when the
// timer is due. Streams that take seconds are over in no time, and show the
// times they would have taken.
type VirtualClock interface {
	Clock
	// Set moves the clock forward to t; it does nothing if that has passed.
	Set(t time.Time)
}

// ClockFunc is a clock that a function tells.
type ClockFunc func() time.Time

// Now implements [Clock].
func (f ClockFunc) Now() time.Time { return f() }

// System implements [Clock].
func (f ClockFunc) System() bool { return false }

// system is the clock of an isolate that was given none.
type system struct{}

func (system) Now() time.Time { return time.Now() }
func (system) System() bool   { return true }

// UseClock makes Date read the isolate's clock, which was the system's before.
// It may be called from any goroutine.
func (iso *Isolate) UseClock() {
	iso.Post(func() {
		if f, err := iso.Function("internal:js/clock", "useClock"); err == nil {
			_, _ = f.Call()
		}
	})
}

// TimerNow returns the time that timers count in: the virtual one, or else the
// system's, which goes on also where [Isolate.Now] stands still.
func (iso *Isolate) TimerNow() time.Time {
	if iso.virtual != nil {
		return iso.opts.Clock.Now()
	}
	return time.Now()
}

// AfterFunc posts a task after d. stop prevents it if it did not begin yet.
func (iso *Isolate) AfterFunc(d time.Duration, task func()) (stop func() bool) {
	if iso.virtual == nil {
		timer := time.AfterFunc(d, func() { iso.Post(task) })
		return timer.Stop
	}
	t := &virtualTimer{due: iso.opts.Clock.Now().Add(d), order: iso.virtual.count, task: task}
	iso.virtual.count++
	heap.Push(&iso.virtual.timers, t)
	return func() bool {
		pending := t.task != nil
		t.task = nil
		return pending
	}
}

// virtualTime holds the timers of an isolate with a [VirtualClock]. Only the
// loop's goroutine touches it.
type virtualTime struct {
	clock  VirtualClock
	timers timerHeap
	count  int
}

type virtualTimer struct {
	due   time.Time
	order int
	task  func() // nil once it was stopped
}

// next returns the task of the timer that is due first, and moves the clock to
// it; nil if there is none.
func (v *virtualTime) next() func() {
	for v.timers.Len() > 0 {
		t := heap.Pop(&v.timers).(*virtualTimer)
		if t.task != nil {
			v.clock.Set(t.due)
			task := t.task
			t.task = nil
			return task
		}
	}
	return nil
}

// timerHeap implements heap.Interface: by time, then in the order they were set.
type timerHeap []*virtualTimer

func (h timerHeap) Len() int { return len(h) }
func (h timerHeap) Less(i, j int) bool {
	if !h[i].due.Equal(h[j].due) {
		return h[i].due.Before(h[j].due)
	}
	return h[i].order < h[j].order
}
func (h timerHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *timerHeap) Push(x any)   { *h = append(*h, x.(*virtualTimer)) }
func (h *timerHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}

// DateFields are what the text of a date says.
type DateFields = quickjs.DateFields

// OnDateText has Date read texts with parse; false stands for an invalid date. On
// the loop only, and once.
func (iso *Isolate) OnDateText(parse func(text string) (DateFields, bool)) { iso.vm.OnDateText(parse) }
