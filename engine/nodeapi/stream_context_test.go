package nodeapi_test

import "testing"

// What streams call for a project runs in the async context in which the project
// asked for it, also where functions of ours wait in between.
func TestStreamsKeepTheAsyncContext(t *testing.T) {
	r := newRunner(t)
	defer r.close()
	const head = `
		const { AsyncLocalStorage } = await import('node:async_hooks');
		const { Readable, Writable } = await import('node:stream');
		const { pipeline, finished } = await import('node:stream/promises');
		const als = new AsyncLocalStorage(); const log = []; const note = (what) => log.push(what + als.getStore());
	`
	for name, c := range map[string]struct{ body, want string }{
		"pipeline": {
			`await als.run(1, () => pipeline(Readable.from(['a', 'b']), async function* (source) { for await (const c of source) { note('g'); yield c; } },
				new Writable({ objectMode: true, write(c, e, done) { note('w'); setTimeout(done); }, final(done) { note('f'); done(); } }))); return log;`,
			`["g1","w1","g1","w1","f1"]`,
		},
		"operators": {
			`return als.run(1, () => Readable.from(['a', 'b']).map((c) => c + als.getStore()).toArray());`,
			`["a1","b1"]`,
		},
		"pipeTo": {
			`await als.run(1, () => new ReadableStream({ pull(c) { note('p'); c.enqueue(0); c.close(); } }, { highWaterMark: 0 })
				.pipeTo(new WritableStream({ write() { note('w'); }, close() { note('c'); } }))); return log;`,
			`["p1","w1","c1"]`,
		},
		"finished of a stream of the Web": {
			`const stream = new ReadableStream({ start(c) { c.close(); } });
				await als.run(1, async () => { await finished(stream); note('end'); }); return log;`,
			`["end1"]`,
		},
	} {
		t.Run(name, func(t *testing.T) { expectJSON(t, r, head+c.body, c.want) })
	}
}
