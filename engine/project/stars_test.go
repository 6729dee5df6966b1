package project

import (
	"fmt"
	"strings"
	"testing"

	"routescope/engine/route"
)

func TestMethodsOfOtherModules(t *testing.T) {
	p := open(t, map[string]string{
		"tsconfig.json":       `{"compilerOptions":{"baseUrl":".","paths":{"@/*":["./lib/*"]}}}`,
		"lib/get.ts":          "\nexport const GET = () => new Response()\nexport default 1\n",
		"lib/index.ts":        "export * from './get'\nexport * from '.'\nexport function POST() {}\n",
		"app/a/route.ts":      "export * from '@/get'\n",
		"app/b/route.ts":      "export * from '../../lib'\nexport function GET() {}\n",
		"app/c/route.ts":      "export * from 'a-package'\n",
		"app/d/[id]/route.ts": "export * from '../route'\n",
		"app/d/route.ts":      "export { GET as PUT } from '../a/route'\n",
	})
	want := map[string]string{
		"/a":      "GET lib/get.ts:2, HEAD, OPTIONS",
		"/b":      "GET :2, HEAD, OPTIONS, POST lib/index.ts:3",
		"/c":      `summarizing route /c: app/c/route.ts: export * from "a-package": no such module`,
		"/d":      "OPTIONS, PUT :1",
		"/d/[id]": "OPTIONS, PUT app/d/route.ts:1",
	}
	for _, r := range p.Scan(route.Production).Routes {
		s, err := p.Summarize(r)
		var got []string
		for _, m := range s.Methods {
			text := m.Name
			if !m.Automatic {
				text += fmt.Sprintf(" %s:%d", m.File, m.Line)
			}
			got = append(got, text)
		}
		text := strings.Join(got, ", ")
		if err != nil {
			text = err.Error()
		}
		if pattern := r.Pattern.String(); text != want[pattern] {
			t.Errorf("%s: got %s, want %s", pattern, text, want[pattern])
		}
	}
}
