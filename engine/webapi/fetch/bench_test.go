package fetch_test

import (
	"fmt"
	"testing"

	"routescope/engine/js"
	"routescope/engine/webapi"
	"routescope/engine/webapi/internal/jstest"
)

// What every exchange with a handler costs besides the handler: each body runs
// n times in one isolate.
func BenchmarkExchange(b *testing.B) {
	for name, body := range map[string]string{
		"json": `
			const request = createServerRequest({ method: 'GET', url: 'http://localhost:3000/api/users/7', headers: wire });
			request.headers.get('accept');
			const response = Response.json({ id: 7, name: 'Ada' });
			statusOf(response); headerPairs(response); bodyOf(response);`,
		"json with headers": `
			const request = createServerRequest({ method: 'GET', url: 'http://localhost:3000/api/users/7', headers: wire });
			request.headers.get('accept');
			const response = Response.json({ id: 7 }, { status: 201, headers: { 'x-a': '1', 'Cache-Control': 'no-store' } });
			statusOf(response); headerPairs(response); bodyOf(response);`,
		"text in": `
			const request = createServerRequest({ method: 'POST', url: 'http://localhost:3000/', headers: wire, body: source });
			const { a } = await request.json();
			const response = new Response('x' + a);
			headerPairs(response); bodyOf(response);`,
		"new Request": `new Request('http://localhost:3000/api', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }).headers.get('accept');`,
		"new URL":     `new URL('http://localhost:3000/api/users/7?q=1&page=2').searchParams.get('page');`,
		"new Headers": `new Headers({ 'content-type': 'a/b', accept: '*/*' }).get('accept');`,
	} {
		b.Run(name, func(b *testing.B) {
			_, err := jstest.Run(b, js.Options{Extensions: webapi.Extensions()}, fmt.Sprintf(`
				const { createServerRequest, statusOf, headerPairs, bodyOf } = require('internal:webapi/fetch/internal');
				const { Request, Response, Headers, URL } = globalThis;
				const wire = ['host', 'localhost:3000', 'accept', '*/*', 'user-agent', 'curl/8', 'accept-encoding', 'gzip'];
				const source = { text: async () => '{"a":1}' };
				for (let i = 0; i < %d; i++) {%s}`, b.N, body))
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}
