package nextconfig

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is read as a literal must be what running the file gives.
func TestLiteralsAreWhatRunningGives(t *testing.T) {
	for _, object := range []string{
		`{}`, `{ a: 1, 'b-c': "x", d: [1, -2, 0.5, 1e3, 0x10], e: { f: null, g: true, }, }`,
		`{ env: { A: 'it\'s', B: "\u0041\n\x41", C: 'a//b', D: "/* no */", E: '}' } }`,
		`{ a: undefined, b: [undefined] }`, `{ a: 1, a: 2 }`, `{ 1: 'one', a: 1_000 }`,
		"{ // comment }\n a: 1 /* { */, }", `{ "__proto__": { b: 1 }, c: 2 }`, `{ ...{ a: 1 } }`, `{ ['a' + 1]: 2 }`,
		`{ get a() { return 1 } }`, `{ a() {} , b: 1 }`, `{ a: () => 1, b: 2 }`, "{ a: `x${1}` }", "{ a: `x` }", `{ a: /x}/.source }`,
		`{ a: 1 + 1 }`, `{ a: !0, b: void 0, c: -(-1) }`, `{ a: 1n }`, `{ a: 'x' + 'y' }`, `{ a: (1, 2) }`, `{ a: Infinity }`, `{ a: NaN }`,
		`{ a: process.env.X ?? 'd' }`, `{ a: [,1] }`, `{ a: "<!--", b: '\
continued' }`, `{ async redirects() { return [] }, b: 1 }`, `{ headers: [], b: 1 }`,
	} {
		for _, text := range []string{"module.exports = " + object, "const c = " + object + ";\nmodule.exports = c;\n"} {
			read, ok := readLiteral("next.config.js", text)
			if !ok {
				continue
			}
			dir := write(t, "next.config.js: "+text)
			ran, err := evaluate(t.Context(), Options{Dir: dir, Extensions: extensions()}, dir+"/next.config.js", text)
			if err != nil {
				t.Errorf("%s is read as %s, and fails: %v", text, read, err)
				continue
			}
			var got, want any
			if json.Unmarshal(read, &got) != nil || json.Unmarshal(ran.Config, &want) != nil {
				t.Fatalf("%s: %s, %s", text, read, ran.Config)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-ran +read)\n%s", text, diff)
			}
		}
	}
}

func TestWhatIsNoLiteral(t *testing.T) {
	for text, want := range map[string]bool{
		"export default {}":                        true,
		"'use strict'\nmodule.exports = { a: 1 };": true,
		"import type { NextConfig } from 'next'\nconst c: NextConfig = {}\nexport default c":               true,
		"import { NextConfig } from 'next';\n// why\nconst c: NextConfig = {}\n/* so */ export default c;": true,
		"const c = {}\nconst d = {}\nexport default c":                                                     false,
		"const c = {}\nexport default d":                                                                   false,
		"const c = {} as const\nexport default c":                                                          false,
		"const c = { basePath: base }\nexport default c":                                                   false,
		"console.log(1)\nexport default {}":                                                                false,
		"export default {}\nprocess.env.X = '1'":                                                           false,
		"import './env'\nexport default {}":                                                                false,
		"export default withPlugin({})":                                                                    false,
		"export default async () => ({})":                                                                  false,
		"module.exports = {":                                                                               false,
		"":                                                                                                 false,
	} {
		if _, ok := readLiteral("next.config.ts", text); ok != want {
			t.Errorf("%q: %v", text, ok)
		}
	}
}
