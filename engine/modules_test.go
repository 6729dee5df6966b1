package engine

import (
	"strings"
	"testing"
)

// What packages ask of the module system beyond plain imports.
func TestModulesOfPackages(t *testing.T) {
	for name, c := range map[string]struct{ project, want string }{
		"an import whose name is computed": {`
-- app/route.ts --
export async function GET(request: Request) {
  const name = new URL(request.url).searchParams.get('lang') ?? 'de';
  const { default: words } = await import(` + "`../words/${name}.ts`" + `);
  return Response.json(words);
}
-- words/de.ts --
export default ['ja', 'nein'];
`, `["ja","nein"]`},
		"a package that requires by a computed name": {`
-- app/route.ts --
import { load } from 'plugins';
export const GET = (request: Request) => Response.json([request.method, load('one')]);
-- node_modules/plugins/index.js --
exports.load = (name) => require('./plugin-' + name);
-- node_modules/plugins/plugin-one.js --
module.exports = 1;
`, `["GET",1]`},
		"createRequire finds packages, JSON and modules of Node.js": {`
-- app/route.ts --
import { version } from 'modern';
export const GET = (request: Request) => Response.json([request.method, ...version]);
-- node_modules/modern/package.json --
{ "name": "modern", "version": "1.2.3", "type": "module", "exports": { ".": "./index.js", "./old": "./old.cjs" } }
-- node_modules/modern/index.js --
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const failing = () => { try { require('nothing'); } catch (e) { return e.code; } };
export const version = [
  require('./package.json').version, require('./old.cjs').old, require('modern/old').old, typeof require('node:path').join,
  require.resolve('./old.cjs').endsWith('/modern/old.cjs'), failing(),
];
-- node_modules/modern/old.cjs --
exports.old = true;
`, `["GET","1.2.3",true,true,"function",true,"MODULE_NOT_FOUND"]`},
		"an edge route whose package requires fs and does not use it": {`
-- app/route.ts --
import { parse } from 'matter';
export const runtime = 'edge';
export const GET = (request: Request) => Response.json([request.method, parse('a')]);
-- node_modules/matter/index.js --
const fs = require('fs');
exports.parse = (text) => [text];
exports.read = (file) => fs.readFileSync(file);
`, `["GET",["a"]]`},
		"decorators of before the standard": {`
-- tsconfig.json --
{ "compilerOptions": { "experimentalDecorators": true } }
-- app/route.ts --
const keys: string[] = [];
const listed = (target: object, key: string) => { keys.push(key); };
class Book { @listed title = 'Notes' }
export const GET = (request: Request) => Response.json([request.method, keys, new Book()]);
`, `["GET",["title"],{"title":"Notes"}]`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := get(t, open(t, c.project), "/"); got.status != 200 || got.body != c.want {
				t.Errorf("got %d %s, want %s", got.status, got.body, c.want)
			}
		})
	}
}

// A package that needs a socket says which it is, and how it came in.
func TestSocketNamesItsPackage(t *testing.T) {
	e := open(t, `
-- app/route.ts --
import { query } from '../lib/db';
export function GET(request: Request) {
  try {
    query();
  } catch (error) {
    return new Response((error as Error).message + request.method);
  }
}
-- lib/db.ts --
export { query } from 'driver';
-- node_modules/driver/index.js --
exports.query = () => require('./wire').open();
-- node_modules/driver/wire.js --
const net = require('net');
exports.open = () => net.connect(5432);
`)
	const want = "net.connect() is not provided by routescope: there are no raw sockets.\n" +
		"driver needs it. Imported by: app/route.ts → lib/db.ts → node_modules/driver/index.js → node_modules/driver/wire.js\n"
	if got := get(t, e, "/"); !strings.HasPrefix(got.body, want) {
		t.Errorf("got %s", got.body)
	}
}
