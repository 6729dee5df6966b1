package compile

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"routescope/engine/js"
)

// snippets serves one module with the code under test.
type snippets map[string]string

func (s snippets) Module(id string) (*js.Module, error) {
	return &js.Module{ID: id, Source: s[id]}, nil
}

// TestCompiledAsyncCode runs async functions and async generators with what keeps
// their context, and compares with what Node.js made of them as they are written.
func TestCompiledAsyncCode(t *testing.T) {
	data, err := os.ReadFile("testdata/async.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := txtar.Parse(data).Files
	for i := 0; i+1 < len(files); i += 2 {
		name, source := strings.TrimSuffix(files[i].Name, ".js"), string(files[i].Data)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, err := Transform(Source{Path: "/" + name + ".js", Text: "export default async () => {\n" + source + "};", ESM: true})
			if err != nil {
				t.Fatal(err)
			}
			got, err := newIsolate(t, snippets{"/x": code.JS}).call(t, "/x")
			if err != nil {
				got = "throws " + err.Error()
			}
			if want := strings.TrimSpace(string(files[i+1].Data)); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// TestContextFollowsAsyncCode interleaves requests that suspend in every way
// there is, and asks each afterwards whose turn it is.
func TestContextFollowsAsyncCode(t *testing.T) {
	dir := write(t, `
-- entry.ts --
import { asRequest, current } from 'node:test-only';
const wait = async (n: number) => { for (let i = 0; i < n; i++) await null; };
const ways: Record<string, (me: number, seen: unknown[]) => Promise<void>> = {
  async 'await'(me, seen) { await wait(me); seen.push(current()); },
  async 'a rejection, caught'(me, seen) {
    try { await wait(me).then(() => { throw new Error(); }); } catch { seen.push(current()); } finally { await wait(2); seen.push(current()); }
  },
  async 'then'(me, seen) { await wait(me).then(() => seen.push(current())).catch(() => {}).finally(() => seen.push(current())); },
  async 'for await'(me, seen) {
    async function* numbers() { try { for (let i = 0; i < 3; i++) { await wait(me); seen.push(current()); yield wait(i); seen.push(current()); } } finally { await wait(1); seen.push(current()); } }
    async function* outer() { yield* numbers(); }
    for await (const _ of outer()) seen.push(current());
    for await (const _ of numbers()) { await wait(me); break; }
    seen.push(current());
    for await (const _ of [wait(me), 1]) seen.push(current());
  },
  async 'a thenable'(me, seen) {
    const query = () => ({ then(done: (n: number) => void) { seen.push(current()); wait(me).then(() => done(1)); } });
    class Lazy extends Promise<number> { then(...args: any[]) { seen.push(current()); return super.then(...args); } }
    await query();
    await (async () => query())();
    await (async () => { await wait(me); return me > 1 ? query() : query(); })();
    await Promise.all([query(), Promise.resolve(query()), new Lazy((done) => done(1))]);
    await wait(me).then(() => query()).finally(query);
    for await (const _ of (async function* () { yield query(); })()) seen.push(current());
    seen.push(current());
  },
  async 'import()'(me, seen) { const m = await import('./lazy' + me); seen.push(m.at, current()); },
  async 'a nested request'(me, seen) { await asRequest(me * 10, async () => { await wait(me); seen.push(current() / 10); }); seen.push(current()); },
  async 'Promise.all'(me, seen) { await Promise.all([1, 2, 3].map(async (n) => { await wait(n); seen.push(current()); })); seen.push(current()); },
};
export default async (way: string) => {
  const seen: unknown[][] = [[], [], [], []];
  await Promise.all([3, 1, 2].map((me) => asRequest(me, () => ways[way](me, seen[me]))));
  return [...seen.map((s, me) => s.length > 0 && s.every((n) => n === me)), current()];
};
-- lazy1.ts --
import { current } from 'node:test-only'; export const at = current();
-- lazy2.ts --
import { current } from 'node:test-only'; export const at = current();
-- lazy3.ts --
import { current } from 'node:test-only'; await null; export const at = 3;
`)
	c := newCompiler(t, dir)
	g, err := c.Entry(context.Background(), filepath.Join(dir, "entry.ts"), Target{})
	if err != nil {
		t.Fatal(err)
	}
	iso := newIsolate(t, loader{c})
	for _, way := range []string{"await", "a rejection, caught", "then", "for await", "a thenable", "import()", "a nested request", "Promise.all"} {
		t.Run(way, func(t *testing.T) {
			got, err := iso.call(t, g.Entry, way)
			if err != nil {
				t.Fatal(err)
			}
			if got != "[false,true,true,true,0]" {
				t.Errorf("kept, by request, and what is current in the end: %s", got)
			}
		})
	}
}
