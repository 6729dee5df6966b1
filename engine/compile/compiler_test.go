package compile

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
)

func TestEntryRuns(t *testing.T) {
	for name, c := range map[string]struct {
		target  Target
		project string // the entry is entry.ts or the first file
		want    string // JSON of what its default export gives; or "throws …"
	}{
		"types, aliases and JSON": {project: `
-- entry.ts --
import { twice, type N } from '@/lib/twice';
import data from './data.json';
import { list } from './data.json';
export default (): N[] => [twice(data.n), list.length];
-- lib/twice.ts --
export type N = number;
export const twice = (n: N): N => n * 2;
-- data.json --
{ "n": 4, "list": [1, 2] }
-- tsconfig.json --
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
`, want: `[8,2]`},
		"live bindings and a cycle": {project: `
-- entry.ts --
import { n, bump } from './a'; import * as self from './entry';
export default () => { bump(); return [n, self.tag, Object.keys(self), Object.prototype.toString.call(self)]; };
export const tag = 'x';
-- a.ts --
import { by } from './b';
export let n = 1; export function bump() { n += by(); } export const base = 10;
-- b.ts --
import { base } from './a';
export function by() { return base; }
`, want: `[11,"x",["default","tag"],"[object Module]"]`},
		"CommonJS seen from ES modules": {project: `
-- entry.mjs --
import plain, { x } from './plain.cjs'; import * as ns from './plain.cjs';
import flagged, { y } from './flagged.cjs'; import fn from './fn.cjs';
export default () => [plain.x, x, ns.default === plain, Object.keys(ns).sort(), flagged, y, fn(2)];
-- plain.cjs --
exports.x = 1; exports.z = this === exports;
-- flagged.cjs --
Object.defineProperty(exports, '__esModule', { value: true }); exports.default = 'D'; exports.y = 2;
-- fn.cjs --
module.exports = (n) => n + 1;
`, want: `[1,1,true,["default","x","z"],"D",2,3]`},
		"ES modules seen from CommonJS": {project: `
-- entry.cjs --
const m = require('./m.mjs');
module.exports = { default: () => [m.default, m.n, m.__esModule, typeof __filename, __dirname.length > 1] };
-- m.mjs --
export default 'd'; export const n = 1;
`, want: `["d",1,true,"string",true]`},
		"names of CommonJS in ES modules": {project: `
-- entry.mjs --
const __filename = 'mine', __dirname = __filename + '!', require = 1, module = 2, exports = 3;
import { from } from './lib.mjs';
export default async () => [__filename, __dirname, require, module, exports, await from('./data.mjs')];
-- lib.mjs --
export async function from(name) { var require = () => 'own'; return [require(), (await import(name)).default, typeof __filename]; }
-- data.mjs --
export default 'data';
`, want: `["mine","mine!",1,2,3,["own","data","string"]]`},
		"export star and renaming": {project: `
-- entry.ts --
export * from './a'; export * as b from './b'; export { default as c, n as m } from './b';
import * as self from './entry';
export default () => [Object.keys(self), self.b.n, self.c, self.m, self.p];
-- a.ts --
export const p = 1; export default 'hidden';
-- b.ts --
export const n = 2; export default 'B';
`, want: `[["b","c","default","m","p"],2,"B",2,1]`},
		"import() keeps the interop and names what is missing": {project: `
-- entry.ts --
export default async (which = 'one') => {
  const out: unknown[] = [(await import('./d/' + which)).default, (await import('./c.cjs')).default.c];
  try { await import('./d/' + 'none') } catch (e: any) { out.push(e.message, e.code) }
  return out;
};
-- d/one.ts --
export default 1;
-- c.cjs --
exports.c = 3;
`, want: `[1,3,"Cannot find module './d/none'","MODULE_NOT_FOUND"]`},
		"await at the top level": {project: `
-- entry.ts --
import { v, order } from './late'; import { after } from './after';
export default async () => [v, after, order, (await import('./lazy')).w, import.meta.url.endsWith('/entry.ts')];
-- late.ts --
import base, { more } from './base'; import * as c from './c.cjs'; export * from './names';
export const order: string[] = ['start'];
export const v: number = await Promise.resolve(base + more + c.default.x);
for await (const s of ['a', 'b']) order.push(s);
export default function hoisted() { return v; }
-- after.ts --
import hoisted, { star } from './late';
export const after = hoisted() + star;
-- names.ts --
export const star = 1000;
-- base.ts --
export default 1; export const more = 10;
-- c.cjs --
exports.x = 100;
-- lazy.ts --
import { v } from './late'; export const w = v + (await Promise.resolve(1));
`, want: `[111,1111,["start","a","b"],112,true]`},
		"require of a module with await at the top level": {project: `
-- entry.js --
export default async () => { const p = require('./late'); return [typeof p.then, (await p).v]; };
-- late.js --
export const v = await 1;
`, want: `["function",1]`},
		"the environment is inlined": {project: `
-- entry.ts --
export default () => [process.env.NEXT_PUBLIC_NAME, process.env.NODE_ENV, process.env.NEXT_RUNTIME];
`, want: `["shop","production","nodejs"]`},
		"server-only, images and styles": {project: `
-- entry.ts --
import 'server-only'; import './global.css'; import css from './a.module.css'; import icon from './i.svg';
export default () => [Object.keys(css), icon.src.startsWith('/_next/static/media/i.')];
-- global.css --
body { color: red }
-- a.module.css --
.big { color: red }
-- i.svg --
<svg xmlns="http://www.w3.org/2000/svg"/>
`, want: `[["big"],true]`},
		"what Node.js has and we lack fails in use": {project: `
-- entry.ts --
import net, { connect } from 'node:net'; import { forget } from 'node:test-only';
export default () => { const out: unknown[] = [typeof net, typeof forget]; try { connect(1) } catch (e: any) { out.push(e.message) } return out; };
`, want: `["object","function","The Node.js module 'net' is not available in the embedded engine (connect)"]`},
		"a package's conditions in an app route": {project: conditional, want: `["server","module","import","cjs"]`},
		"a package's conditions in an API route": {project: conditional, target: Target{Layer: Pages}, want: `["client","main","import","cjs"]`},
		"a package's conditions on the edge":     {project: conditional, target: Target{Edge: true}, want: `["server","browser","import","cjs"]`},
		"a native addon names its package": {project: `
-- entry.ts --
import { f } from 'addon';
export default () => f();
-- node_modules/addon/package.json --
{ "name": "addon", "main": "index.js" }
-- node_modules/addon/index.js --
exports.f = () => require('./build/addon.node');
`, want: "throws Error: addon needs the native addon addon.node, which only Node.js can load.\nImported by: entry.ts → node_modules/addon/index.js\n"},
		"extensions, imports maps, attributes and extended configurations": {project: `
-- entry.tsx --
import { a } from './a.js'; import { b } from './b.mjs'; import { c } from './c.cjs'; import { d } from '#d'; import { e } from 'base/e'; import { f } from '~/f';
import j from './j.json' with { type: 'json' }; import { self } from 'me/self'; import { g } from './folder';
const h = require('./j.json');
export default () => [a, b, c, d, e, f, j.k, self, g, h.k];
-- a.ts --
export const a = 'a';
-- b.mts --
export const b = 'b';
-- c.cts --
exports.c = 'c';
-- lib/d.ts --
export const d = 'd';
-- base/e.ts --
export const e = 'e';
-- src/f.ts --
export const f = 'f';
-- folder/index.jsx --
export const g = 'g';
-- self.ts --
export const self = 'self';
-- j.json --
{ "k": "j" }
-- package.json --
{ "name": "me", "imports": { "#d": "./lib/d.ts" }, "exports": { "./self": "./self.ts" } }
-- tsconfig.json --
{ "extends": "./configs/base.json", /* a comment */ "compilerOptions": { "strict": true, }, }
-- configs/base.json --
{ "compilerOptions": { "baseUrl": "..", "paths": { "~/*": ["./src/*"] } } }
`, want: `["a","b","c","d","e","f","j","self","g","j"]`},
		"enums, decorators, namespaces and using": {project: `
-- entry.ts --
enum Kind { A = 1, B = A << 2 }
const enum Inline { X = 'x' }
namespace Space { export const y = 2; }
const log: string[] = [];
function logged(value: any, context: { name: string | symbol }) { log.push(String(context.name)); return value; }
class P { constructor(private readonly n: number, public m = n + 1) {} @logged get() { return this.n + this.m; } accessor z = 3; declare q: string; static #count = 0; static { P.#count++; log.push('static' + P.#count); } }
const open = (name: string) => ({ [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() { log.push('closed ' + name); } });
export default async () => {
  { using a = open('a'); log.push('in'); }
  return [Kind.B, Kind[1], Inline.X, Space.y, new P(1).get(), new P(1).z, log, <unknown>5 as number, (await import('./late')).default satisfies number];
};
-- late.ts --
export = 7;
`, want: `[4,"A","x",2,3,3,["get","static1","in","closed a"],5,7]`},
		"default exports without a name": {project: `
-- entry.ts --
import a from './a'; import b from './b'; import c from './c'; import d from './d';
export default () => [a.name, b.name, c.name, d];
-- a.ts --
export default async () => 1;
-- b.ts --
export default function () {}
-- c.ts --
export default class { static x = 1 }
-- d.ts --
export default { name: 'object' }.name;
`, want: `["default","default","default","object"]`},
		"what fetches an asset by its URL": {project: `
-- entry.ts --
const url = new (class { constructor(public path: string, public base: string) {} })('./fonts/a b.ttf', import.meta.url);
export default () => [url.path, url.base.startsWith('file:///') && url.base.endsWith('/entry.ts'), Object.keys(import.meta)];
`, want: `["./fonts/a b.ttf",true,["url","env"]]`},
		"import.meta.url writes a path as Node.js does": {project: `
-- app/[id]/a b{}é%#|".ts --
export default () => import.meta.url.replace(/.*[/]app/, '');
`, want: `"/%5Bid%5D/a%20b%7B%7D%C3%A9%25%23%7C%22.ts"`},
		"so does one that is found by a computed name": {project: `
-- entry.ts --
import { f } from './lib';
export default () => f();
-- lib.ts --
import { load } from 'loader';
export const f = () => load('built/x');
-- node_modules/loader/index.js --
#!/usr/bin/env node
exports.load = (name) => require(__dirname + '/' + name + '.node');
`, want: "throws Error: loader needs the native addon x.node, which only Node.js can load.\nImported by: entry.ts → lib.ts → node_modules/loader/index.js\n"},
		"a package's missing option fails when it is called": {project: `
-- entry.ts --
import p from 'opt';
export default () => p();
-- node_modules/opt/index.js --
module.exports = () => require('not-there');
`, want: "throws Error: Cannot find module 'not-there'"},
		"JSX": {project: `
-- entry.tsx --
export default () => <p id="x">hi</p>;
-- node_modules/react/jsx-runtime.js --
exports.jsx = (type, props) => ({ type, props });
`, want: `{"type":"p","props":{"id":"x","children":"hi"}}`},
		"strict as modules are, sloppy as scripts are": {project: `
-- entry.ts --
import { sloppy } from './s.cjs';
export default () => [(function (this: unknown) { return this === undefined })(), sloppy()];
-- s.cjs --
exports.sloppy = function () { undeclared = 1; return undeclared; };
`, want: `[true,1]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := write(t, c.project)
			compiler := newCompiler(t, dir)
			entry, _, _ := strings.Cut(strings.TrimPrefix(c.project, "\n-- "), " --")
			g, err := compiler.Entry(context.Background(), filepath.Join(dir, entry), c.target)
			if err != nil {
				t.Fatal(err)
			}
			got, err := newIsolate(t, loader{compiler}).call(t, g.Entry)
			if err != nil {
				got = "throws " + err.Error()
			}
			if got != c.want && !(err != nil && strings.HasPrefix(got, c.want)) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

const conditional = `
-- entry.ts --
import { where } from 'pkg/where'; import { main } from 'pkg2'; import { kind } from 'pkg/kind'; import old from './old.cjs';
export default () => [where, main, kind, old];
-- old.cjs --
module.exports = require('pkg/kind').kind;
-- node_modules/pkg/package.json --
{ "name": "pkg", "exports": {
  "./where": { "react-server": "./server.js", "default": "./client.js" },
  "./kind": { "import": "./kind.mjs", "require": "./kind.cjs" } } }
-- node_modules/pkg/server.js --
exports.where = 'server';
-- node_modules/pkg/client.js --
exports.where = 'client';
-- node_modules/pkg/kind.mjs --
export const kind = 'import';
-- node_modules/pkg/kind.cjs --
exports.kind = 'cjs';
-- node_modules/pkg2/package.json --
{ "name": "pkg2", "main": "./main.js", "module": "./module.js", "browser": "./browser.js" }
-- node_modules/pkg2/main.js --
exports.main = 'main';
-- node_modules/pkg2/module.js --
export const main = 'module';
-- node_modules/pkg2/browser.js --
export const main = 'browser';
`
