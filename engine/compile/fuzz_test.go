package compile

import (
	"os"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"golang.org/x/tools/txtar"
)

// FuzzTransform compiles text: what esbuild can read has to come out as code that
// esbuild can read.
func FuzzTransform(f *testing.F) {
	data, err := os.ReadFile("testdata/async.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for i, file := range txtar.Parse(data).Files {
		if i%2 == 0 {
			f.Add("export default async () => {\n" + string(file.Data) + "};")
		}
	}
	f.Add("async function* g(a) { 'use cache'; try { yield* await a } catch { return /x/ } finally { await a }; class A { async [await a]() {} } }")
	f.Add("for await (const x of await y) if (x) continue; else { await z } `${await `${a}`}`")
	f.Fuzz(func(t *testing.T, text string) {
		code, err := Transform(Source{Path: "/x.ts", Text: text})
		if err != nil {
			return
		}
		wrapped := "(function (exports, require, module, __filename, __dirname, __runtime) { " + code.JS + "\n})"
		if r := api.Transform(wrapped, api.TransformOptions{LogLevel: api.LogLevelSilent}); len(r.Errors) > 0 {
			t.Errorf("%s: %+v\n%s", r.Errors[0].Text, r.Errors[0].Location, code.JS)
		}
	})
}
