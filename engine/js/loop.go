package js

import (
	"errors"
	"strings"
	"sync"
	"time"

	"routescope/engine/js/internal/quickjs"
)

// queue holds tasks without bound, so that no goroutine of ours ever waits for
// an isolate that is busy.
type queue struct {
	mu    sync.Mutex
	tasks []func()
}

// Post queues a task for the loop and reports whether the isolate still runs
// tasks. It never blocks. Tasks run in the order they were posted in.
func (iso *Isolate) Post(task func()) bool {
	select {
	case <-iso.done:
		return false
	default:
	}
	iso.overrun.mu.Lock()
	defer iso.overrun.mu.Unlock()
	if len(iso.overrun.tasks) == 0 {
		select {
		case iso.tasks <- task:
			return true
		default:
		}
	}
	iso.overrun.tasks = append(iso.overrun.tasks, task)
	return true
}

// refill moves tasks that did not fit into the channel, in order.
func (iso *Isolate) refill() {
	iso.overrun.mu.Lock()
	defer iso.overrun.mu.Unlock()
	for len(iso.overrun.tasks) > 0 {
		select {
		case iso.tasks <- iso.overrun.tasks[0]:
			iso.overrun.tasks = iso.overrun.tasks[1:]
		default:
			return
		}
	}
	iso.overrun.tasks = nil
}

func (iso *Isolate) loop() {
	for {
		select {
		case <-iso.done:
			return
		case task := <-iso.tasks:
			iso.refill()
			iso.turn(task)
		}
	}
}

// turn runs one task and what follows from it.
func (iso *Isolate) turn(task func()) {
	iso.vm.SetDeadline(iso.opts.Limits.Turn)
	task()
	iso.drain()
	if iso.lost != nil {
		return
	}
	iso.reportRejections()
}

// drain runs the nextTick queue and the promise jobs until both are empty.
func (iso *Isolate) drain() {
	iso.noteInterrupt() // a promise of the task may have taken it for a rejection
	for iso.lost == nil {
		if iso.ticks {
			iso.ticks = false
			iso.discard(iso.vm.Call(iso.runTicks))
		}
		iso.runJobs()
		if !iso.ticks {
			return
		}
	}
}

func (iso *Isolate) runJobs() {
	for more := true; more && iso.lost == nil; {
		var err error
		if more, err = iso.vm.RunJob(); err != nil {
			iso.noteLimit(err)
		}
		iso.noteInterrupt()
	}
}

// noteInterrupt declares the isolate lost if a limit has stopped its JavaScript.
// Promises take an interrupt for a rejection: no more of them may run.
func (iso *Isolate) noteInterrupt() {
	if iso.vm.Interrupted() {
		iso.noteLimit(&quickjs.Exception{Interrupted: true})
	}
}

func (iso *Isolate) discard(v quickjs.Value, err error) {
	if err != nil {
		iso.noteLimit(err)
		return
	}
	iso.vm.Free(v)
}

// noteLimit declares the isolate lost if err says that a limit stopped it.
func (iso *Isolate) noteLimit(err error) {
	var e *quickjs.Exception
	switch {
	case iso.lost != nil || !errors.As(err, &e) || !e.Interrupted:
	case iso.vm.OverMemory():
		iso.lose(ErrMemoryLimit)
	default:
		iso.lose(ErrTimeLimit)
	}
}

// Lose declares the isolate lost, for example because a handler failed with an
// error that says its memory is exhausted. On the loop only.
func (iso *Isolate) Lose(reason error) {
	if iso.lost == nil {
		iso.lose(reason)
	}
}

func (iso *Isolate) lose(reason error) {
	select {
	case <-iso.done:
		iso.lost = ErrClosed
		return
	default:
	}
	iso.lost = reason
	// The VM still answers after an interrupt: ask whose turn it was.
	iso.vm.Resume()
	iso.vm.SetDeadline(time.Second)
	request := iso.currentRequest()
	if iso.opts.Lost != nil {
		iso.opts.Lost(request, reason)
	}
	iso.Close()
}

func (iso *Isolate) reportRejections() {
	if len(iso.rejections) == 0 {
		return
	}
	for promise, r := range iso.rejections {
		delete(iso.rejections, promise)
		if iso.opts.Rejected != nil {
			iso.opts.Rejected(r.request, r.reason)
		}
	}
}

// ScheduleTicks makes the loop run the nextTick queue before the next promise
// job. On the loop only.
func (iso *Isolate) ScheduleTicks() { iso.ticks = true }

// AfterFunc posts a task after d. stop prevents it if it did not begin yet.
func (iso *Isolate) AfterFunc(d time.Duration, task func()) (stop func() bool) {
	timer := time.AfterFunc(d, func() { iso.Post(task) })
	return timer.Stop
}

// A Deferred is a promise that Go settles.
type Deferred struct {
	iso *Isolate
	id  int
}

// Resolve fulfils the promise with a value that an op could return. Only the
// first Resolve or Reject counts. It may be called from any goroutine.
func (d *Deferred) Resolve(value any) {
	d.iso.Post(func() { d.iso.discard(d.iso.vm.Call(d.iso.settle, d.id, true, value)) })
}

// Reject rejects the promise; see [Throw] for the error JavaScript sees.
func (d *Deferred) Reject(err error) {
	d.iso.Post(func() {
		d.iso.discard(d.iso.vm.Call(d.iso.settle, d.id, false, strings.TrimPrefix(encodeError(err), errorMark)))
	})
}

// Isolate returns the isolate the promise belongs to.
func (d *Deferred) Isolate() *Isolate { return d.iso }
