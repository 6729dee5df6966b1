package exports

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadContexts(t *testing.T) {
	id := func(line int) []Context { return []Context{{"GET", "{ id: string }", line}} }
	for src, want := range map[string][]Context{
		"export function GET(req: Request, ctx: { params: { id: string } }) {}":                                             id(1),
		"export async function GET(\n  req: Map<A, B>,\n  { params }: { params: { id: string } },\n): Promise<Response> {}": id(3),
		"export const GET = async (req: Request, { params: { id } }: { params: { id: string } }) => {}":                     id(1),
		"export const GET = async function (_: Request, c: { readonly params: { id: string }; a?: 1 }) {}":                  id(1),
		"type Ctx = { params: { id: string } }\nexport function GET(r: Request, c: Ctx) {}":                                 id(1),
		"export interface Ctx {\n  params: { id: string }\n}\nexport function GET(r: Request, c: Ctx) {}":                   id(2),
		"type P = { id: string };\ntype Ctx = {\n  other: 1\n  params: P\n};\nexport function GET(r, { params }: Ctx) {}":   {{"GET", "P", 4}},
		"export function GET(r, c: { params: string }) {}\nexport function POST(r, c: { params: {\n  a: 1,\n  b: 2 } }) {}": {{"GET", "string", 1}, {"POST", "{ a: 1, b: 2 }", 2}},
		"export function GET(r, c: { params: Promise<{ id: string }> }) {}":                                                 nil,
		"type P = Promise<{ id: string }>\nexport function GET(r, c: { params: P }) {}":                                     nil,
		"export function GET(r, c: { params: { id: string } | Promise<{ id: string }> }) {}":                                nil,
		"export function GET(r, c: { params: { id: string } & Promise<1> }) {}":                                             nil,
		"export function GET(r, c: { params: { id: string } } | Other) {}":                                                  nil,
		"type C = { params: { id: string } } & Other\nexport function GET(r, c: C) {}":                                      nil,
		"type C = { params: { id: string } }\n  | Other\nexport function GET(r, c: C) {}":                                   nil,
		"import { C } from './c'\nexport function GET(r, c: C) { const x: { params: { id: string } } = 1 }":                 nil,
		"export function GET(r, c: { params: any }) {}\nexport function POST(r, c: { params: {} }) {}":                      nil,
		"export function GET(r, c: { params: { id?: string } }) {}":                                                         {{"GET", "{ id?: string }", 1}},
		"export function GET(r, c: { params: Record<string, string> }) {}":                                                  {{"GET", "Record<string, string>", 1}},
		"export function GET(r, c: { params: Record<string, any> }) {}":                                                     nil,
		"export function GET(r, c: { params: Record<string, string> | Promise<1> }) {}":                                     nil,
		"interface C extends D { params: { id: string } }\nexport function GET(r, c: C) {}":                                 nil,
		"interface C { params: { id: string } }\ninterface C { b: 1 }\nexport function GET(r, c: C) {}":                     nil,
		"export const GET = wrap(async (r, c: { params: { id: string } }) => {})":                                           nil,
		"export const GET: Handler = (r, c: { params: { id: string } }) => {}":                                              nil,
		"export function helper(r, c: { params: { id: string } }) {}\nfunction GET(r, c: { params: { id: string } }) {}":    nil,
		"export function GET(r, c = { params: { id: 1 } }) {}":                                                              nil,
		"export function GET(c: { params: { id: string } }) {}":                                                             nil,
		"export async function GET<T>(r, c: { params: { id: string } }) {}":                                                 nil,
		"export function GET(r: Request, { params }: RouteContext<'/x/[id]'>) { f({ params: { id: 1 } }) }":                 nil,
	} {
		if diff := cmp.Diff(want, Read("route.ts", src).Contexts); diff != "" {
			t.Errorf("%s\n(-want +got)\n%s", src, diff)
		}
	}
	if got := Read("route.js", "export function GET(req, ctx: { params: { id: string } }) {}").Contexts; got != nil {
		t.Errorf("in JavaScript: %v", got)
	}
}
