package js

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
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
		if task := iso.idleTask(); task != nil {
			iso.turn(task)
			continue
		}
		select {
		case <-iso.done:
			return
		case task := <-iso.tasks:
			iso.refill()
			iso.turn(task)
		}
	}
}

// idleTask returns the next timer's task if time is virtual and nothing else is
// left to do: no task waits, and no op is under way.
func (iso *Isolate) idleTask() func() {
	if iso.virtual == nil || len(iso.tasks) > 0 || iso.underWay.Load() > 0 {
		return nil
	}
	if iso.opts.Waiting != nil && !iso.opts.Waiting() {
		return nil
	}
	select {
	case <-iso.done:
		return nil
	default:
		return iso.virtual.next()
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

// TimeLeft returns how long the turn may still run. On the loop only.
func (iso *Isolate) TimeLeft() time.Duration { return iso.vm.TimeLeft() }

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

// A Deferred is a promise that Go settles.
type Deferred struct {
	iso     *Isolate
	id      int
	settled atomic.Bool
}

// Resolve fulfils the promise with a value that an op could return. Only the
// first Resolve or Reject counts. It may be called from any goroutine.
func (d *Deferred) Resolve(value any) {
	d.post(func() { d.iso.discard(d.iso.vm.Call(d.iso.settle, d.id, true, value)) })
}

// Reject rejects the promise; see [Throw] for the error JavaScript sees.
func (d *Deferred) Reject(err error) {
	d.post(func() {
		d.iso.discard(d.iso.vm.Call(d.iso.settle, d.id, false, strings.TrimPrefix(encodeError(err), errorMark)))
	})
}

// post queues what settles the promise; the op is no longer under way then.
func (d *Deferred) post(task func()) {
	d.iso.Post(task)
	if d.settled.CompareAndSwap(false, true) {
		d.iso.underWay.Add(-1)
	}
}

// Isolate returns the isolate the promise belongs to.
func (d *Deferred) Isolate() *Isolate { return d.iso }
