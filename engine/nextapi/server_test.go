package nextapi_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/engine"
)

// Expectations are what next/server of Next.js 16.4.6 answers in Node.js.
func TestServer(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"url stays when nextUrl changes": {
			`const r = new NextRequest('http://a/b?c'); r.nextUrl.pathname = '/z'; return [r.url, r.nextUrl.href];`,
			`["http://a/b?c", "http://a/z?c"]`,
		},
		"removed members throw errors of their own": {
			`const r = new NextRequest('http://a/'); return ['page', 'ua'].map((k) => { try { return r[k]; } catch (e) { return e.constructor.name; } });`,
			`["RemovedPageError", "RemovedUAError"]`,
		},
		"slashes at the end of a pathname": {
			`return ['http://a/b/', 'http://a//', 'http://a/b'].map((s) => { const u = new NextRequest(s).nextUrl; const before = u.href; u.pathname = '/z'; return [before, u.href]; });`,
			`[["http://a/b/", "http://a/z/"], ["http://a//", "http://a/z/"], ["http://a/b", "http://a/z"]]`,
		},
		"the data of a page has the page's pathname": {
			`const u = new NextRequest('http://a/_next/data/B/x/y.json').nextUrl; const seen = [u.pathname, u.buildId]; u.pathname = '/'; return [...seen, u.href];`,
			`["/x/y", "B", "http://a/_next/data/B/index.json"]`,
		},
		"of a chain of cookies a proxy hears the first": {
			`const r = new NextResponse(); const jar = r.cookies.set('a', '1').set('b', '2'); return [r.headers.get('x-middleware-set-cookie'), r.headers.getSetCookie(), jar === r.cookies, r.cookies === r.cookies];`,
			`["a=1; Path=/", ["a=1; Path=/", "b=2; Path=/"], false, true]`,
		},
		"a response has no url of its own": {
			`return [new NextResponse('x', { url: 'http://u/' }).url, (() => { try { new NextResponse('x', { url: 'bad' }); } catch (e) { return e.message; } })()];`,
			`["", "Invalid URL"]`,
		},
		"ImageResponse has moved": {
			`try { new ImageResponse(); } catch (e) { return e.message; }`,
			`"ImageResponse moved from \"next/server\" to \"next/og\" since Next.js 14, please import from \"next/og\" instead"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := open(t, `
-- app/route.js --
import { NextRequest, NextResponse, ImageResponse } from 'next/server';
const answer = () => { `+c.body+` };
export const GET = () => Response.json(answer());
`)
			_, body := send(t, e, &engine.Request{Target: "/"})
			var got, want any
			if err := json.Unmarshal([]byte(c.want), &want); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(body), &got); err != nil {
				t.Fatalf("%v in %q", err, body)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
