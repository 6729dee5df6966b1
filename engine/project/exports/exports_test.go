package exports

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func names(f *File) []string {
	var out []string
	for _, e := range f.Exports {
		out = append(out, e.Name)
	}
	return out
}

func TestReadNames(t *testing.T) {
	for src, want := range map[string][]string{
		`export async function GET() {}` + "\nexport const POST = async () => {}":                 {"GET", "POST"},
		`export default function handler(req, res) { res.end("export const x = 1") }`:             {"default"},
		"export const a = 1, b = 2\nexport const c = `${`export const d = 1`}`":                   {"a", "b", "c"},
		`export { GET, POST as PUT, type T } from "./x"; export * as ns from 'y'`:                 {"GET", "PUT", "ns"},
		`export const { a, b: c, d: { e }, ...f } = x, [g, , h = 3] = y`:                          {"a", "c", "e", "f", "g", "h"},
		`export type A = { b: 1 }; export interface B {}; export declare const c: 1`:              nil,
		"export abstract class K {}\nexport enum E {}\nexport const enum F { A }":                 {"K", "E", "F"},
		"// export const a = 1\n/* export const b = 2 */ export const c = /export const d[/]\"/":  {"c"},
		"export const GET = wrap<A, B>(async (r: Request): Promise<Map<A, B>> => new Response())": {"GET"},
		"const x = 4 / 2; export const y = x / 2 // '\nexport const z = 1":                        {"y", "z"},
		"function f() { export_ = 1 }\nif (a) /'/.test(b)\nexport { f as default }":               {"default"},
		"a.export = 1\nexport let q": {"q"},
		"export function f(a: string): void;\nexport function f(a: number): void;\nexport function f(a: any) {}": {"f"},
		"export * from './all'":                                     nil,
		"module.exports = async (req, res) => {}":                   {"default"},
		"exports.default = handler\nexports.config = {}":            {"default", "config"},
		"export const GET = <T,>(x: T) => x\nexport const POST = 1": {"GET", "POST"},
		"export const runtime = 'edge'\nexport function GET() { return <p>Don't {`x`} http://a</p> }\nexport const b = 1": {"runtime", "GET", "b"},
		"export default async (req) => new Response()\nexport const config = { runtime: 'edge' }":                         {"default", "config"},
	} {
		got := Read("route.tsx", src)
		if diff := cmp.Diff(want, names(got)); diff != "" || got.Broken {
			t.Errorf("%s\n(-want +got)\n%s", src, diff)
		}
	}
}

func TestReadLines(t *testing.T) {
	f := Read("route.ts", "import { x } from 'y'\n\nasync function GET() {}\nconst a = 1\n\nexport { GET, a as dynamic }\nexport default a\n")
	want := map[string]int{"GET": 3, "dynamic": 4, "default": 4}
	for name, line := range want {
		if e, _ := f.Lookup(name); e.Line != line {
			t.Errorf("%s is on line %d, want %d", name, e.Line, line)
		}
	}
	f = Read("route.js", "export function GET() {\n  return new Response(\"ok\")\n}\nexport const dynamic = \"force-dynamic\"\n")
	if e, _ := f.Lookup("dynamic"); e.Line != 4 || e.Column != 14 {
		t.Errorf("dynamic is at %d:%d, want 4:14 as Next.js prints it", e.Line, e.Column)
	}
}

func TestReadValues(t *testing.T) {
	for src, want := range map[string]Value{
		`'edge'`:                   {Known: true, Data: "edge"},
		"`edge`":                   {Known: true, Data: "edge"},
		`"a\n\u0041\x42" as const`: {Known: true, Data: "a\nAB"},
		`60`:                       {Known: true, Data: 60.0},
		`0x10; foo()`:              {Known: true, Data: 16.0},
		`false`:                    {Known: true, Data: false},
		`{ runtime: 'edge', api: { bodyParser: { sizeLimit: '1mb' } }, regions: ['a', "b",] } satisfies X`: {Known: true, Data: map[string]any{
			"runtime": "edge", "api": map[string]any{"bodyParser": map[string]any{"sizeLimit": "1mb"}}, "regions": []any{"a", "b"},
		}},
		`-1`:             {Problem: `Unsupported node type "UnaryExpression"`},
		`process.env.RT`: {Problem: `Unsupported node type "MemberExpression"`},
		`60 * 60`:        {Problem: `Unsupported node type "BinaryExpression"`},
		`f()`:            {Problem: `Unsupported node type "CallExpression"`},
		`{ a: x }`:       {Problem: `Unsupported node type "Identifier" at "a".`},
		"`${x}`":         {Problem: `Unsupported node type "TemplateLiteral"`},
	} {
		e, _ := Read("route.ts", "export const value = "+src).Lookup("value")
		if diff := cmp.Diff(want, e.Value); diff != "" {
			t.Errorf("%s (-want +got)\n%s", src, diff)
		}
	}
}

func TestReadCallsAndDirectives(t *testing.T) {
	f := Read("route.ts", `"use server"
import { cookies, headers as h } from 'next/headers'
import type { X } from 'x'
import { type Y, z } from 'y'
import d, * as ns from "z"
import 'side'
export async function GET() {
  "use cache"
  const jar = await cookies()
  return Response.json(Math.random() + Date.now() + a.fetch())
}
export const POST = async () => { await headers() }
export const PUT = (request) => [request.nextUrl.pathname, request.nextUrl.search, new Date(), a.request.url]
`)
	wantCalls := []Call{{"cookies", 9}, {"Math.random", 10}, {"Date.now", 10}, {"headers", 12}, {"request.nextUrl.search", 13}, {"new Date", 13}}
	if diff := cmp.Diff(wantCalls, f.Calls); diff != "" {
		t.Errorf("calls (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]Directive{{"use server", 1}, {"use cache", 8}}, f.Directives); diff != "" {
		t.Errorf("directives (-want +got)\n%s", diff)
	}
	wantImports := []Import{
		{"next/headers", []string{"cookies", "h"}, 2}, {"y", []string{"z"}, 4},
		{"z", []string{"d", "ns"}, 5}, {"side", nil, 6},
	}
	if diff := cmp.Diff(wantImports, f.Imports); diff != "" {
		t.Errorf("imports (-want +got)\n%s", diff)
	}
}

// FuzzRead compares with esbuild's parser whatever that accepts.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"export const a = 1", "export { a as b, c }", "export default class {}", "export * from 'x'",
		"const r = /[/]'/, s = `${a}`; export let { x, y: [z] } = r", "export const f = <p>it's {x} </p>; export const g = 1",
		"export async function* GET() { 'use cache' }", "if (a) /x/.test(b)\nexport var q = a / b / c", "export const a = 1\n, b = 2",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		got := Read("x.jsx", src)
		want, ok := parsedNames("x.jsx", src)
		if !ok || got.CommonJS || strings.Contains(src, "exports") || strings.Contains(src, "module") || strings.Contains(src, "require") {
			return // what makes a file CommonJS is esbuild's own business
		}
		have := names(got)
		slices.Sort(have)
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("%q: got %q, esbuild says %q", src, have, want)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	src := "import { NextResponse } from 'next/server'\n\nexport const revalidate = 60\n\nexport async function GET(request: Request) {\n  const { searchParams } = new URL(request.url)\n  return NextResponse.json({ q: searchParams.get('q'), at: `${Date.now()}` })\n}\n"
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		Read("route.ts", src)
	}
}
