package compile

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"routescope/engine/js"
)

func TestErrorsNameThePlace(t *testing.T) {
	for name, c := range map[string]struct {
		project string
		target  Target
		want    Error
	}{
		"a syntax error": {project: `
-- entry.ts --
export const a = 1;
export const b = ;
`, want: Error{File: "entry.ts", Line: 2, Column: 18, Length: 1, SourceLine: "export const b = ;", Message: `Unexpected ";"`}},
		"a file that is not there": {project: `
-- entry.ts --
import './lib';
-- lib.ts --
import { a } from './aa';
export default a;
`, want: Error{File: "lib.ts", Line: 1, Column: 19, Length: 6, SourceLine: "import { a } from './aa';", Message: "Module not found: Can't resolve './aa'"}},
		"a package that is not there": {project: `
-- entry.ts --
import z from 'zod';
export default z;
`, want: Error{File: "entry.ts", Line: 1, Column: 15, Length: 5, SourceLine: "import z from 'zod';", Message: "Module not found: Can't resolve 'zod'"}},
		"an export that is not there": {project: `
-- entry.ts --
import { price } from './lib';
export default price();
-- lib.ts --
export const prize = () => 1;
`, want: Error{File: "entry.ts", Line: 1, Column: 10, Length: 5, SourceLine: "import { price } from './lib';", Suggestion: "prize",
			Message: "Export price doesn't exist in target module",
			Hint:    "The export price was not found in module lib.ts.\nDid you mean to import prize?"}},
		"client-only in a handler": {project: `
-- entry.ts --
import 'client-only';
`, want: Error{File: "entry.ts", Line: 1, Column: 8, Length: 13, SourceLine: "import 'client-only';", Message: clientOnly}},
		"a file of no known kind": {project: `
-- entry.ts --
import x from './notes.md';
export default x;
-- notes.md --
# Notes
`, want: Error{File: "entry.ts", Line: 1, Column: 15, Length: 12, SourceLine: "import x from './notes.md';", Message: "Unknown module type",
			Hint: "This module doesn't have an associated type. Use a known file extension, or register a loader for it."}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, c.project)
			_, err := newCompiler(t, dir).Entry(context.Background(), filepath.Join(dir, "entry.ts"), c.target)
			var got *Error
			if !errors.As(err, &got) {
				t.Fatalf("got %v", err)
			}
			c.want.File = filepath.Join(dir, c.want.File)
			if diff := cmp.Diff(&c.want, got, cmpopts.IgnoreUnexported(Error{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAMistakeIsForgottenOnceMended(t *testing.T) {
	dir := write(t, `
-- entry.ts --
import { n } from './lib';
export default () => n;
-- lib.ts --
export const n = 1;
`)
	c := newCompiler(t, dir)
	entry, lib := filepath.Join(dir, "entry.ts"), filepath.Join(dir, "lib.ts")
	iso := newIsolate(t, loader{c})
	for _, step := range []struct{ text, want, problem string }{
		{text: "export const n = 1;", want: "1"},
		{text: "export const n = ", problem: "Unexpected end of file"},
		{text: "export const m = 2;", problem: "Export n doesn't exist"},
		{text: "export const n = 20;", want: "20"},
	} {
		save(t, lib, step.text)
		iso.forget(t, c.Invalidate(lib))
		g, err := c.Entry(context.Background(), entry, Target{})
		if step.problem != "" {
			if err == nil || !strings.Contains(err.Error(), step.problem) {
				t.Errorf("%q: got %v, want %q", step.text, err, step.problem)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if got, err := iso.call(t, g.Entry); got != step.want || err != nil {
			t.Errorf("%q: got %s, %v, want %s", step.text, got, err, step.want)
		}
	}
}

func TestInvalidate(t *testing.T) {
	dir := write(t, `
-- one.ts --
import './shared'; import './only-one';
-- two.ts --
import './shared';
-- three.ts --
export {};
-- shared.ts --
import './deep/index';
-- only-one.ts --
export {};
-- deep/index.ts --
export {};
`)
	c := newCompiler(t, dir)
	graphs := map[string]*Graph{}
	compile := func(name string) *Graph {
		g, err := c.Entry(context.Background(), filepath.Join(dir, name), Target{})
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	for _, name := range []string{"one.ts", "two.ts", "three.ts"} {
		graphs[name] = compile(name)
	}
	for _, step := range []struct {
		name, changed string
		forgotten     []string
		kept          string // an entry whose graph stays
	}{
		{"an entry", "one.ts", []string{"one.ts"}, "two.ts"},
		{"what two share", "deep/index.ts", []string{"deep/index.ts", "one.ts", "shared.ts", "two.ts"}, "three.ts"},
		{"what nobody imports", "readme.md", nil, "one.ts"},
		{"a new file that an import can mean", "shared.tsx", []string{"one.ts", "two.ts"}, "three.ts"},
		{"a new index that an import can mean", "only-one/index.ts", []string{"one.ts"}, "two.ts"},
	} {
		for name := range graphs {
			graphs[name] = compile(name)
		}
		var got []string
		for _, id := range c.Invalidate(filepath.Join(dir, step.changed)) {
			rel, err := filepath.Rel(dir, id)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, filepath.ToSlash(rel))
		}
		if diff := cmp.Diff(step.forgotten, got); diff != "" {
			t.Errorf("%s: %s", step.name, diff)
		}
		if compile(step.kept) != graphs[step.kept] {
			t.Errorf("%s: the graph of %s was compiled anew", step.name, step.kept)
		}
	}
}

func TestAChangedModuleIsThereForWhoComesLate(t *testing.T) {
	dir := write(t, `
-- entry.ts --
export default async () => (await import('./late')).n;
-- late.ts --
export const n = 1;
`)
	c := newCompiler(t, dir)
	g, err := c.Entry(context.Background(), filepath.Join(dir, "entry.ts"), Target{Layer: Pages, Edge: true})
	if err != nil {
		t.Fatal(err)
	}
	late := filepath.Join(dir, "late.ts")
	save(t, late, "import { m } from './new'; export const n = m;")
	save(t, filepath.Join(dir, "new.ts"), "export const m = 2;")
	if got := c.Invalidate(late); len(got) != 2 {
		t.Errorf("forgotten: %v", got)
	}
	if got, err := newIsolate(t, loader{c}).call(t, g.Entry); got != "2" || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestPositions(t *testing.T) {
	text := "import { a } from './lib';\n\ninterface Long {\n  n: number;\n}\n\nexport default async (n: Long) => {\n  await a;\n  throw new Error('here');\n};\n"
	for name, source := range map[string]string{
		"a module":               text,
		"await at the top level": text + "await a;\n",
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, "-- entry.ts --\n"+source+"-- lib.ts --\nexport const a = 1;\n")
			c := newCompiler(t, dir)
			g, err := c.Entry(context.Background(), filepath.Join(dir, "entry.ts"), Target{Edge: true})
			if err != nil {
				t.Fatal(err)
			}
			m, err := c.Module(g.Entry)
			if err != nil {
				t.Fatal(err)
			}
			before, _, ok := strings.Cut(m.Source, "new Error(")
			if !ok {
				t.Fatal(m.Source)
			}
			line := strings.Count(before, "\n") + 1
			column := len(before) - strings.LastIndex(before, "\n")
			file, l, col, ok := c.MapFrame(m.ID, line, column)
			if !ok || file != filepath.Join(dir, "entry.ts") || l != 9 || col != 9 {
				t.Errorf("got %s:%d:%d, %v", file, l, col, ok)
			}
		})
	}
}

func TestDirectives(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []Directive
	}{
		"at the head, after comments": {"// x\n/* y */ 'use client';\nimport 'a';\n", []Directive{{"use client", true, 2}}},
		"at the head, after another":  {"'use strict'\n\"use cache: remote\"\n", []Directive{{"use cache: remote", true, 2}}},
		"in functions": {"export async function f() {\n  'use cache';\n}\nconst g = async () => { \"use server\" };\n",
			[]Directive{{"use cache", false, 2}, {"use server", false, 4}}},
		"in an expression": {"const s = [\n  'use cache',\n];\nf(\n'use cache'\n);\nx = 'use client';\n", nil},
		"none":             {"export const x = 1;", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, directivesOf(c.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStacksNameTheSource(t *testing.T) {
	dir := write(t, `
-- entry.ts --
import { inner } from './lib';
type Unused = { n: number };

export default async function outer(): Promise<never> {
  return await inner({ n: 1 } satisfies Unused);
}
-- lib.ts --
export const inner = async (x: { n: number }) => {
  await null;

  throw new RangeError('deep ' + x.n);
};
`)
	c := newCompiler(t, dir)
	g, err := c.Entry(context.Background(), filepath.Join(dir, "entry.ts"), Target{Layer: Pages})
	if err != nil {
		t.Fatal(err)
	}
	iso := newIsolate(t, loader{c})
	_, err = iso.call(t, g.Entry)
	var thrown *stackError
	if !errors.As(err, &thrown) {
		t.Fatalf("got %v", err)
	}
	for _, frame := range js.ParseStack(thrown.stack) {
		file, line, column, ok := c.MapFrame(frame.File, frame.Line, frame.Column)
		if !ok {
			continue
		}
		if file != filepath.Join(dir, "lib.ts") || line != 4 || column < 9 || column > 20 {
			t.Errorf("the first frame is %s:%d:%d", file, line, column)
		}
		return
	}
	t.Errorf("no frame of the project in\n%s", thrown.stack)
}
