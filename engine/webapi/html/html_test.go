package html_test

import (
	"testing"

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
		"a transferred port keeps its end": {
			Body: `const a = new MessageChannel(); const b = new MessageChannel();
				const got = new Promise((resolve) => { b.port2.onmessage = ({ ports }) => { ports[0].onmessage = ({ data }) => resolve(data); }; });
				b.port1.postMessage(null, [a.port2]); a.port1.postMessage('through'); return await got;`,
			Want: `"through"`,
		},
		"a broadcast reaches the others of its name": {
			Body: `const [a, b, c] = ['x', 'x', 'y'].map((name) => new BroadcastChannel(name)); const log = [];
				for (const channel of [a, b, c]) channel.onmessage = ({ data }) => log.push([channel.name, data]);
				a.postMessage(1); await new Promise((r) => setTimeout(r, 5)); return log;`,
			Want: `[["x", 1]]`,
		},
	})
}
