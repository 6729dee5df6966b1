package fetch_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"routescope/engine/js"
	"routescope/engine/webapi"
	"routescope/engine/webapi/fetch"
	"routescope/engine/webapi/internal/jstest"
)

// server answers what the cases below ask for. hang is closed when a client gave
// a request up.
func server(t *testing.T) (s *httptest.Server, hang chan struct{}) {
	t.Helper()
	hang = make(chan struct{}, 1)
	mux := http.NewServeMux()
	mux.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Length", fmt.Sprint(r.ContentLength))
		fmt.Fprintf(w, "%s %s %s", r.Method, r.Header.Get("Authorization"), body)
	})
	mux.HandleFunc("/headers", func(w http.ResponseWriter, r *http.Request) {
		for _, name := range []string{"Accept", "Accept-Language", "Accept-Encoding", "User-Agent", "Sec-Fetch-Mode", "Cache-Control", "X-Latin", "Referer"} {
			fmt.Fprintf(w, "%s=%q\n", name, r.Header.Get(name))
		}
	})
	mux.HandleFunc("/gzip", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		fmt.Fprint(z, "unzipped")
		z.Close()
	})
	mux.HandleFunc("/badgzip", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		fmt.Fprint(w, "this is not compressed")
	})
	mux.HandleFunc("/cookies", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Add("Set-Cookie", "a=1")
		w.Header().Add("Set-Cookie", "b=2")
		w.Header().Add("X-Two", "1")
		w.Header().Add("X-Two", "2")
		w.WriteHeader(http.StatusTeapot)
	})
	mux.HandleFunc("/redirect/{status}", func(w http.ResponseWriter, r *http.Request) {
		status := 0
		fmt.Sscan(r.PathValue("status"), &status)
		w.Header().Set("Location", r.URL.Query().Get("to"))
		w.WriteHeader(status)
	})
	mux.HandleFunc("/half/{length}", func(w http.ResponseWriter, r *http.Request) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		fmt.Fprint(z, strings.Repeat("hello ", 20))
		z.Close()
		length := 0
		fmt.Sscan(r.PathValue("length"), &length)
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(b.Bytes()[:min(length, b.Len()-8)]) // never the checksum
	})
	mux.HandleFunc("/garbage", func(w http.ResponseWriter, _ *http.Request) { answer(t, w, "garbage\r\n\r\n") })
	mux.HandleFunc("/reason", func(w http.ResponseWriter, _ *http.Request) {
		answer(t, w, "HTTP/1.1 200 Très\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	})
	arrived := make(chan struct{}, 1)
	mux.HandleFunc("/arrived", func(http.ResponseWriter, *http.Request) { <-arrived })
	mux.HandleFunc("/hang", func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		if r.URL.RawQuery == "body" {
			fmt.Fprint(w, "start")
			w.(http.Flusher).Flush()
		}
		<-r.Context().Done()
		hang <- struct{}{}
	})
	mux.HandleFunc("/cut", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, "short")
	})
	s = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s, hang
}

// answer writes to the connection itself.
func answer(t *testing.T, w http.ResponseWriter, text string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	fmt.Fprint(conn, text)
	conn.Close()
}

func runFetch(t *testing.T, cases map[string]jstest.Case) {
	t.Helper()
	s, _ := server(t)
	other := strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
	for name, c := range cases {
		c.Body = fmt.Sprintf("const base = %q, other = %q;\n%s", s.URL, other, c.Body)
		cases[name] = c
	}
	jstest.RunCases(t, js.Options{Extensions: webapi.Extensions()}, cases)
}

func TestFetch(t *testing.T) {
	runFetch(t, map[string]jstest.Case{
		"bodies are sent with their length": {
			Body: `const r = await fetch(base + '/echo', { method: 'POST', body: 'hé', headers: { Authorization: 'x' } });
				return [r.status, r.statusText, r.ok, r.type, r.redirected, r.url === base + '/echo', r.headers.get('x-length'), await r.text()];`,
			Want: `[200, "OK", true, "basic", false, true, "3", "POST x hé"]`,
		},
		"the network adds undici's headers": {
			Body: `return (await (await fetch(base + '/headers', { cache: 'no-store', headers: { 'x-latin': 'é' }, referrer: base + '/from#x' })).text()).replace(base, '');`,
			Want: `"Accept=\"*/*\"\nAccept-Language=\"*\"\nAccept-Encoding=\"gzip, deflate\"\nUser-Agent=\"node\"\nSec-Fetch-Mode=\"cors\"\nCache-Control=\"no-cache\"\nX-Latin=\"\\xe9\"\nReferer=\"/from\"\n"`,
		},
		"a coding is undone, its header stays": {
			Body: `const r = await fetch(base + '/gzip'); return [r.headers.get('content-encoding'), await r.text()];`,
			Want: `["gzip", "unzipped"]`,
		},
		"bad data terminates the body": {
			Body: `try { await (await fetch(base + '/badgzip')).text(); } catch (e) { return [e.message, e.cause.code, e.cause.message]; }`,
			Want: `["terminated", "Z_DATA_ERROR", "incorrect header check"]`,
		},
		"a body that is cut short": {
			Body: `try { await (await fetch(base + '/cut')).text(); } catch (e) { return [e.name, e.message, e.cause.code]; }`,
			Want: `["TypeError", "terminated", "UND_ERR_SOCKET"]`,
		},
		"headers are immutable and combined": {
			Body: `const r = await fetch(base + '/cookies'); let name; try { r.headers.set('a', 'b'); } catch (e) { name = e.name; }
				return [r.status, r.headers.getSetCookie(), r.headers.get('x-two'), r.headers.get('set-cookie'), name];`,
			Want: `[418, ["a=1", "b=2"], "1, 2", "a=1, b=2", "TypeError"]`,
		},
		"a refused connection has Node's code": {
			Body: `try { await fetch('http://127.0.0.1:9999/'); } catch (e) { return [e.name, e.message, e.cause.code, e.cause.message, e.cause.syscall, e.cause.port]; }`,
			Want: `["TypeError", "fetch failed", "ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:9999", "connect", 9999]`,
		},
		"a bad port is never asked": {
			Body: `try { await fetch('http://127.0.0.1:25/'); } catch (e) { return [e.message, e.cause.message]; }`,
			Want: `["fetch failed", "bad port"]`,
		},
		"HEAD has no body": {
			Body: `const r = await fetch(base + '/echo', { method: 'HEAD' }); return [r.status, r.body, await r.text()];`,
			Want: `[200, null, ""]`,
		},
		"what stops too early ends there": {
			Body: `const f = async (n) => (await (await fetch(base + '/half/' + n)).text()).length; return [await f(1), await f(30)];`,
			Want: `[0, 120]`,
		},
		"a status line is UTF-8": {
			Body: `return (await fetch(base + '/reason')).statusText;`,
			Want: `"Très"`,
		},
		"what is no HTTP": {
			Body: `try { await fetch(base + '/garbage'); } catch ({ cause }) { return [Object.keys(cause), cause.constructor.name, cause.message, cause.code]; }`,
			Want: `[["name", "code"], "HTTPParserError", "Response does not match the HTTP/1.1 protocol (Expected HTTP/)", "HPE_INVALID_CONSTANT"]`,
		},
		"headers that undici refuses": {
			Body: `const f = async (name, value) => { try { await fetch(base + '/echo', { headers: { [name]: value } }); return 'sent'; } catch ({ cause }) { return cause.message; } };
				return [await f('connection', 'upgrade'), await f('connection', 'Close'), await f('transfer-encoding', 'chunked'), await f('expect', '100-continue')];`,
			Want: `["invalid connection header", "sent", "invalid transfer-encoding header", "expect header not supported"]`,
		},
		"a range is asked for as it is": {
			Body: `return (await (await fetch(base + '/headers', { headers: { range: 'bytes=0-1' } })).text()).includes('Accept-Encoding="identity"');`,
			Want: `true`,
		},
		"a response that was aborted before it was read": {
			Body: `const c = new AbortController(); const r = await fetch(base + '/echo', { signal: c.signal }); c.abort('why');
				try { await r.text(); } catch (e) { return [e.name, e.message]; }`,
			Want: `["AbortError", "The operation was aborted."]`,
		},
		"integrity": {
			Body: `const ok = await (await fetch('data:,hi', { integrity: 'sha256-j0NDRmSPa5bfid2pAcUXaxCm2Dlh3TwayItZstwyeqQ=' })).text();
				try { await fetch('data:,ho', { integrity: 'sha256-j0NDRmSPa5bfid2pAcUXaxCm2Dlh3TwayItZstwyeqQ=' }); } catch (e) { return [ok, e.cause.message]; }`,
			Want: `["hi", "integrity mismatch"]`,
		},
	})
}

func TestBodies(t *testing.T) {
	runFetch(t, map[string]jstest.Case{
		"a form streams its parts": {
			Body: `const form = new FormData(); form.append('a', '1'); form.append('f', new Blob(['x', 'yz']));
				const sizes = []; for await (const c of new Response(form).body) sizes.push(c.length > 20 ? 'head' : c.length); return sizes;`,
			Want: `["head", "head", 1, 2, 2, "head"]`,
		},
		"a blob streams its parts, also after its text was read": {
			Body: `const b = new Blob(['abc', '', new Uint8Array(2), 'é']);
				const sizes = async (blob) => { const out = []; for await (const c of blob.stream()) out.push(c.length); return out; };
				return [await sizes(b), await b.text(), await sizes(b), await sizes(b.slice(2, 6))];`,
			Want: `[[3, 2, 2], "abc\u0000\u0000é", [3, 2, 2], [1, 2, 1]]`,
		},
		"what looks like a FormData is one": {
			Body: `const none = () => {}; const r = new Response({ [Symbol.toStringTag]: 'FormData', append: none, delete: none, get: none, getAll: none, has: none, set: none,
					*[Symbol.iterator]() { yield ['a', '1']; } }); return [...await r.formData()];`,
			Want: `[["a", "1"]]`,
		},
		"an async iterable may give nothing": {
			Body: `return await new Response((async function* () { yield ''; yield 'a'; yield []; yield [66]; })()).text();`,
			Want: `"aB"`,
		},
		"buffers that may change are refused": {
			Body: `const f = (b) => { try { return new Response(b); } catch (e) { return e.message; } };
				return [f(new Uint8Array(new SharedArrayBuffer(1))), f(new ArrayBuffer(1, { maxByteLength: 2 }))];`,
			Want: `["ArrayBuffer: SharedArrayBuffer is not allowed.", "ArrayBuffer: Received a resizable ArrayBuffer."]`,
		},
		"names and values are converted before they are checked, once": {
			Body: `const log = []; const h = new Headers(); const text = (s) => ({ toString() { log.push(s); return s; } });
				h.append(text('a'), text('1')); try { h.set('bad name', Symbol('s')); } catch (e) { log.push(e.message); } return log;`,
			Want: `["a", "1", "Headers.set: value is a symbol, which cannot be converted to a DOMString."]`,
		},
	})
}

func TestRedirects(t *testing.T) {
	runFetch(t, map[string]jstest.Case{
		"a redirect is followed": {
			Body: `const r = await fetch(base + '/redirect/302?to=/echo#frag'); return [r.redirected, r.url === base + '/echo', await r.text()];`,
			Want: `[true, true, "GET  "]`,
		},
		"303 turns PUT into GET": {
			Body: `return await (await fetch(base + '/redirect/303?to=/echo', { method: 'PUT', body: 'x' })).text();`,
			Want: `"GET  "`,
		},
		"302 leaves PUT alone": {
			Body: `return await (await fetch(base + '/redirect/302?to=/echo', { method: 'PUT', body: 'x' })).text();`,
			Want: `"PUT  x"`,
		},
		"307 keeps the body": {
			Body: `return await (await fetch(base + '/redirect/307?to=/echo', { method: 'POST', body: 'x' })).text();`,
			Want: `"POST  x"`,
		},
		"credentials stay with their origin": {
			Body: `const f = async (to) => { const r = await fetch(base + '/redirect/302?to=' + encodeURIComponent(to + '/echo'), { headers: { authorization: 's' } }); return [r.type, await r.text()]; };
				return [await f(base), await f(other)];`,
			Want: `[["basic", "GET s "], ["cors", "GET  "]]`,
		},
		"manual gives the redirect itself": {
			Body: `const r = await fetch(base + '/redirect/301?to=/echo', { redirect: 'manual' }); return [r.status, r.headers.get('location'), r.type, r.redirected];`,
			Want: `[301, "/echo", "basic", false]`,
		},
		"error refuses": {
			Body: `try { await fetch(base + '/redirect/301?to=/echo', { redirect: 'error' }); } catch (e) { return [e.message, e.cause.message]; }`,
			Want: `["fetch failed", "unexpected redirect"]`,
		},
		"there is an end": {
			Body: `try { await fetch(base + '/redirect/301?to=' + encodeURIComponent(base + '/redirect/301?to=')); } catch (e) { return [e.message, e.cause.message]; }`,
			Want: `["fetch failed", "redirect count exceeded"]`,
		},
		"no location, no redirect": {
			Body: `const r = await fetch(base + '/redirect/304'); return [r.status, r.redirected];`,
			Want: `[304, false]`,
		},
	})
}

func TestSchemes(t *testing.T) {
	runFetch(t, map[string]jstest.Case{
		"data": {
			Body: `const f = async (u) => { const r = await fetch(u); return [r.status, r.headers.get('content-type'), await r.text()]; };
				return [await f('data:,a%20b#c'), await f('data:text/html;charset=x;base64,aGk='), await f('data:;charset=utf-8,x')];`,
			Want: `[[200, "text/plain;charset=US-ASCII", "a b"], [200, "text/html;charset=x", "hi"], [200, "text/plain;charset=utf-8", "x"]]`,
		},
		"blob": {
			Body: `const r = await fetch(URL.createObjectURL(new Blob(['xyz'], { type: 'a/b' }))); return [r.headers.get('content-type'), r.headers.get('content-length'), await r.text()];`,
			Want: `["a/b", "3", "xyz"]`,
		},
		"part of a blob": {
			Body: `const u = URL.createObjectURL(new Blob(['0123456789'])); const f = async (range) => {
					try { const r = await fetch(u, { headers: { range } }); return [r.status, r.headers.get('content-range'), await r.text()]; } catch (e) { return e.cause.message; } };
				return [await f('bytes=2-4'), await f('bytes=-3'), await f('bytes=10-'), await f('bytes=-')];`,
			Want: `[[206, "bytes 2-4/10", "23"], [206, "bytes 7-9/10", "78"], "failed to fetch the data URL", "failed to fetch the data URL"]`,
		},
		"HEAD of a data URL": {
			Body: `const r = await fetch('data:,x', { method: 'HEAD' }); return [r.status, r.body];`,
			Want: `[200, null]`,
		},
		"unknown schemes fail": {
			Body: `const f = async (u) => { try { await fetch(u); } catch (e) { return [e.message, e.cause.message]; } };
				return [await f('ftp://a/'), await f('data:x'), await f('about:blank'), await f('blob:nodedata:x')];`,
			Want: `[["fetch failed", "unknown scheme"], ["fetch failed", "failed to fetch the data URL"], ["fetch failed", "about scheme is not supported"], ["fetch failed", "invalid method"]]`,
		},
	})
}

func TestAbort(t *testing.T) {
	s, hang := server(t)
	for name, c := range map[string]struct {
		body, want string
		gaveUp     bool
	}{
		"before": {
			body: `try { await fetch(base + '/echo', { signal: AbortSignal.abort('why') }); } catch (e) { return e; }`,
			want: "why",
		},
		"while the headers are awaited": {
			body: `const c = new AbortController(); fetch(base + '/arrived').then(() => c.abort());
				try { await fetch(base + '/hang', { signal: c.signal }); } catch (e) { return e.name + ': ' + e.message; }`,
			want: "AbortError: This operation was aborted", gaveUp: true,
		},
		"while the body is read": {
			body: `const c = new AbortController(); const r = await fetch(base + '/hang?body', { signal: c.signal });
				fetch(base + '/arrived').then(() => c.abort('enough')); try { await r.text(); } catch (e) { return e; }`,
			want: "enough", gaveUp: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := jstest.Run(t, js.Options{Extensions: webapi.Extensions()}, fmt.Sprintf("const base = %q;\n%s", s.URL, c.body))
			if err != nil || got != c.want {
				t.Errorf("got %v, %v; want %q", got, err, c.want)
			}
			if !c.gaveUp {
				return
			}
			select {
			case <-hang:
			case <-time.After(5 * time.Second):
				t.Error("the server was not told")
			}
		})
	}
}

// A recording answers round trips without a network.
type recording struct{ requests []string }

func (r *recording) RoundTrip(request int, req *http.Request) (*http.Response, error) {
	body, _ := req.Body.(interface{ Bytes() []byte })
	r.requests = append(r.requests, fmt.Sprintf("%d %s %s", request, req.URL, body.Bytes()))
	return &http.Response{Status: "201 Made", StatusCode: 201, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("recorded"))}, nil
}

var _ fetch.Upstream = (*recording)(nil)

func TestTheHostIsTheUpstream(t *testing.T) {
	up := &recording{}
	got, err := jstest.Run(t, js.Options{Extensions: webapi.Extensions(), Host: up}, `
		const { run } = require('internal:js/context');
		const r = await run({ request: 7, stores: null }, () => fetch('https://example.com/x#y', { method: 'POST', body: 'é' }));
		return [r.status, r.statusText, await r.text()];`)
	if err != nil || fmt.Sprint(got) != "[201 Made recorded]" {
		t.Errorf("got %v, %v", got, err)
	}
	if fmt.Sprint(up.requests) != "[7 https://example.com/x é]" {
		t.Errorf("requests: %v", up.requests)
	}
}
