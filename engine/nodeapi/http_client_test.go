package nodeapi_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// clientHead is what the cases of TestClientRequest share. ask() sends a request
// and gives what the upstream saw of it.
const clientHead = `
	const http = await import('node:http');
	const text = async (res) => { let all = ''; for await (const part of res.setEncoding('utf8')) all += part; return all; };
	const answer = (req) => new Promise((resolve, reject) => req.on('response', resolve).on('error', reject));
	const ask = async (options, body) => {
		const req = http.request(base, options);
		req.end(body);
		return JSON.parse(await text(await answer(req)));
	};
	const events = (emitter, ...names) => { const log = []; for (const name of names) emitter.on(name, (e) => log.push(e?.code ?? name)); return log; };
	const until = (emitter, name) => new Promise((resolve) => emitter.on(name, resolve));
`

// upstreamEcho answers with what it was asked.
func upstreamEcho(t *testing.T) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch r.URL.Path {
		case "/never":
			<-r.Context().Done()
			return
		case "/coded":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write([]byte("as it is"))
			return
		case "/empty":
			w.Header().Add("Set-Cookie", "a=1")
			w.Header().Add("Set-Cookie", "b=2")
			w.WriteHeader(http.StatusNoContent)
			return
		case "/cut":
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("some"))
			return
		}
		headers := map[string]string{}
		for name := range r.Header {
			headers[strings.ToLower(name)] = r.Header.Get(name)
		}
		_ = json.NewEncoder(w).Encode(map[string]any{
			"method": r.Method, "path": r.RequestURI, "headers": headers, "body": string(body), "length": r.ContentLength,
		})
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// What http.request() sends and how its events go; the values are Node.js's.
func TestClientRequest(t *testing.T) {
	base := upstreamEcho(t)
	r := newRunner(t)
	defer r.close()
	for name, c := range map[string]struct{ code, want string }{
		"a GET has no body and the path of its options": {
			`const { method, path, body, length, headers } = await ask({ path: '/p?q=1', headers: { 'X-A': ['1'], accept: 'x/y' } });
			return { method, path, body, length, a: headers['x-a'], accept: headers.accept, agent: headers['user-agent'] ?? null };`,
			`{"method":"GET","path":"/p?q=1","body":"","length":0,"a":"1","accept":"x/y","agent":null}`,
		},
		"a body in one piece tells its length": {
			`const { body, length } = await ask({ method: 'POST' }, 'grüß'); return [body, length];`,
			`["grüß",6]`,
		},
		"pieces written at once are one body": {
			`const req = http.request(base, { method: 'PUT' }); req.write('a'); req.write(Buffer.from('b')); req.end('c');
			const { method, body } = JSON.parse(await text(await answer(req))); return [method, body];`,
			`["PUT","abc"]`,
		},
		"a body written bit by bit is streamed": {
			`const { Readable } = await import('node:stream'); const req = http.request(base, { method: 'POST' });
			Readable.from((async function* () { for (const part of ['one ', 'two ', 'three']) { await new Promise((r) => setTimeout(r, 2)); yield part; } })()).pipe(req);
			const { body, length } = JSON.parse(await text(await answer(req))); return [body, length];`,
			`["one two three",-1]`,
		},
		"a streamed body has the length its headers tell": {
			`const req = http.request(base, { method: 'POST', headers: { 'Content-Length': 4 } }); req.write('ab'); await new Promise((r) => setTimeout(r, 5)); req.end('cd');
			const { body, length } = JSON.parse(await text(await answer(req))); return [body, length];`,
			`["abcd",4]`,
		},
		"credentials of the URL are sent": {
			`const url = new URL(base); url.username = 'ada'; url.password = 'p%40ss'; const req = http.get(url);
			return JSON.parse(await text(await answer(req))).headers.authorization;`,
			`"Basic YWRhOnBAc3M="`,
		},
		"a coded body stays coded": {
			`const res = await answer(http.get(base + '/coded')); return [res.headers['content-encoding'], await text(res)];`,
			`["gzip","as it is"]`,
		},
		"a response has its status and headers": {
			`const req = http.get(base + '/empty'); const res = await answer(req); const body = await text(res);
			return [res.statusCode, res.statusMessage, res.headers['set-cookie'], body, res.complete, res.req === req, res.method];`,
			`[204,"No Content",["a=1","b=2"],"",true,true,null]`,
		},
		"the events of a request come in order": {
			`const req = http.get(base); const log = events(req, 'socket', 'finish', 'response', 'close'); const res = await answer(req);
			res.on('end', () => log.push('end')); res.resume(); await until(req, 'close'); return [log, req.destroyed, req.headersSent];`,
			`[["socket","finish","response","end","close"],true,true]`,
		},
		"a server that is not there is an error": {
			`const req = http.get('http://127.0.0.1:1/'); const log = events(req, 'error', 'close'); await until(req, 'close'); return log;`,
			`["ECONNREFUSED","close"]`,
		},
		"a request that is given up hangs up": {
			`const req = http.get(base + '/never'); const log = events(req, 'error', 'abort', 'close'); setTimeout(() => req.destroy(), 5); await until(req, 'close'); return log;`,
			`["ECONNRESET","close"]`,
		},
		"a signal aborts": {
			`const req = http.get(base + '/never', { signal: AbortSignal.timeout(5) }); const error = await until(req, 'error'); return [error.name, error.code];`,
			`["AbortError","ABORT_ERR"]`,
		},
		"a timeout is told, and no more": {
			`const req = http.get(base + '/never', { timeout: 5 }); await until(req, 'timeout'); const still = req.destroyed; req.destroy(new Error('late'));
			return [still, (await until(req, 'error')).message];`,
			`[false,"late"]`,
		},
		"a response that is cut is aborted": {
			`const res = await answer(http.get(base + '/cut')); let got = ''; res.on('data', (d) => (got += d));
			const error = await until(res, 'error'); return [got, error.code, error.message, res.complete, res.aborted];`,
			`["some","ECONNRESET","aborted",false,true]`,
		},
		"https.request() wants https": {
			`const https = await import('node:https'); try { https.request('http://a.example'); } catch (e) { return [e.name, e.code, e.message]; }`,
			`["TypeError","ERR_INVALID_PROTOCOL","Protocol \"http:\" not supported. Expected \"https:\""]`,
		},
		"a path with a space is refused": {
			`try { http.request({ path: '/a b' }); } catch (e) { return [e.name, e.code, e.message]; }`,
			`["TypeError","ERR_UNESCAPED_CHARACTERS","Request path contains unescaped characters"]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			expectJSON(t, r, "const base = '"+base+"';"+clientHead+c.code, c.want)
		})
	}
}
