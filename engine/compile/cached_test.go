package compile

import (
	"errors"
	"strings"
	"testing"
)

func TestCachedFunctionsSayWhatTheyDependOn(t *testing.T) {
	const one = "globalThis[Symbol.for(\"next.use-cache\")]("
	for name, c := range map[string]struct {
		text string
		want []string // what follows the identifier, in order
	}{
		"a function": {
			"const pi = 3\nexport async function area(r) {\n  'use cache'\n  return r * r * pi\n}",
			[]string{`"use cache", () => [r], null, async () => {`},
		},
		"a parameter that is not used": {
			"export async function f(a, b) {\n  'use cache'\n  return a\n}",
			[]string{`"use cache", () => [a], null, async () => {`},
		},
		"destructured parameters": {
			"export async function f({ a }, ...rest) {\n  'use cache'\n  return a\n}",
			[]string{`"use cache", () => [], __args, async ({ a }, ...rest) => {`},
		},
		"an arrow function inside another one": {
			"export const outer = async (req) => {\n  const q = req.url\n  const inner = async (n) => {\n    'use cache: remote'\n    return q + n\n  }\n  return inner(1)\n}",
			[]string{`"use cache: remote", () => [q, n], null, async () => {`},
		},
		"a file": {
			"'use cache'\nasync function helper() { return 1 }\nexport async function a() { return helper() }\nexport const b = async (x) => x",
			[]string{`"use cache", () => [], null, async () => {`, `"use cache", () => [x], null, async () => {`},
		},
		"a method with defaults": {
			"export const o = { async m(a, b = a) {\n  'use cache'\n  return this.x + b\n} }",
			[]string{`"use cache", () => [], __args, async (a, b = a) => {`},
		},
		"await at the top level": {
			"export async function f() {\n  'use cache'\n  return 1\n}\nawait f()",
			[]string{`"use cache", () => [], null, async () => {`},
		},
		"a text that only says so": {"export const text = 'use cache'", nil},
	} {
		compile := Transform
		if strings.Contains(c.text, "\nawait") {
			compile = transformAsync
		}
		code, err := compile(Source{Path: "/p/lib/a.js", ESM: true, Text: c.text})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		calls := strings.Split(code.JS, one)[1:]
		if len(calls) != len(c.want) {
			t.Errorf("%s: %d calls in\n%s", name, len(calls), code.JS)
			continue
		}
		for i, call := range calls {
			_, rest, _ := strings.Cut(call, ", ")
			if !strings.HasPrefix(rest, c.want[i]) {
				t.Errorf("%s: got %.120s, want %s", name, rest, c.want[i])
			}
		}
	}
}

func TestCachedFunctionsThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		text, message string
		line          int
	}{
		"a function that is not async": {"export const a = 1\nexport function f() {\n  'use cache'\n  return 1\n}", "must be async", 3},
	} {
		src := Source{Path: "/p/a.js", ESM: true, Text: c.text}
		_, err := Transform(src)
		var refused *Error
		if !errors.As(err, &refused) || refused.Line != c.line || refused.Column != 3 || !strings.Contains(refused.Message, c.message) {
			t.Errorf("%s: %+v", name, err)
		}
	}
}
