package nodeapi_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// httpHead makes a response that logs what it would send.
const httpHead = `
	const { IncomingMessage, ServerResponse } = await import('node:http');
	const log = [];
	const make = (method = 'GET', whole = false, onChunk = (c) => { log.push(typeof c === 'string' ? c : [...c]); }) => {
		const req = new IncomingMessage({ method, url: '/x', headers: [], remoteAddress: '127.0.0.1:5' });
		return new ServerResponse(req, {
			onHead: (...head) => log.push(head), onChunk, onEnd: (trailer) => log.push(trailer === '' ? 'end' : ['end', trailer]),
			onWhole: whole ? (...all) => log.push(['whole', ...all]) : undefined,
		});
	};
	const closed = (res) => new Promise((resolve) => res.on('close', resolve));
	const codeOf = (f) => { try { f(); return 'ok'; } catch (e) { return e.code; } };
`

// What an API route's request and response do; the values are those that
// Node.js's own show on the wire and in their properties.
func TestServerResponse(t *testing.T) {
	r := newRunner(t)
	defer r.close()
	for name, c := range map[string]struct{ code, want string }{
		"chunks go out one by one": {
			`const res = make(); res.setHeader('X-A', ['1', '2']); res.write('é'); res.write(Buffer.from([1])); res.end('z', 'latin1');
			await closed(res); return log;`,
			`[[200,"OK","X-A\n1\nX-A\n2"],"é",[1],[122],"end"]`,
		},
		"a body in one piece tells its length": {
			`const res = make('GET', true); res.statusCode = 404; res.end('né'); await closed(res); return log;`,
			`[["whole",404,"Not Found","Content-Length\n3","né"]]`,
		},
		"HEAD has no body": {
			`const res = make('HEAD', true); res.end('abc'); await closed(res); return log;`,
			`[["whole",200,"OK","",""]]`,
		},
		"a head that was fixed before end tells no length": {
			`const res = make('GET', true); res.writeHead(200); res.end('abc'); await closed(res); return log;`,
			`[["whole",200,"OK","","abc"]]`,
		},
		"trailers come with the end": {
			`const res = make(); res.setHeader('Trailer', 'X-Sum'); res.write('a'); res.addTrailers({ 'X-Sum': '1' }); res.end(); await closed(res); return log;`,
			`[[200,"OK","Trailer\nX-Sum"],"a",["end","X-Sum\n1"]]`,
		},
		"204 drops what is written": {
			`const res = make(); res.writeHead(204); res.write('no'); res.end(); await closed(res); return log;`,
			`[[204,"No Content",""],"end"]`,
		},
		"writeHead adds to headers set before": {
			`const res = make(); res.setHeader('content-type', 'a'); res.writeHead(201, 'Made', { 'X-B': 1, 'Content-Type': 'b' });
			res.flushHeaders(); return [log, res.headersSent, { ...res.getHeaders() }];`,
			`[[[201,"Made","Content-Type\nb\nX-B\n1"]],true,{"content-type":"b","x-b":1}]`,
		},
		"back-pressure waits for the client": {
			`const taken = []; const res = make('GET', false, () => new Promise((resolve) => taken.push(resolve)));
			const full = res.write('x'.repeat(20000)); setTimeout(() => taken.shift()(), 1);
			await new Promise((resolve) => res.once('drain', resolve)); return [full, res.writableNeedDrain];`,
			`[false,false]`,
		},
		"finish comes before close": {
			`const res = make(); for (const n of ['finish', 'close']) res.on(n, () => log.push(n)); res.end(); await closed(res);
			return [log, res.writableEnded, res.writableFinished, res.finished];`,
			`[[[200,"OK","Content-Length\n0"],"end","finish","close"],true,true,true]`,
		},
		"errors have Node's codes": {
			`const late = make(); late.writeHead(200);
			return [codeOf(() => late.setHeader('a', 'b')), codeOf(() => late.writeHead(200)), codeOf(() => make().setHeader('a b', 'x')),
				codeOf(() => make().setHeader('a', 'x\n')), codeOf(() => make().setHeader('a')), codeOf(() => make().writeHead(99)),
				codeOf(() => make().writeHead(200, 'a\nb')), codeOf(() => make().write(5)), codeOf(() => make().write(null)), codeOf(() => make().end({}))];`,
			`["ERR_HTTP_HEADERS_SENT","ERR_HTTP_HEADERS_SENT","ERR_INVALID_HTTP_TOKEN","ERR_INVALID_CHAR","ERR_HTTP_INVALID_HEADER_VALUE","ERR_HTTP_INVALID_STATUS_CODE","ERR_INVALID_CHAR","ERR_INVALID_ARG_TYPE","ERR_STREAM_NULL_VALUES","ERR_INVALID_ARG_TYPE"]`,
		},
		"streams pipe into it": {
			`const { Readable } = await import('node:stream'); const { pipeline } = await import('node:stream/promises');
			const res = make(); await pipeline(Readable.from(['a', 'b']), res); return log;`,
			`[[200,"OK",""],"a","b","end"]`,
		},
	} {
		t.Run(name, func(t *testing.T) { expectJSON(t, r, httpHead+c.code, c.want) })
	}
}

func TestIncomingMessage(t *testing.T) {
	r := newRunner(t)
	defer r.close()
	const head = `const { IncomingMessage } = await import('node:http');`
	for name, c := range map[string]struct{ code, want string }{
		"headers join as in Node.js": {
			`const m = new IncomingMessage({ method: 'GET', headers: ['Host', 'a', 'host', 'b', 'Cookie', 'a=1', 'cookie', 'b=2', 'X', '1', 'x', '2', 'Set-Cookie', 'q'] });
			return [m.headers, m.headersDistinct.host, m.rawHeaders.length, m.httpVersion];`,
			`[{"host":"a","cookie":"a=1; b=2","x":"1, 2","set-cookie":["q"]},["a","b"],14,"1.1"]`,
		},
		"a body arrives as it is read": {
			`const parts = [Buffer.from('a'), Buffer.from('b'), null];
			const m = new IncomingMessage({ method: 'POST', headers: [], read: async () => parts.shift() });
			let text = ''; for await (const c of m) text += c; return [text, m.complete];`,
			`["ab",true]`,
		},
		"a client that goes aborts it": {
			`let gone; const m = new IncomingMessage({ method: 'POST', headers: [], read: () => new Promise(() => {}), onGone: (fn) => { gone = fn; } });
			const error = new Promise((resolve) => m.on('error', resolve)); m.resume(); gone(); return [(await error).code, m.aborted, m.complete];`,
			`["ECONNRESET",true,false]`,
		},
		"addresses are split": {
			`return ['127.0.0.1:80', '[::1]:81', '::1', '10.0.0.1'].map((remoteAddress) => { const { socket } = new IncomingMessage({ method: 'GET', headers: [], remoteAddress }); return [socket.remoteAddress, socket.remotePort ?? null, socket.remoteFamily]; });`,
			`[["127.0.0.1",80,"IPv4"],["::1",81,"IPv6"],["::1",null,"IPv6"],["10.0.0.1",null,"IPv4"]]`,
		},
	} {
		t.Run(name, func(t *testing.T) { expectJSON(t, r, head+c.code, c.want) })
	}
}

// expectJSON runs the body of an async function, as the corpus does.
func expectJSON(t *testing.T, r *runner, code, want string) {
	t.Helper()
	got := r.run(snippet{ID: t.Name(), Code: code})
	if got.Throws != nil {
		t.Fatal(got)
	}
	if diff := cmp.Diff(decode(json.RawMessage(want)), decode(got.Expect)); diff != "" {
		t.Error(diff)
	}
}
