package compile

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
)

// TestPackagesAsNextJSLoadsThem evaluates entries that import packages, and compares
// what they export.
func TestPackagesAsNextJSLoadsThem(t *testing.T) {
	const interop = `
-- entry.ts --
import mixed from 'MODULE';
export default () => mixed;
-- node_modules/MODULE/package.json --
{ "name": "MODULE", "type": "module", "exports": "./index.js" }
-- node_modules/MODULE/index.js --
import it from './all.cjs';
export default [it?.default ?? null, it?.named ?? null];
-- node_modules/MODULE/all.cjs --
exports.__esModule = true; exports.named = 'named'; exports.default = 'the default';
`
	const react = `
-- entry.ts --
import { render } from 'mails';
import { flavour } from 'react';
export default () => [render(), flavour];
-- node_modules/mails/index.js --
exports.render = () => require('react-dom/server').render();
-- node_modules/react/package.json --
{ "name": "react", "exports": { ".": { "react-server": "./react.react-server.js", "default": "./index.js" }, "./package.json": "./package.json" } }
-- node_modules/react/index.js --
exports.flavour = 'client';
-- node_modules/react/react.react-server.js --
exports.flavour = 'server';
-- node_modules/react-dom/package.json --
{ "name": "react-dom", "exports": { "./server": { "react-server": "./server.react-server.js", "default": "./server.node.js" }, "./package.json": "./package.json" } }
-- node_modules/react-dom/server.react-server.js --
throw new Error('react-dom/server is not supported in React Server Components.');
-- node_modules/react-dom/server.node.js --
module.exports = require('./cjs/server.js');
-- node_modules/react-dom/server.edge.js --
module.exports = require('./cjs/server.js');
-- node_modules/react-dom/cjs/server.js --
exports.render = () => 'rendered by ' + require('react').flavour;
`
	for name, test := range map[string]struct {
		archive string
		target  Target
		want    string
	}{
		"a package that Next.js bundles":           {strings.ReplaceAll(interop, "MODULE", "bundled"), Target{}, `[null,null]`},
		"a package that Node.js loads":             {strings.ReplaceAll(interop, "MODULE", "firebase-admin"), Target{}, `["the default","named"]`},
		"one in the edge runtime":                  {strings.ReplaceAll(interop, "MODULE", "firebase-admin"), Target{Edge: true}, `[null,null]`},
		"any package of an API route":              {strings.ReplaceAll(interop, "MODULE", "bundled"), Target{Layer: Pages}, `["the default","named"]`},
		"a renderer of React":                      {react, Target{}, `["rendered by client","server"]`},
		"a renderer of React, in the edge runtime": {react, Target{Edge: true}, `["rendered by client","server"]`},
		"functions that esbuild renames": {`
-- entry.ts --
let model: any, Base: any = class Base { static one = 1; };
model = function model() { return model; };
const handle = () => { const handle = async () => handle; return handle; };
export default () => [model.name, Base.name, handle().name, handle.name];
`, Target{}, `["model","Base","handle","handle"]`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, test.archive)
			compiler := newCompiler(t, dir)
			g, err := compiler.Entry(context.Background(), filepath.Join(dir, "entry.ts"), test.target)
			if err != nil {
				t.Fatal(err)
			}
			got, err := newIsolate(t, loader{compiler}).call(t, g.Entry)
			if got != test.want || err != nil {
				t.Errorf("got  %s, %v\nwant %s", got, err, test.want)
			}
		})
	}
}

func TestAddonsThatAreThePackage(t *testing.T) {
	dir := write(t, `
-- entry.ts --
import 'addon';
-- node_modules/addon/package.json --
{ "name": "addon", "main": "addon.linux.node" }
-- node_modules/addon/addon.linux.node --
binary
`)
	compiler := newCompiler(t, dir)
	g, err := compiler.Entry(context.Background(), filepath.Join(dir, "entry.ts"), Target{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = newIsolate(t, loader{compiler}).call(t, g.Entry)
	if err == nil || !strings.Contains(err.Error(), "addon needs the native addon addon.linux.node, which only Node.js can load.\nImported by: entry.ts") {
		t.Errorf("got %v", err)
	}
}

func TestStandIns(t *testing.T) {
	key := "a\nfunction _key(key, P, S) {\n}\n"
	got := string(withStandIns("/p/node_modules/bcryptjs/umd/index.js", []byte(key)))
	if !strings.Contains(got, "routescope:bcryptjs/key") || strings.Count(got, "\n") != strings.Count(key, "\n") {
		t.Errorf("got %s", got)
	}
	if got := string(withStandIns("/p/node_modules/other/index.js", []byte(key))); got != key {
		t.Errorf("another package became %s", got)
	}
	if !isUndiciClient(filepath.FromSlash("/p/node_modules/undici/lib/dispatcher/client.js")) {
		t.Error("the client of undici is not known")
	}
}
