package hrtime_test

import (
	"testing"
	"time"

	"routescope/engine/js"
	"routescope/engine/webapi/dom"
	"routescope/engine/webapi/hrtime"
	"routescope/engine/webapi/html"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/webidl"
)

func TestPerformance(t *testing.T) {
	start := time.UnixMilli(1_700_000_000_000)
	ticks := 0
	// A clock that moves 5 ms whenever someone looks.
	now := func() time.Time { ticks++; return start.Add(time.Duration(ticks) * 5 * time.Millisecond) }
	opts := js.Options{
		Clock:      js.ClockFunc(now),
		Extensions: []*js.Extension{dom.Extension, hrtime.Extension, html.Extension, webidl.Extension},
	}
	jstest.RunCases(t, opts, map[string]jstest.Case{
		"now follows the isolate's clock": {
			Body: `const a = performance.now(); return [performance.now() - a, Object.keys(performance.toJSON())];`,
			Want: `[5, ["timeOrigin"]]`,
		},
		"a measure spans two marks": {
			Body: `performance.mark('a', { startTime: 3 }); performance.mark('b', { startTime: 10 });
				const m = performance.measure('m', 'a', 'b'); return [m.startTime, m.duration, performance.getEntries().map((e) => e.name)];`,
			Want: `[3, 7, ["a", "m", "b"]]`,
		},
		"a measure ends where its duration says": {
			Body: `const m = performance.measure('m', { start: 2, duration: 6, detail: { a: 1 } }); return [m.startTime, m.duration, m.detail];`,
			Want: `[2, 6, {"a": 1}]`,
		},
		"an unknown mark is an error": {
			Body:   `performance.measure('m', 'nowhere');`,
			Throws: `SyntaxError: The "nowhere" performance mark has not been set`,
		},
		"observers get what they asked for, together": {
			Body: `return await new Promise((resolve) => {
					new PerformanceObserver((list) => resolve(list.getEntries().map((e) => e.name))).observe({ entryTypes: ['mark'] });
					performance.mark('one'); performance.measure('span'); performance.mark('two');
				});`,
			Want: `["one", "two"]`,
		},
	})
}
