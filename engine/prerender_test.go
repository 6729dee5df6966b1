package engine

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/event"
	"routescope/engine/route"
)

// What Next.js prints in these cases was compared with next build.
func TestPrerender(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string // stage, place and message of each conflict
	}{
		"answers that can be made": {
			files: map[string]string{
				"app/a/route.ts":      "export const dynamic = 'force-static'\nexport function GET() { return new Response('x') }",
				"app/b/[id]/route.ts": "export function generateStaticParams() { return [{ id: '1' }] }\nexport async function GET(r, { params }) { return new Response((await params).id) }",
				"app/robots.ts":       "export default function robots() { return { rules: { userAgent: '*' } } }",
			},
		},
		"a handler that turns out to need the request": {
			files: map[string]string{"app/a/route.ts": "export const revalidate = 60\nexport function GET(it) { return new Response(it.url) }"},
		},
		"handlers for every request are not run": {
			files: map[string]string{
				"app/a/route.ts":      "export function GET() { throw new Error('ran') }",
				"app/b/route.ts":      "export const dynamic = 'force-static'\nexport function GET() { throw new Error('ran') }\nexport function POST() {}",
				"app/c/[id]/route.ts": "export const dynamic = 'error'\nexport function GET() { throw new Error('ran') }",
				"pages/api/d.ts":      "export default function handler() { throw new Error('ran') }",
			},
		},
		"a delay is not waited for": {
			files: map[string]string{"app/a/route.ts": "export const revalidate = 60\nexport async function GET() { await new Promise(done => setTimeout(done, 50000)); return new Response('x') }"},
		},
		"an error in what the handler calls": {
			files: map[string]string{
				"app/a/route.ts": "import { need } from '../../lib/need'\nexport const dynamic = 'force-static'\nexport function GET() { return Response.json(need('DB')) }",
				"lib/need.ts":    "export function need(name: string) {\n  throw new TypeError(name + ' is not set')\n}",
			},
			want: "next build lib/need.ts:2 app/a/route.ts\n" + prerenderWords("/a", "/a/route", "TypeError: DB is not set"),
		},
		"a request with dynamic = 'error'": {
			files: map[string]string{"app/a/route.ts": "export const dynamic = 'error'\nexport function GET(request) {\n  return new Response(request.url)\n}"},
			want:  "next build app/a/route.ts:3\n" + prerenderWords("/a", "/a/route", "Error: Route /a with `dynamic = \"error\"` couldn't be rendered statically because it used `request.url`."),
		},
		"one of the listed paths": {
			files: map[string]string{"app/b/[id]/route.ts": "export function generateStaticParams() { return [{ id: '1' }, { id: 'b é' }] }\nexport async function GET(r, { params }) {\n  if ((await params).id !== '1') throw new Error('no such thing')\n  return new Response('x')\n}"},
			want:  "next build app/b/[id]/route.ts:3\n" + prerenderWords("/b/b é", "/b/[id]/route", "Error: no such thing"),
		},
		"the list of paths": {
			files: map[string]string{"app/b/[id]/route.ts": "export function generateStaticParams() { throw new Error('no list') }\nexport function GET() { return new Response('x') }"},
			want:  "next build app/b/[id]/route.ts:1\nError: no list\nFailed to collect page data for /b/[id]",
		},
		"metadata": {
			files: map[string]string{"app/sitemap.ts": "export default function sitemap() { throw new Error('no database') }"},
			want:  "next build app/sitemap.ts:1\n" + prerenderWords("/sitemap.xml", "/sitemap.xml/route", "Error: no database"),
		},
		"a file that does not compile": {
			files: map[string]string{"app/a/route.ts": "import x from 'not-installed'\nexport const revalidate = 60\nexport function GET() { return new Response(x) }"},
			want:  "nothing app/a/route.ts:1\nWhat next build makes ahead of time for /a could not be tried: Module not found: Can't resolve 'not-installed'",
		},
		"nothing runs if the build stops before": {
			files: map[string]string{
				"app/a/route.ts": "export const dynamic = 'force-static'\nexport function GET() { throw new Error('ran') }",
				"app/b/route.ts": "export const dynamic = 'sometimes'\nexport function GET() {}",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := open(t, archiveOf(c.files), func(o *Options) { o.VirtualTime = true })
			var got []string
			for _, found := range e.Prerender(t.Context(), 20*time.Second) {
				if found.Kind != route.Prerendering || found.Hint == "" {
					t.Errorf("incomplete: %+v", found)
				}
				files := fmt.Sprintf("%s:%d %s", found.Files[0], found.Line, strings.Join(found.Files[1:], " "))
				got = append(got, fmt.Sprintf("%s %s\n%s", found.Stops, strings.TrimSpace(files), found.Message))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func archiveOf(files map[string]string) string {
	var b strings.Builder
	for name, text := range files {
		fmt.Fprintf(&b, "-- %s --\n%s\n", name, text)
	}
	return b.String()
}

func prerenderWords(path, page, thrown string) string {
	return fmt.Sprintf("Error occurred prerendering page %q. Read more: https://nextjs.org/docs/messages/prerender-error\n%s\nExport encountered an error on %s: %s, exiting the build.", path, thrown, page, path)
}

func TestPrerenderEndsInTime(t *testing.T) {
	e := open(t, archiveOf(map[string]string{
		"app/a/route.ts": "export const revalidate = 60\nexport function GET() { return new Promise(() => {}) }",
		"app/b/route.ts": "export const revalidate = 60\nexport function GET() { throw new Error('meanwhile') }",
	}))
	found := e.Prerender(t.Context(), time.Second)
	if len(found) != 2 || found[0].Stops != route.Nothing || !strings.Contains(found[0].Message, "was not made within 1s") || found[1].Stops != route.Build {
		t.Errorf("got %+v", found)
	}
}

func TestPrerenderedAnswersAreKept(t *testing.T) {
	e := open(t, archiveOf(map[string]string{
		"app/a/route.ts": "let n = 0\nexport const dynamic = 'force-static'\nexport function GET() { return new Response(String(++n)) }",
	}))
	if found := e.Prerender(t.Context(), 20*time.Second); len(found) > 0 {
		t.Fatal(found)
	}
	var outcomes []string
	_ = e.Do(t.Context(), &Request{Target: "/a"}, func(ev event.Event) {
		if read, ok := ev.(*event.CacheRead); ok {
			outcomes = append(outcomes, read.Outcome)
		}
	})
	if diff := cmp.Diff([]string{"HIT"}, outcomes); diff != "" {
		t.Error(diff)
	}
}
