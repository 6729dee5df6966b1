package streams_test

import (
	"fmt"
	"testing"

	"routescope/engine/js"
	"routescope/engine/webapi/dom"
	"routescope/engine/webapi/encoding"
	"routescope/engine/webapi/hrtime"
	"routescope/engine/webapi/html"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/streams"
	"routescope/engine/webapi/webidl"
)

var opts = js.Options{Extensions: []*js.Extension{
	dom.Extension, encoding.Extension, hrtime.Extension, html.Extension, streams.Extension, webidl.Extension,
}}

func TestReadable(t *testing.T) {
	jstest.RunCases(t, opts, map[string]jstest.Case{
		"chunks arrive in order": {
			Body: `const out = []; for await (const n of ReadableStream.from([1, Promise.resolve(2), 3])) out.push(n); return out;`,
			Want: `[1, 2, 3]`,
		},
		"leaving a loop cancels": {
			Body: `let why = 'not cancelled'; const s = new ReadableStream({ start(c) { c.enqueue(1); c.enqueue(2); }, cancel(r) { why = String(r); } });
				for await (const n of s) break; return [why, s.locked];`,
			Want: `["undefined", false]`,
		},
		"both branches of a tee get all": {
			Body: `const { readAll } = require('internal:webapi/streams'); const [a, b] = ReadableStream.from(['x', 'y']).tee(); return [await readAll(a), await readAll(b)];`,
			Want: `[["x", "y"], ["x", "y"]]`,
		},
		"a byte stream fills views": {
			Body: `const s = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(Uint8Array.of(1, 2, 3, 4, 5)); c.close(); } });
				const r = s.getReader({ mode: 'byob' }); const one = await r.read(new Uint16Array(2)); const two = await r.read(new Uint8Array(4));
				const end = await r.read(new Uint8Array(1)); return [one.value.byteLength, [...two.value], end.done, end.value.length];`,
			Want: `[4, [5], true, 0]`,
		},
		"a byte stream's tee copies": {
			Body: `const { readAll } = require('internal:webapi/streams');
				const s = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(Uint8Array.of(1, 2)); c.close(); } });
				const [a, b] = s.tee(); const [[x], [y]] = [await readAll(a), await readAll(b)]; x[0] = 9; return [[...x], [...y]];`,
			Want: `[[9, 2], [1, 2]]`,
		},
		"promises settle after as many jobs as in Node.js": {
			Body: `const log = []; let job = 0; const L = (x) => log.push(x + '@' + job);
				const t = new TransformStream({ async transform(c, k) { L('t' + c); k.enqueue(c); } }); ReadableStream.from([1, 2]).pipeTo(t.writable).then(() => L('piped'));
				(async () => { for await (const c of t.readable) L('r' + c); L('end'); })(); for (; job < 40; job++) await null; return log;`,
			Want: `["t1@3","r1@5","t2@11","r2@12","end@25","piped@27"]`,
		},
		"a BYOB read waits for its minimum": {
			Body: `let c; const s = new ReadableStream({ type: 'bytes', start(k) { c = k; } }); const r = s.getReader({ mode: 'byob' });
				let first = true; const read = r.read(new Uint8Array(4), { min: 3 }); read.then(() => { first = false; });
				c.enqueue(Uint8Array.of(1)); await 0; await 0; const waited = first; c.enqueue(Uint8Array.of(2, 3)); return [waited, [...(await read).value]];`,
			Want: `[true, [1, 2, 3]]`,
		},
		"a branch of a byte stream fills views": {
			Body: `const s = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(Uint8Array.of(1, 2)); c.close(); } }); const [a, b] = s.tee();
				const view = await a.getReader({ mode: 'byob' }).read(new Uint8Array(1)); return [[...view.value], [...(await b.getReader().read()).value]];`,
			Want: `[[1], [1]]`,
		},
		"a source answers a BYOB request": {
			Body: `const s = new ReadableStream({ type: 'bytes', pull(c) { c.byobRequest.view[0] = 7; c.byobRequest.respond(1); } });
				const { value } = await s.getReader({ mode: 'byob' }).read(new Uint8Array(3)); return [[...value], value.buffer.byteLength];`,
			Want: `[[7], 3]`,
		},
	})
}

func TestPiping(t *testing.T) {
	jstest.RunCases(t, opts, map[string]jstest.Case{
		"a transformer hears of a cancellation, once": {
			Body: `const log = []; const cancel = (why) => { log.push(why); }; await new TransformStream({ cancel }).readable.cancel('r');
				const t = new TransformStream({ cancel }); for (let i = 0; i < 4; i++) await 0; await Promise.all([t.writable.abort('w'), t.readable.cancel('late')]); return log;`,
			Want: `["r", "w"]`,
		},
		"through a transform": {
			Body: `const { readAll } = require('internal:webapi/streams');
				return await readAll(ReadableStream.from([1, 2]).pipeThrough(new TransformStream({ transform: (n, c) => { c.enqueue(n); c.enqueue(n * 10); }, flush: (c) => c.enqueue('end') })));`,
			Want: `[1, 10, 2, 20, "end"]`,
		},
		"an aborted signal stops both ends": {
			Body: `const log = []; const control = new AbortController();
				const s = new ReadableStream({ cancel: (r) => { log.push('cancel ' + r); } }); const w = new WritableStream({ abort: (r) => { log.push('abort ' + r); } });
				const done = s.pipeTo(w, { signal: control.signal }); control.abort('now'); await done.catch((e) => log.push('rejected ' + e)); return log;`,
			Want: `["abort now", "cancel now", "rejected now"]`,
		},
		"a slow sink holds the source back": {
			Body: `let pulls = 0; const s = new ReadableStream({ pull(c) { c.enqueue(++pulls); } }, { highWaterMark: 0 });
				s.pipeTo(new WritableStream({ write: () => new Promise(() => {}) })).catch(() => {}); await new Promise((r) => setTimeout(r, 5)); return pulls;`,
			Want: `1`,
		},
		"text is split at characters": {
			Body: `const { readAll } = require('internal:webapi/streams');
				const bytes = new TextEncoder().encode('a€b'); const parts = [...bytes].map((b) => Uint8Array.of(b));
				return (await readAll(ReadableStream.from(parts).pipeThrough(new TextDecoderStream()))).join('|');`,
			Want: `"a|€|b"`,
		},
	})
}

func TestPump(t *testing.T) {
	jstest.RunCases(t, opts, map[string]jstest.Case{
		"every chunk, then the end": {
			Body: `const { pump } = require('internal:webapi/streams'); const seen = [];
				await pump(ReadableStream.from(['a', 'b']), (chunk) => { seen.push(chunk); }).done; return seen;`,
			Want: `["a", "b"]`,
		},
		"the next waits for what write returned": {
			Body: `const { pump } = require('internal:webapi/streams'); const log = []; let n = 0;
				const s = new ReadableStream({ pull(c) { log.push('pull'); if (++n > 2) c.close(); else c.enqueue(n); } }, { highWaterMark: 0 });
				await pump(s, async (chunk) => { log.push(chunk); await null; log.push('written'); }).done; return log;`,
			Want: `["pull", 1, "written", "pull", 2, "written", "pull"]`,
		},
		"an error of write cancels": {
			Body: `const { pump } = require('internal:webapi/streams'); let why; const s = new ReadableStream({ start(c) { c.enqueue(1); }, cancel(r) { why = r.message; } });
				const error = await pump(s, () => { throw new Error('gone'); }).done.catch((e) => e.message); return [error, why];`,
			Want: `["gone", "gone"]`,
		},
		"a long stream does not fill the stack": {
			Body: `const { pump } = require('internal:webapi/streams'); let n = 0;
				const s = new ReadableStream({ start(c) { for (let i = 0; i < 8000; i++) c.enqueue(i); c.close(); } }); await pump(s, () => { n++; }).done; return n;`,
			Want: `8000`,
		},
		"one chunk from text and bytes": {
			Body: `const { readableStreamFromString, readableStreamFromBytes, readAll, isDisturbed } = require('internal:webapi/streams');
				const s = readableStreamFromString('hé'); const before = isDisturbed(s); const [a] = await readAll(s);
				const [b] = await readAll(readableStreamFromBytes(Uint8Array.of(1))); return [before, [...a], [...b], isDisturbed(s), (await readAll(readableStreamFromString(''))).length];`,
			Want: `[false, [104, 195, 169], [1], true, 0]`,
		},
	})
}

func BenchmarkPump(b *testing.B) {
	_, err := jstest.Run(b, opts, fmt.Sprintf(`
		const { pump } = require('internal:webapi/streams'); let n = 0;
		const source = new ReadableStream({ pull(c) { if (n++ === %d) c.close(); else c.enqueue('chunk'); } });
		await pump(source, () => {}).done;
	`, b.N))
	if err != nil {
		b.Fatal(err)
	}
}
