package urlpattern

import (
	"testing"

	"routescope/engine/js"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/url"
	"routescope/engine/webapi/webidl"
)

func TestURLPattern(t *testing.T) {
	jstest.RunCases(t, js.Options{
		Extensions: []*js.Extension{url.Extension, Extension, webidl.Extension},
		Runtime:    js.Edge,
	}, map[string]jstest.Case{
		"named groups": {
			Body: `const p = new URLPattern({ pathname: '/books/:id' }); const m = p.exec('https://example.com/books/7?q#h');
				return [m.pathname, m.search.input, m.hostname.groups, p.test('https://example.com/books'), p.test('https://example.com/books/7/8')];`,
			Want: `[{"input": "/books/7", "groups": {"id": "7"}}, "q", {"0": "example.com"}, false, false]`,
		},
		"modifiers": {
			Body: `const f = (pathname, path) => new URLPattern({ pathname }).exec({ pathname: path })?.pathname.groups ?? null;
				return [f('/a/:b?', '/a'), f('/a/:b*', '/a/1/2'), f('/a/:b+', '/a'), f('/a{/b}?', '/a/b'), f('/:x.:ext', '/f.txt'), f('/(\\d+)', '/12'), f('/(\\d+)', '/x'), f('/*', '/a/b'), f('/a/*?', '/a')]
					.map((g) => g && JSON.stringify(g));`,
			Want: `["{}", "{\"b\":\"1/2\"}", null, "{}", "{\"x\":\"f\",\"ext\":\"txt\"}", "{\"0\":\"12\"}", null, "{\"0\":\"a/b\"}", "{}"]`,
		},
		"constructor strings": {
			Body: `const p = new URLPattern('https://*.example.com:8080/a/:b\\?q=:q#*');
				return ['protocol', 'username', 'hostname', 'port', 'pathname', 'search', 'hash'].map((k) => p[k]);`,
			Want: `["https", "*", "*.example.com", "8080", "/a/:b", "q=:q", "*"]`,
		},
		"a base URL": {
			Body: `const p = new URLPattern('/x/*', 'https://a.b/c?d#e'); const q = new URLPattern({ pathname: 'y', baseURL: 'https://a.b/c/d' });
				return [p.hostname, p.pathname, p.search, p.test('https://a.b/x/1'), p.test('http://a.b/x/1'), q.pathname, p.test('/x/2', 'https://a.b')];`,
			Want: `["a.b", "/x/*", "*", true, false, "/c/y", true]`,
		},
		"other schemes": {
			Body: `const p = new URLPattern('data\\:foo*'); return [p.protocol, p.pathname, p.test('data:foobar'), new URLPattern('about\\:(blank|x)').test('about:blank')];`,
			Want: `["data", "foo*", true, true]`,
		},
		"case": {
			Body: `return [new URLPattern({ pathname: '/A' }).test({ pathname: '/a' }), new URLPattern({ pathname: '/A' }, { ignoreCase: true }).test({ pathname: '/a' })];`,
			Want: `[false, true]`,
		},
		"patterns are canonical": {
			Body: `const p = new URLPattern({ protocol: 'http', hostname: 'BÜCHER.example', port: '80', pathname: '/é/{x}', search: '?a', hash: '#b' });
				return [p.hostname, p.port, p.pathname, p.search, p.hash, p.hasRegExpGroups, new URLPattern({ pathname: '/(a|b)' }).hasRegExpGroups];`,
			Want: `["xn--bcher-kva.example", "", "/%C3%A9/x", "a", "b", false, true]`,
		},
		"what is wrong throws": {
			Body: `const f = (...a) => { try { new URLPattern(...a); return 'ok'; } catch (e) { return e.name; } };
				return [f('/a'), f({ pathname: '/:a/:a' }), f({ pathname: '/(' }), f({ pathname: '/{a' }), f({}, 'http://a'), f({ pathname: '/((x))' }), f()];`,
			Want: `["TypeError", "TypeError", "TypeError", "TypeError", "TypeError", "TypeError", "ok"]`,
		},
		"a URL that is none does not match": {
			Body: `const p = new URLPattern(); return [p.test('nope'), p.exec({ port: 'x' }), p.test(new URL('http://a/'))];`,
			Want: `[false, null, true]`,
		},
	})
}

func TestNodeHasNone(t *testing.T) {
	jstest.RunCases(t, js.Options{Extensions: []*js.Extension{url.Extension, Extension, webidl.Extension}}, map[string]jstest.Case{
		"the global": {Body: `return typeof globalThis.URLPattern;`, Want: `"undefined"`},
	})
}
