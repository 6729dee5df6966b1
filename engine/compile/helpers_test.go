package compile

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite expected files")

// probe is a module that needs every helper we replace.
const probe = `
import a from 'a'; import * as b from 'b'; export * from 'c';
export const f = async () => { for await (const x of a) await b; };
export class C extends a {
  async m() { return super.m(); }
  async *g() { yield 1; await 2; yield* super.g(); }
}
`

// TestHelpersAreThoseOfEsbuild fails when the linked esbuild prints its helpers
// differently. Read the difference before running it with -update: a helper
// whose meaning changed must change in engine/js as well.
func TestHelpersAreThoseOfEsbuild(t *testing.T) {
	o := options(Source{Path: "/probe.ts"})
	o.KeepNames = true
	r := api.Transform(probe, o)
	if len(r.Errors) > 0 {
		t.Fatal(r.Errors)
	}
	head, _, ok := strings.Cut(string(r.Code), "var module_exports = ")
	if !ok {
		t.Fatalf("no exports in\n%s", r.Code)
	}
	if *update {
		if err := os.WriteFile("helpers.txt", []byte(head), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(helpersText, head); diff != "" {
		t.Errorf("esbuild's helpers changed:\n%s", diff)
	}
}

func TestReplaceHelpers(t *testing.T) {
	// Names of the file that esbuild's helpers use, too.
	names := "export const it = 1, y = 2, x = 3, mod = 4, resolve = 5; var __now = 6, __defProp = 7;"
	code, err := Transform(Source{Path: "/probe.ts", Text: probe + names, ESM: true})
	if err != nil {
		t.Fatal(err)
	}
	first, rest, _ := strings.Cut(code.JS, "\n")
	for _, want := range []string{`"use strict";`, "toESM: __toESM", "forAwait: __forAwait", "} = __runtime;", "now: __now_"} {
		if !strings.Contains(first, want) {
			t.Errorf("no %q in the first line: %s", want, first)
		}
	}
	if strings.Contains(rest, "new Promise(") || strings.HasPrefix(rest, "var __") {
		t.Errorf("a helper is left:\n%s", rest)
	}
}
