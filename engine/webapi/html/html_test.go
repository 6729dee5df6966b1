package html_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/js"
	"routescope/engine/webapi/dom"
	"routescope/engine/webapi/hrtime"
	"routescope/engine/webapi/html"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/webidl"
)

func run(t *testing.T, cases map[string]jstest.Case) {
	t.Helper()
	jstest.RunCases(t, js.Options{Extensions: []*js.Extension{
		dom.Extension, hrtime.Extension, html.Extension, webidl.Extension,
	}}, cases)
}

func TestTimers(t *testing.T) {
	run(t, map[string]jstest.Case{
		"due timers come before immediates, immediates before the next timers": {
			Body: `const log = []; await new Promise((done) => setTimeout(() => {
					setTimeout(() => { log.push('a'); setImmediate(() => log.push('immediate')); }, 1);
					setTimeout(() => log.push('b'), 1);
					setTimeout(done, 20);
					for (const start = Date.now(); Date.now() < start + 3; ); // both are due
				}, 1)); return log;`,
			Want: `["a", "b", "immediate"]`,
		},
		"promise jobs run between callbacks": {
			Body: `const log = []; await new Promise((done) => {
					setTimeout(() => { log.push('a'); queueMicrotask(() => log.push('job')); }, 1);
					setTimeout(() => { log.push('b'); done(); }, 1);
				}); return log;`,
			Want: `["a", "job", "b"]`,
		},
		"timers with many delays fire in order": {
			Body: `const log = []; await new Promise((done) => {
					for (const n of [13, 2, 9, 5, 11, 3, 7]) setTimeout(() => log.push(n), n * 3);
					setTimeout(done, 60);
				}); return log;`,
			Want: `[2, 3, 5, 7, 9, 11, 13]`,
		},
		"a number clears the timeout it stands for": {
			Body: `let hit = false; clearTimeout(+setTimeout(() => { hit = true; }, 1)); await new Promise((r) => setTimeout(r, 10)); return hit;`,
			Want: `false`,
		},
		"refresh starts over": {
			Body: `let n = 0; const timer = setTimeout(() => { if (++n < 3) timer.refresh(); }, 1); await new Promise((r) => setTimeout(r, 30)); return n;`,
			Want: `3`,
		},
		"the context is that of the start": {
			Body: `const { run, currentRequest } = require('internal:js/context');
				return await new Promise((done) => run({ request: 7, stores: null }, () => setTimeout(() => setImmediate(() => done(currentRequest())), 1)));`,
			Want: `7`,
		},
	})
}

func TestStructuredClone(t *testing.T) {
	run(t, map[string]jstest.Case{
		"views keep sharing their buffer": {
			Body: `const buffer = new ArrayBuffer(8); const c = structuredClone([new Uint8Array(buffer, 2), new DataView(buffer)]);
				return [c[0].buffer === c[1].buffer, c[0].buffer !== buffer, c[0].byteOffset];`,
			Want: `[true, true, 2]`,
		},
		"a failed transfer leaves the buffer": {
			Body: `const buffer = new ArrayBuffer(8); try { structuredClone({ buffer, f() {} }, { transfer: [buffer] }); } catch (e) { return [e.message, buffer.byteLength]; }`,
			Want: `["f() {} could not be cloned.", 8]`,
		},
		"a port that is not listed is refused": {
			Body: `try { structuredClone(new MessageChannel().port1); } catch (e) { return e.code; }`,
			Want: `"ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST"`,
		},
		"errors keep cause and class, and lose the rest": {
			Body: `const e = structuredClone(Object.assign(new RangeError('far', { cause: [1] }), { extra: 1 })); return [e instanceof RangeError, e.message, e.cause, e.extra ?? null];`,
			Want: `[true, "far", [1], null]`,
		},
	})
}

func TestMessaging(t *testing.T) {
	run(t, map[string]jstest.Case{
		"messages arrive in order, after the sender": {
			Body: `const { port1, port2 } = new MessageChannel(); const log = [];
				const done = new Promise((resolve) => { port2.onmessage = ({ data }) => { log.push(data); if (data.n === 2) resolve(); }; });
				port1.postMessage({ n: 1 }); port1.postMessage({ n: 2 }); log.push('sent'); await done; return log;`,
			Want: `["sent", {"n": 1}, {"n": 2}]`,
		},
		"listeners in Node's style get the message": {
			Body: `const { port1, port2 } = new MessageChannel(); const got = []; const all = (m) => got.push(m);
				port2.once('message', (m) => got.push('once ' + m)).on('message', all); port1.postMessage(1); port1.postMessage(2);
				await new Promise((r) => setTimeout(r, 5)); port2.off('message', all); port1.postMessage(3); await new Promise((r) => setTimeout(r, 5)); return got;`,
			Want: `["once 1", 1, 2]`,
		},
		"a transferred port keeps its end": {
			Body: `const a = new MessageChannel(); const b = new MessageChannel();
				const got = new Promise((resolve) => { b.port2.onmessage = ({ ports }) => { ports[0].onmessage = ({ data }) => resolve(data); }; });
				b.port1.postMessage(null, [a.port2]); a.port1.postMessage('through'); return await got;`,
			Want: `"through"`,
		},
		"a broadcast reaches the others of its name": {
			Body: `const [a, b, c] = ['x', 'x', 'y'].map((name) => new BroadcastChannel(name)); const log = [];
				for (const channel of [a, b, c]) channel.onmessage = ({ data }) => log.push([channel.name, data]);
				a.postMessage(1); while (log.length === 0) await new Promise((r) => setTimeout(r, 1)); return log;`,
			Want: `[["x", 1]]`,
		},
	})
}

// A leap is a virtual clock.
type leap struct{ now time.Time }

func (c *leap) Now() time.Time  { return c.now }
func (c *leap) System() bool    { return false }
func (c *leap) Set(t time.Time) { c.now = t }

func TestVirtualTime(t *testing.T) {
	clock := &leap{time.UnixMilli(1000)}
	began := time.Now()
	got, err := jstest.Run(t, js.Options{
		Clock:      clock,
		Extensions: []*js.Extension{dom.Extension, hrtime.Extension, html.Extension, webidl.Extension},
	}, `const log = []; await new Promise((done) => { setTimeout(done, 3600e3); const i = setInterval(() => log.push(Date.now()), 1200e3); setTimeout(() => clearInterval(i), 3000e3); }); return [...log, Date.now()];`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{1201e3, 2401e3, 3601e3}, got); diff != "" {
		t.Error(diff)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("an hour of timers took %v", took)
	}
}

func TestUncaughtErrorsReachTheirRequest(t *testing.T) {
	var got []string
	opts := js.Options{
		Extensions: []*js.Extension{dom.Extension, hrtime.Extension, html.Extension, webidl.Extension},
		Rejected:   func(request int, e *js.Exception) { got = append(got, fmt.Sprint(request, " ", e.Message)) },
	}
	_, err := jstest.Run(t, opts, `
		const { run } = require('internal:js/context');
		run({ request: 3, stores: null }, () => {
			setTimeout(() => { throw new Error('in a timer'); }, 1);
			setImmediate(() => { throw new Error('in an immediate'); });
			queueMicrotask(() => { throw new Error('in a microtask'); });
		});
		await new Promise((done) => setTimeout(done, 10));
	`)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(got) // a timer of one millisecond may be due before the immediates run
	if diff := cmp.Diff([]string{"3 in a microtask", "3 in a timer", "3 in an immediate"}, got); diff != "" {
		t.Error(diff)
	}
}
