package compile

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/evanw/esbuild/pkg/api"
)

// awaits is a handler's worth of code that does little but await.
const awaits = `
const leaf = async (n) => n + 1;
const middle = async (n) => { const a = await leaf(n); const b = await leaf(a); return a + b; };
async function* numbers(n) { for (let i = 0; i < n; i++) yield i; }
export default async (what) => {
	let sum = 0;
	if (what === 'calls') for (let i = 0; i < 2000; i++) sum += await middle(i);
	if (what === 'values') for (let i = 0; i < 10000; i++) sum += await i;
	if (what === 'generator') for await (const i of numbers(3000)) sum += i;
	if (what === 'then') for (let i = 0; i < 3000; i++) sum += await Promise.resolve(i).then((x) => x + 1);
	return sum;
};
`

// BenchmarkAwait runs code that keeps its async context in turn with the same code
// as it is written, in an isolate without async context. It reports how many
// times as long the first takes.
func BenchmarkAwait(b *testing.B) {
	src := Source{Path: "/x.js", Text: awaits, ESM: true}
	o := options(src)
	o.Supported = nil
	native, _ := replaceHelpers(string(api.Transform(awaits, o).Code), true)
	code, err := Transform(src)
	if err != nil {
		b.Fatal(err)
	}
	for _, what := range []string{"calls", "values", "generator", "then"} {
		b.Run(what, func(b *testing.B) {
			plain, kept := newIsolate(b, snippets{"/x": native}), newIsolate(b, snippets{"/x": code.JS})
			plain.withoutContext(b)
			var took [2]time.Duration
			for b.Loop() {
				for i, iso := range []*isolate{plain, kept} {
					start := time.Now()
					if _, err := iso.call(b, "/x", what); err != nil {
						b.Fatal(err)
					}
					took[i] += time.Since(start)
				}
			}
			b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "x-native")
		})
	}
}

// BenchmarkEntry compiles a route of the demo project, and asks for it again.
func BenchmarkEntry(b *testing.B) {
	dir, err := filepath.Abs("../../fixtures/demo")
	if err != nil {
		b.Fatal(err)
	}
	opts := Options{
		Dir: dir, TSConfig: filepath.Join(dir, "tsconfig.json"),
	}
	opts.Builtins = func(s string, _ Target) bool { return s == "react" || len(s) > 4 && s[:4] == "next" || IsNodeModule(s) }
	entry := filepath.Join(dir, "app/(shop)/api/books/route.ts")
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			c, err := New(opts)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := c.Entry(context.Background(), entry, Target{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("edited", func(b *testing.B) {
		c, err := New(opts)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			c.Invalidate(entry)
			if _, err := c.Entry(context.Background(), entry, Target{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("warm", func(b *testing.B) {
		c, err := New(opts)
		if err == nil {
			_, err = c.Entry(context.Background(), entry, Target{})
		}
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := c.Entry(context.Background(), entry, Target{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
