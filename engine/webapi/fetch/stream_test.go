package fetch_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"routescope/engine/js"
	"routescope/engine/webapi"
	"routescope/engine/webapi/internal/jstest"
)

func runAt(t *testing.T, handler http.HandlerFunc, body string) any {
	t.Helper()
	s := httptest.NewServer(handler)
	defer s.Close()
	got, err := jstest.Run(t, js.Options{Extensions: webapi.Extensions()}, fmt.Sprintf("const base = %q;\n%s", s.URL, body))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestChunksArriveAsTheServerSendsThem(t *testing.T) {
	next := make(chan struct{})
	got := runAt(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/next" {
			next <- struct{}{}
			return
		}
		for i := range 3 {
			fmt.Fprint(w, i)
			w.(http.Flusher).Flush()
			<-next
		}
	}, `
		const seen = [];
		for await (const chunk of (await fetch(base)).body) {
			seen.push(new TextDecoder().decode(chunk));
			await fetch(base + '/next');
		}
		return seen.join(' ');`)
	if got != "0 1 2" {
		t.Errorf("got %v", got)
	}
}

// A reader that stops reading stops the server, once what lies between is full.
func TestSlowReadersSlowTheServerDown(t *testing.T) {
	var sent atomic.Int64
	const total = 64 << 20
	got := runAt(t, func(w http.ResponseWriter, _ *http.Request) {
		b := make([]byte, 1<<16)
		for sent.Load() < total {
			if _, err := w.Write(b); err != nil {
				return
			}
			sent.Add(int64(len(b)))
		}
	}, `
		const reader = (await fetch(base)).body.getReader();
		const { value } = await reader.read();
		await new Promise((resolve) => setTimeout(resolve, 50));
		await reader.cancel();
		return value.length > 0;`)
	if got != true {
		t.Errorf("got %v", got)
	}
	if sent.Load() >= total {
		t.Error("the server sent everything to a reader of one chunk")
	}
}

func TestRequestBodiesStream(t *testing.T) {
	got := runAt(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %d %v", body, r.ContentLength, err)
	}, `
		let n = 0;
		const body = new ReadableStream({ pull(c) { n < 3 ? c.enqueue(new TextEncoder().encode(String(n++))) : c.close(); } });
		return await (await fetch(base, { method: 'POST', body, duplex: 'half' })).text();`)
	if got != "012 -1 <nil>" {
		t.Errorf("got %v", got)
	}
}

func TestAFailingRequestBodyFailsTheFetch(t *testing.T) {
	got := runAt(t, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
	}, `
		const body = new ReadableStream({ pull(c) { c.error(new RangeError('mine')); } });
		try { await fetch(base, { method: 'POST', body, duplex: 'half' }); } catch (e) { return e.message + ': ' + e.cause.message; }`)
	if got != "fetch failed: mine" {
		t.Errorf("got %v", got)
	}
}

func TestABodyPassesThrough(t *testing.T) {
	got := runAt(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			io.Copy(w, r.Body)
			return
		}
		fmt.Fprint(w, "from the source")
	}, `
		const { body } = await fetch(base);
		const r = await fetch(base, { method: 'POST', body, duplex: 'half' });
		const copy = r.clone();
		return [await r.text(), await copy.text()].join('|');`)
	if got != "from the source|from the source" {
		t.Errorf("got %v", got)
	}
}

func TestAnAbandonedBodyLetsItsConnectionGo(t *testing.T) {
	gone := make(chan struct{})
	runAt(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/wait" {
			select {
			case <-gone:
			case <-time.After(5 * time.Second):
				t.Error("the connection is still there")
			}
			return
		}
		w.(http.Flusher).Flush()
		<-r.Context().Done()
		close(gone)
	}, `
		await (async () => { await fetch(base); })();
		for (let i = 0; i < 20; i++) Array.from({ length: 20000 }, () => ({})); // until garbage is collected
		await (await fetch(base + '/wait')).text();
		return true;`)
}

// What the engine hands in and takes out.
func TestServerRequests(t *testing.T) {
	const setUp = `
		const { createServerRequest, statusOf, headerPairs, bodyOf, requestParts, createResponse, bodyFrom } = require('internal:webapi/fetch/internal');
		let asked = [];
		const body = { text: async () => { asked.push('text'); return '{"a":1}'; }, bytes: async () => { asked.push('bytes'); return new Uint8Array([104, 105]); }, stream: () => new Blob(['{}']).stream() };
		const make = (more, Class) => createServerRequest({ method: 'POST', url: 'http://h/p?q', headers: ['a', '1', 'content-type', 'text/x'], body, ...more }, Class);
	`
	cases := map[string]jstest.Case{
		"text and bytes are asked for once": {
			Body: `const r = make(); const out = [await r.json(), r.bodyUsed, asked]; asked = []; return [...out, [...await make().bytes()], asked];`,
			Want: `[{"a": 1}, true, ["text"], [104, 105], ["bytes"]]`,
		},
		"headers come to life when they change": {
			Body: `const r = make(); const before = [r.headers.get('A'), r.headers.get('1'), r.headers.has('content-type')]; r.headers.append('a', '2'); r.headers.set('b', 'x'); return [before, [...r.headers], new Request(r.clone()).headers.get('a')];`,
			Want: `[["1", null, true], [["a", "1, 2"], ["b", "x"], ["content-type", "text/x"]], "1, 2"]`,
		},
		"the signal is asked for once": {
			Body: `let n = 0; const c = new AbortController(); const r = make({ signal: () => { n++; return c.signal; } }); const copy = r.clone(); c.abort(); return [n, r.signal === r.signal, copy.signal.aborted, n];`,
			Want: `[1, true, true, 1]`,
		},
		"a subclass gets its own constructor": {
			Body: `class Mine extends Request { constructor(input, init) { super(input, init); this.mine = true; } } const r = make({}, Mine); return [r.mine, r.url, r instanceof Mine, r.clone() instanceof Mine];`,
			Want: `[true, "http://h/p?q", true, false]`,
		},
		"a JSON answer stays text": {
			Body: `const r = Response.json({ a: 'é' }, { status: 201 }); return [statusOf(r), headerPairs(r), bodyOf(r).value, r.bodyUsed];`,
			Want: `[201, ["content-type", "application/json"], "{\"a\":\"é\"}", true]`,
		},
		"headers leave sorted, cookies apart": {
			Body: `const r = new Response(null, { headers: [['X-B', '1'], ['Set-Cookie', 'a'], ['X-A', '2'], ['set-cookie', 'b']] }); return [headerPairs(r), bodyOf(r)];`,
			Want: `[["set-cookie", "a", "set-cookie", "b", "x-a", "2", "x-b", "1"], {"kind": "null", "value": null}]`,
		},
		"a used body cannot be sent": {
			Body: `const r = new Response('x'); await r.text(); try { bodyOf(r); } catch (e) { return e.name + ': ' + e.message; }`,
			Want: `"TypeError: Response body object should not be disturbed or locked"`,
		},
		"blobs leave as bytes, streams as streams": {
			Body: `const b = bodyOf(new Response(new Blob(['hi']))); const s = new ReadableStream(); return [b.kind, [...b.value], bodyOf(new Response(s)).value === s];`,
			Want: `["bytes", [104, 105], true]`,
		},
		"other headers, the same text": {
			Body: `const { withHeaders } = require('internal:webapi/fetch/internal'); const a = Response.json([1], { status: 202 }); const b = withHeaders(a, new Headers({ x: 'y' })); const moved = a.bodyUsed;
				return [moved, b.status, headerPairs(b), bodyOf(b).kind, await withHeaders(new Response('s'), new Headers()).text()];`,
			Want: `[true, 202, ["x", "y"], "text", "s"]`,
		},
		"a response of the engine": {
			Body: `const r = createResponse({ status: 203, headers: ['a', '1'], body: bodyFrom('x') }, 'immutable'); let name; try { r.headers.set('a', 'b'); } catch (e) { name = e.name; } return [r.status, r.headers.get('a'), name, await r.text()];`,
			Want: `[203, "1", "TypeError", "x"]`,
		},
	}
	for name, c := range cases {
		c.Body = setUp + c.Body
		cases[name] = c
	}
	jstest.RunCases(t, js.Options{Extensions: webapi.Extensions()}, cases)
}
