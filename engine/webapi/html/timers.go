package html

import (
	"time"

	"routescope/engine/js"
)

// clock is an isolate's timers as Go sees them: one alarm for the earliest, and
// turns of timers.js. The timers themselves are JavaScript's.
//
// It runs on [js.Isolate.TimerNow], which goes on where the isolate's own clock
// stands still: a golden that freezes Date.now() still has its handler's
// timeouts end.
type clock struct {
	iso   *js.Isolate
	start time.Time
	turn  *js.Function
	stop  func() bool
}

type clockKey struct{}

func clockOf(iso *js.Isolate) *clock {
	return iso.Local(clockKey{}, func() any {
		return &clock{iso: iso, start: iso.TimerNow(), stop: func() bool { return false }}
	}).(*clock)
}

// timersNow returns the milliseconds since the isolate's first timer.
func timersNow(iso *js.Isolate, _ js.Args) (any, error) {
	return clockOf(iso).now(), nil
}

func (c *clock) now() float64 { return float64(c.iso.TimerNow().Sub(c.start).Microseconds()) / 1000 }

// timersArm sets the alarm to a time, replacing the one before; it never rings
// early.
func timersArm(iso *js.Isolate, a js.Args) (any, error) {
	c := clockOf(iso)
	c.stop()
	// now counts whole microseconds: one more, so that it is not early.
	wait := time.Duration((a.Float(0)-c.now())*float64(time.Millisecond)) + time.Microsecond
	c.stop = iso.AfterFunc(max(wait, 0), c.run)
	return js.Undefined{}, nil
}

// timersTurn has timers.js take a turn of its own after this one.
func timersTurn(iso *js.Isolate, _ js.Args) (any, error) {
	iso.Post(clockOf(iso).run)
	return js.Undefined{}, nil
}

// run lets timers.js run one callback, so that ticks and promise jobs run
// before the next. timers.js reports what the callback throws.
func (c *clock) run() {
	if c.turn == nil {
		turn, err := c.iso.Function(timers, "turn")
		if err != nil {
			return // the isolate is lost: it can run no JavaScript
		}
		c.turn = turn
	}
	_, _ = c.turn.Call()
}
