package nextapi_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"routescope/engine"
	"routescope/engine/event"
)

// open writes a project from a txtar archive and opens it.
func open(t *testing.T, archive string) *engine.Engine {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e, err := engine.Open(t.Context(), engine.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// send returns the status and the body of an answer, or what the handler threw.
func send(t *testing.T, e *engine.Engine, req *engine.Request) (status int, body string) {
	t.Helper()
	var text, threw strings.Builder
	err := e.Do(t.Context(), req, func(ev event.Event) {
		switch ev := ev.(type) {
		case *event.HeadersSent:
			status = ev.Status
		case *event.ChunkSent:
			text.Write(ev.Data)
		case *event.HandlerThrew:
			threw.WriteString(ev.Message)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if threw.Len() > 0 {
		return status, threw.String()
	}
	return status, text.String()
}

// testdata/useragent.jsonl holds what Next.js says of common clients.
func TestUserAgent(t *testing.T) {
	e := open(t, `
-- app/ua/route.ts --
import { userAgent } from 'next/server'
export function GET(request: Request) {
  const { ua, ...rest } = userAgent(request)
  return Response.json(rest)
}
`)
	f, err := os.Open("testdata/useragent.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c struct {
			Name, UA string
			Want     json.RawMessage
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		_, got := send(t, e, &engine.Request{Target: "/ua", Header: event.Header{{Name: "User-Agent", Value: c.UA}}})
		if diff := cmp.Diff(string(c.Want), got); diff != "" {
			t.Errorf("%s: %s", c.Name, diff)
		}
	}
}

func TestUseCache(t *testing.T) {
	e := open(t, `
-- next.config.js --
module.exports = { cacheComponents: true }
-- app/[kind]/route.ts --
import { cacheLife } from 'next/cache'
let runs = 0
async function cached(value: unknown) {
  'use cache'
  return { value, run: ++runs }
}
class Ship {}
const odd: Record<string, unknown> = { fn: () => 1, ship: new Ship(), symbol: Symbol('s'), bare: Object.create(null) }
const kept: Record<string, unknown> = {
  date: new Date(5), map: new Map([[1, new Set(['a'])]]), big: 7n, nan: NaN, zero: -0, bytes: new Uint16Array([1, 2]),
  holes: [undefined, null], dollar: { $: 'date', v: 1 }, error: new RangeError('far'),
}
const shown = (v: any): unknown =>
  v instanceof Map ? ['map', ...v].map(shown) : v instanceof Set ? ['set', ...v] : v instanceof Date ? ['date', v.getTime()]
  : typeof v === 'bigint' ? 'big ' + v : Object.is(v, -0) ? '-0' : Number.isNaN(v) ? 'NaN' : v instanceof Uint16Array ? ['u16', ...v]
  : v === undefined ? 'undefined' : Array.isArray(v) ? v.map(shown) : v instanceof Error ? [v.name, v.message] : v
export async function POST(request: Request, { params }: any) {
  const { kind } = await params
  if (kind === 'outside') cacheLife('hours')
  if (kind in odd) return Response.json(await cached(odd[kind]))
  const captured = new URL(request.url).search
  const inner = async () => { 'use cache'; return captured + ++runs }
  if (kind === 'captured') return Response.json(await inner())
  const { value, run } = await cached(kept[kind])
  return Response.json([shown(value), run === (await cached(kept[kind])).run])
}
`)
	for kind, want := range map[string]string{
		"date":    `[["date",5],true]`,
		"map":     `[["map",[1,["set","a"]]],true]`,
		"big":     `["big 7",true]`,
		"nan":     `["NaN",true]`,
		"zero":    `["-0",true]`,
		"bytes":   `[["u16",1,2],true]`,
		"holes":   `[["undefined",null],true]`,
		"dollar":  `[{"$":"date","v":1},true]`,
		"error":   `[["RangeError","far"],true]`,
		"fn":      `Functions cannot be passed`,
		"ship":    `Only plain objects, and a few built-ins`,
		"symbol":  `Symbols cannot be passed`,
		"bare":    `Classes or null prototypes are not supported`,
		"outside": "`cacheLife()` can only be called inside a \"use cache\" function.",
	} {
		if _, got := send(t, e, &engine.Request{Method: "POST", Target: "/" + kind}); !strings.Contains(got, want) {
			t.Errorf("%s: got %s", kind, got)
		}
	}
	post := func(target string) string {
		_, body := send(t, e, &engine.Request{Method: "POST", Target: target})
		return body
	}
	if a, b, c := post("/captured?a"), post("/captured?b"), post("/captured?a"); a == b || a != c {
		t.Errorf("what a function captures is its key: %s, %s, %s", a, b, c)
	}
}
