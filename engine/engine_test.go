package engine

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"routescope/engine/event"
)

// open writes a project from a txtar archive and opens it.
func open(t testing.TB, archive string, change ...func(*Options)) *Engine {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		write(t, dir, f.Name, string(f.Data))
	}
	opts := Options{Dir: dir}
	for _, c := range change {
		c(&opts)
	}
	e, err := Open(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func write(t testing.TB, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// An answer is what an exchange came to.
type answer struct {
	status int
	header event.Header
	body   string
	events []event.Event
}

func (a answer) get(name string) string {
	for _, f := range a.header {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// has returns the first event of a type.
func has[E event.Event](a answer) (found E, ok bool) {
	for _, ev := range a.events {
		if e, is := ev.(E); is {
			return e, true
		}
	}
	return found, false
}

func do(t testing.TB, e *Engine, req *Request) answer {
	t.Helper()
	var a answer
	var body strings.Builder
	err := e.Do(t.Context(), req, func(ev event.Event) {
		a.events = append(a.events, ev)
		switch ev := ev.(type) {
		case *event.HeadersSent:
			a.status, a.header = ev.Status, ev.Header
		case *event.ChunkSent:
			body.Write(ev.Data)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	a.body = body.String()
	return a
}

func get(t testing.TB, e *Engine, target string) answer {
	t.Helper()
	return do(t, e, &Request{Target: target})
}

func TestEventsOfAnExchange(t *testing.T) {
	e := open(t, `
-- app/hello/[name]/route.ts --
export async function GET(request: Request, { params }: { params: Promise<{ name: string }> }) {
  const { name } = await params
  console.log('greeting %s', name)
  return Response.json({ hello: name })
}
`)
	a := get(t, e, "/hello/Ada%20L")
	if a.status != 200 || a.body != `{"hello":"Ada L"}` {
		t.Fatalf("got %d %s", a.status, a.body)
	}
	var names []string
	for i, ev := range a.events {
		names = append(names, event.Name(ev))
		if ev.Base().Seq != i || ev.Base().Exchange != 1 {
			t.Errorf("%s has exchange %d, number %d", event.Name(ev), ev.Base().Exchange, ev.Base().Seq)
		}
	}
	want := []string{
		"request.received", "route.matched", "module.compiled", "handler.started", "console.written",
		"handler.returned", "headers.sent", "chunk.sent", "response.ended", "finished",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	if line, _ := has[*event.ConsoleWritten](a); line.Text != "greeting Ada L" || line.From.Line != 3 || line.From.File != "app/hello/[name]/route.ts" {
		t.Errorf("console line %+v", line)
	}
}

func TestMethods(t *testing.T) {
	e := open(t, `
-- app/m/route.ts --
export const GET = () => new Response('got', { headers: { 'x-by': 'GET' } })
export function POST() { return Response.json({ made: true }, { status: 201 }) }
`)
	for method, want := range map[string]struct {
		status int
		body   string
		allow  string
	}{
		"GET":     {200, "got", ""},
		"HEAD":    {200, "", ""},
		"POST":    {201, `{"made":true}`, ""},
		"OPTIONS": {204, "", "GET, HEAD, OPTIONS, POST"},
		"DELETE":  {405, "", ""},
		"PURGE":   {400, "", ""},
	} {
		a := do(t, e, &Request{Method: method, Target: "/m"})
		if a.status != want.status || a.body != want.body || a.get("allow") != want.allow {
			t.Errorf("%s: got %d %q, allow %q", method, a.status, a.body, a.get("allow"))
		}
	}
}

func TestHandlerThatThrowsIsMappedToItsSource(t *testing.T) {
	e := open(t, `
-- app/boom/route.ts --
type Reason = { why: string }

function fail(reason: Reason): never {
  throw new TypeError(reason.why)
}

export async function GET() {
  await Promise.resolve()
  fail({ why: 'no luck' })
}
`)
	a := get(t, e, "/boom")
	if a.status != 500 || a.body != "" {
		t.Errorf("got %d %q", a.status, a.body)
	}
	threw, ok := has[*event.HandlerThrew](a)
	if !ok || threw.Name != "TypeError" || threw.Message != "no luck" {
		t.Fatalf("got %+v", threw)
	}
	want := event.Position{File: "app/boom/route.ts", Line: 4}
	if got := threw.Stack[0].Position; got.File != want.File || got.Line != want.Line {
		t.Errorf("thrown at %+v", got)
	}
}

func TestSyntaxErrorNamesTheLine(t *testing.T) {
	e := open(t, `
-- app/broken/route.ts --
export function GET() {
  return Response.json({ a: 1 )
}
`)
	a := get(t, e, "/broken")
	threw, ok := has[*event.HandlerThrew](a)
	if a.status != 500 || !ok || len(threw.Stack) == 0 || threw.Stack[0].Line != 2 {
		t.Errorf("got %d, %+v", a.status, threw)
	}
}

func TestModuleStateIsSharedAndSurvives(t *testing.T) {
	e := open(t, `
-- lib/count.ts --
export const state = { n: 0 }
-- app/a/route.ts --
import { state } from '../../lib/count'
export const GET = () => Response.json(++state.n)
-- app/b/route.ts --
import { state } from '../../lib/count'
export const GET = () => Response.json(++state.n)
`)
	for i, target := range []string{"/a", "/b", "/a"} {
		if a := get(t, e, target); a.body != string(rune('1'+i)) {
			t.Errorf("request %d: got %s", i, a.body)
		}
	}
	e.Reset()
	if a := get(t, e, "/b"); a.body != "1" {
		t.Errorf("after Reset: got %s", a.body)
	}
}

func TestRequestsInterleaveWithTheirOwnContext(t *testing.T) {
	e := open(t, `
-- app/slow/[id]/route.ts --
import { headers } from 'next/headers'
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  await new Promise((done) => setTimeout(done, id === '1' ? 40 : 5))
  return Response.json([id, (await headers()).get('x-id')])
}
`)
	var wg sync.WaitGroup
	for _, id := range []string{"1", "2", "3"} {
		wg.Go(func() {
			a := do(t, e, &Request{Target: "/slow/" + id, Header: event.Header{{Name: "X-Id", Value: id}}})
			if want := `["` + id + `","` + id + `"]`; a.body != want {
				t.Errorf("got %s, want %s", a.body, want)
			}
		})
	}
	wg.Wait()
}

func TestStreamWaitsForTheClient(t *testing.T) {
	e := open(t, `
-- app/s/route.ts --
let made = 0
export function GET() {
  return new Response(new ReadableStream({
    pull(controller) { controller.enqueue(`+"`${++made} `"+`); if (made === 50) controller.close() },
  }, { highWaterMark: 0 }))
}
export const POST = () => Response.json(made)
`)
	var chunks int
	ahead := ""
	err := e.Do(t.Context(), &Request{Target: "/s"}, func(ev event.Event) {
		if _, ok := ev.(*event.ChunkSent); ok {
			if chunks++; chunks == 3 {
				ahead = do(t, e, &Request{Method: "POST", Target: "/s"}).body
			}
		}
	})
	if err != nil || chunks != 50 {
		t.Fatalf("%d chunks, %v", chunks, err)
	}
	if ahead != "3" {
		t.Errorf("while the client held chunk 3, %s were made", ahead)
	}
}

func TestClientThatLeavesAbortsTheHandler(t *testing.T) {
	e := open(t, `
-- app/s/route.ts --
const seen: string[] = []
export function GET(request: Request) {
  request.signal.addEventListener('abort', () => seen.push('abort ' + request.signal.reason.name))
  return new Response(new ReadableStream({
    async pull(controller) {
      controller.enqueue('tick')
      await new Promise((done) => setTimeout(done, 5))
    },
    cancel(reason) { seen.push('cancel ' + reason.name) },
  }))
}
export const POST = () => Response.json(seen)
`)
	ctx, leave := context.WithCancel(t.Context())
	var last event.Event
	err := e.Do(ctx, &Request{Target: "/s"}, func(ev event.Event) {
		if _, ok := ev.(*event.ChunkSent); ok {
			leave()
		}
		if ended, ok := ev.(*event.ResponseEnded); ok && !ended.Aborted {
			t.Error("the response does not count as aborted")
		}
		last = ev
	})
	if _, ok := last.(*event.Finished); err != nil || !ok {
		t.Errorf("ended with %T, %v", last, err)
	}
	if got := do(t, e, &Request{Method: "POST", Target: "/s"}).body; got != `["abort ResponseAborted","cancel ResponseAborted"]` {
		t.Errorf("the handler saw %s", got)
	}
}

func TestStaticAnswerIsKeptAndTurnsStale(t *testing.T) {
	clock := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	e := open(t, `
-- app/clock/route.ts --
export const revalidate = 5
let n = 0
export const GET = () => Response.json(++n)
`, func(o *Options) { o.Now = func() time.Time { return clock } })
	for i, want := range []struct {
		advance time.Duration
		cache   string
		body    string
	}{
		{0, "HIT", "1"}, {4 * time.Second, "HIT", "1"}, {time.Second, "STALE", "1"}, {0, "HIT", "2"},
	} {
		e.Advance(want.advance)
		a := get(t, e, "/clock")
		if a.get("x-nextjs-cache") != want.cache || a.body != want.body {
			t.Errorf("request %d: got %s %s, want %s %s", i, a.get("x-nextjs-cache"), a.body, want.cache, want.body)
		}
		if i == 0 && a.get("cache-control") != "s-maxage=5, stale-while-revalidate=31535995" {
			t.Errorf("cache-control: %s", a.get("cache-control"))
		}
	}
}

func TestRevalidateTagReachesUnstableCache(t *testing.T) {
	e := open(t, `
-- app/best/route.ts --
import { unstable_cache } from 'next/cache'
let n = 0
const best = unstable_cache(async () => ++n, ['best'], { tags: ['shop'] })
export const GET = async () => Response.json(await best())
-- app/now/route.ts --
import { revalidateTag } from 'next/cache'
export function POST() { revalidateTag('shop', { expire: 0 }); return new Response(null, { status: 204 }) }
`)
	if a, b := get(t, e, "/best"), get(t, e, "/best"); a.body != "1" || b.body != "1" {
		t.Fatalf("got %s, %s", a.body, b.body)
	}
	a := do(t, e, &Request{Method: "POST", Target: "/now"})
	if ev, ok := has[*event.CacheInvalidated](a); !ok || ev.Value != "shop" || len(ev.Entries) != 1 {
		t.Errorf("got %+v", ev)
	}
	if a := get(t, e, "/best"); a.body != "2" {
		t.Errorf("after revalidateTag: got %s", a.body)
	}
}

// Each limit ends in an answer, an event that says what happened, and an isolate
// that serves the next request.
func TestLimits(t *testing.T) {
	for name, c := range map[string]struct {
		handler string
		status  int
	}{
		"an endless loop":              {"export function GET() { for (;;) {} }", 504},
		"an endless chain of jobs":     {"export function GET() { const f = () => { Promise.resolve().then(f) }; f(); return new Promise(() => {}) }", 504},
		"a promise that never settles": {"export const GET = () => new Promise(() => {})", 504},
		"deep recursion":               {"const down = (n: number): number => down(n + 1) + 1\nexport const GET = () => Response.json(down(0))", 500},
		"memory without bound":         {"export function GET() { const all: object[] = []; for (;;) all.push({ n: all.length }) }", 500},
		"a string of two gigabytes":    {"export const GET = () => new Response('x'.repeat(2 ** 31))", 500},
		"a catastrophic pattern":       {"export const GET = () => Response.json(/^(a+)+$/.test('a'.repeat(40) + 'b'))", 504},
		"ten thousand timers":          {"export function GET() { for (let i = 0; i < 10_000; i++) setTimeout(() => {}, 60_000); return new Response('set') }", 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t, "-- app/limit/route.ts --\n"+c.handler+"\n-- app/ok/route.ts --\nexport const GET = () => new Response('still here')\n",
				func(o *Options) { o.TimeLimit, o.MemoryLimit = slowdown*4*time.Second, 16<<20 })
			a := get(t, e, "/limit")
			if a.status != c.status {
				t.Errorf("got %d, want %d", a.status, c.status)
			}
			if _, ok := has[*event.HandlerThrew](a); !ok && c.status >= 500 {
				t.Error("no event says what happened")
			}
			if a := get(t, e, "/ok"); a.body != "still here" {
				t.Errorf("then got %d %q", a.status, a.body)
			}
		})
	}
}

func TestSavedFileIsPickedUp(t *testing.T) {
	e := open(t, `
-- lib/word.ts --
export const word = 'old'
-- app/a/route.ts --
import { word } from '../../lib/word'
export const GET = () => new Response(word)
`, func(o *Options) { o.Watch = true })
	if a := get(t, e, "/a"); a.body != "old" {
		t.Fatalf("got %q", a.body)
	}
	write(t, e.Dir(), "lib/word.ts", "export const word = 'new'\n")
	write(t, e.Dir(), "app/b/route.ts", "export const GET = () => new Response('b')\n")
	deadline := time.After(10 * time.Second)
	for get(t, e, "/a").body != "new" || get(t, e, "/b").status != 200 {
		select {
		case <-e.Changes():
		case <-deadline:
			t.Fatal("the change was not picked up")
		}
	}
}

func TestOpenRefusesWhatIsNoProject(t *testing.T) {
	for name, dir := range map[string]string{"a missing folder": filepath.Join(t.TempDir(), "none"), "an empty folder": t.TempDir()} {
		if _, err := Open(t.Context(), Options{Dir: dir}); err == nil {
			t.Errorf("%s was opened", name)
		}
	}
}

func TestBodyIsReadOnce(t *testing.T) {
	e := open(t, `
-- app/echo/route.ts --
export async function POST(request: Request) {
  const text = await request.text()
  const again = await request.text().catch((e: Error) => e.name)
  return Response.json({ text, again })
}
`)
	a := do(t, e, &Request{Method: "POST", Target: "/echo", Body: io.NopCloser(strings.NewReader("héllo"))})
	if a.body != `{"text":"héllo","again":"TypeError"}` {
		t.Errorf("got %s", a.body)
	}
}
