package nextconfig

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/js"
	"routescope/engine/nodeapi"
	"routescope/engine/project"
	"routescope/engine/webapi"
)

func extensions() []*js.Extension { return append(webapi.Extensions(), nodeapi.Extensions()...) }

// write puts files into a new folder, each "name: text".
func write(t testing.TB, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		name, text, _ := strings.Cut(f, ": ")
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoad(t *testing.T) {
	for _, c := range []struct {
		about string
		files []string
		want  string // some of the configuration, as JSON
		reads bool   // without running it
	}{
		{about: "no file", want: `{"distDir":".next"}`, reads: true},
		{about: "the file create-next-app writes", reads: true,
			files: []string{"next.config.ts: import type { NextConfig } from \"next\";\n\nconst nextConfig: NextConfig = {\n  /* config options here */\n};\n\nexport default nextConfig;\n"},
			want:  `{"basePath":""}`},
		{about: "a literal in CommonJS", reads: true,
			files: []string{"next.config.js: /** @type {import('next').NextConfig} */\nconst nextConfig = { basePath: '/docs', trailingSlash: true, /* a */ pageExtensions: ['api.ts'], }\n\nmodule.exports = nextConfig"},
			want:  `{"basePath":"/docs","trailingSlash":true,"pageExtensions":["api.ts"]}`},
		{about: "an exported literal", reads: true,
			files: []string{"next.config.mjs: export default { expireTime: 60, env: { A: 'it\\'s' } }"}, want: `{"expireTime":60,"env":{"A":"it's"}}`},
		{about: "a statement beside the literal makes it run",
			files: []string{"next.config.js: const c = { basePath: '/a' }\nc.basePath = '/b'\nmodule.exports = c"}, want: `{"basePath":"/b"}`},
		{about: "js wins over ts",
			files: []string{"next.config.ts: export default { basePath: '/ts' }", "next.config.js: module.exports = { basePath: '/' + 'js' }"}, want: `{"basePath":"/js"}`},
		{about: "functions for routes, one of them async",
			files: []string{`next.config.mjs: export default {
				headers: () => [{ source: '/a', headers: [{ key: 'X-A', value: '1' }] }],
				async redirects() { await null; return [{ source: '/b', destination: '/c', permanent: true }] },
				rewrites: async () => ({ fallback: [{ source: '/:p*', destination: 'https://e.com/:p*' }] }),
				webpack: (config) => config, generateBuildId: async () => 'x',
			}`},
			want: `{"headers":[{"source":"/a","headers":[{"key":"X-A","value":"1"}]}],
				"redirects":[{"source":"/b","destination":"/c","permanent":true}],
				"rewrites":{"fallback":[{"source":"/:p*","destination":"https://e.com/:p*"}]}}`},
		{about: "a function of the phase",
			files: []string{"next.config.ts: import { PHASE_PRODUCTION_SERVER } from 'next/constants'\nexport default async (phase: string) => ({ basePath: phase === PHASE_PRODUCTION_SERVER ? '/prod' : '/dev' })"}, want: `{"basePath":"/prod"}`},
		{about: "a promise", files: []string{"next.config.mjs: export default Promise.resolve({ basePath: '/later' })"}, want: `{"basePath":"/later"}`},
		{about: "await at the top level", files: []string{"next.config.mjs: const base = await Promise.resolve('/top')\nexport default { basePath: base }"}, want: `{"basePath":"/top"}`},
		{about: "the environment", files: []string{"next.config.js: module.exports = { env: { A: process.env.GIVEN, B: process.cwd().length > 1 ? 'cwd' : '' } }"}, want: `{"env":{"A":"given","B":"cwd"}}`},
		{about: "a helper, JSON and node:path",
			files: []string{"next.config.ts: import path from 'node:path'\nimport { base } from './base'\nimport data from './data.json'\nexport default { basePath: base, env: { p: path.posix.join('a', '..', 'b'), d: data.d } }",
				"base.ts: export const base: string = '/base'", `data.json: {"d":"json"}`},
			want: `{"basePath":"/base","env":{"p":"b","d":"json"}}`},
		{about: "a plugin of a package",
			files: []string{"next.config.js: const withPlugin = require('plugin')({ on: true })\nmodule.exports = withPlugin({ basePath: '/p' })",
				"node_modules/plugin/package.json: {\"name\":\"plugin\",\"main\":\"index.js\"}",
				"node_modules/plugin/index.js: module.exports = (o) => (c) => ({ ...c, webpack: () => o, trailingSlash: o.on })"},
			want: `{"basePath":"/p","trailingSlash":true}`},
		{about: "what JSON has no words for",
			files: []string{"next.config.mjs: const a = { re: /x+/, big: 5n, f() {}, s: Symbol('s') }\na.self = a\nexport default { expireTime: Infinity, turbopack: a }"}, want: `{"expireTime":4294967294}`},
		{about: "lists that are no functions are no rules",
			files: []string{"next.config.mjs: export default { redirects: [{ source: 'bad' }], basePath: '/' + 'x' }"}, want: `{"basePath":"/x"}`},
	} {
		t.Run(c.about, func(t *testing.T) {
			r, err := Load(t.Context(), Options{Dir: write(t, c.files...), Env: map[string]string{"GIVEN": "given"}, Extensions: extensions()})
			if err != nil {
				t.Fatal(err)
			}
			if r.Ran == c.reads {
				t.Errorf("ran: %v", r.Ran)
			}
			want := project.DefaultConfig()
			if err := json.Unmarshal([]byte(c.want), want); err != nil {
				t.Fatal(err)
			}
			got := *r.Config
			got.Raw, got.Warnings = want.Raw, want.Warnings
			if diff := cmp.Diff(want, &got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestLoadFails(t *testing.T) {
	for _, c := range []struct {
		about string
		file  string
		want  string
	}{
		{"thrown", "next.config.ts: const a: number = 1\n\nthrow new RangeError('no ' + a)\nexport default {}", "Failed to load next.config.ts: next.config.ts:3:7: RangeError: no 1"},
		{"thrown by redirects", "next.config.mjs: export default {\n  async redirects() {\n    throw new Error('later')\n  },\n}", "Failed to load next.config.mjs: next.config.mjs:3:11: Error: later"},
		{"nothing exported", "next.config.js: module.exports = undefined", "Failed to load next.config.js: TypeError: next.config.js must export an object, or a function that returns one, not undefined"},
		{"refused", "next.config.js: module.exports = { basePath: 'x' }", `next.config.js: Specified basePath has to start with a /, found "x"`},
		{"bad rule", "next.config.mjs: export default { redirects: () => [{ source: '/a', destination: '/b' }] }", "next.config.mjs: `permanent` is not set to `true` or `false` for route {\"source\":\"/a\",\"destination\":\"/b\"}\n\nError: Invalid redirect found"},
		{"network", "next.config.mjs: export default async () => { await fetch('http://e.com/'); return {} }", "next.config is evaluated without network"},
		{"unknown package", "next.config.js: module.exports = require('nowhere')({})", "nowhere"},
		{"syntax", "next.config.js: module.exports = {", "next.config.js:1:"},
		{"wrong name", "next.config.json: {}", "Configuring Next.js via 'next.config.json' is not supported. Please replace the file with 'next.config.js', 'next.config.mjs', or 'next.config.ts'."},
		{"never ends", "next.config.mjs: export default new Promise(() => {})", "next.config.mjs did not finish within 300ms"},
	} {
		t.Run(c.about, func(t *testing.T) {
			o := Options{Dir: write(t, c.file), Extensions: extensions()}
			if strings.Contains(c.want, "did not finish") {
				o.Limit = 300 * time.Millisecond
			}
			_, err := Load(t.Context(), o)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestLoadKeepsEnvAndConsole(t *testing.T) {
	var printed []string
	dir := write(t, "next.config.js: console.warn('tide', { high: true })\nprocess.env.SET = 1\nmodule.exports = {}")
	r, err := Load(t.Context(), Options{
		Dir: dir, Extensions: extensions(), Env: map[string]string{"OLD": "1"},
		Console: func(level, text string) { printed = append(printed, level+": "+text) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"SET": "1"}, r.Env); diff != "" {
		t.Errorf("env (-want +got)\n%s", diff)
	}
	if want := []string{"warn: tide { high: true }"}; !cmp.Equal(want, printed) {
		t.Errorf("printed %q, want %q", printed, want)
	}
}

func BenchmarkLoad(b *testing.B) {
	for name, text := range map[string]string{
		"literal":   "next.config.ts: import type { NextConfig } from 'next'\nconst nextConfig: NextConfig = { trailingSlash: true }\nexport default nextConfig",
		"redirects": "next.config.ts: import type { NextConfig } from 'next'\nconst nextConfig: NextConfig = { async redirects() { return [{ source: '/a', destination: '/b', permanent: true }] } }\nexport default nextConfig",
	} {
		b.Run(name, func(b *testing.B) {
			dir := write(b, text)
			for b.Loop() {
				if _, err := Load(b.Context(), Options{Dir: dir, Extensions: extensions()}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The recorded projects' configurations come out as Node.js evaluated them.
func TestLoadRecorded(t *testing.T) {
	for name, config := range map[string]string{"configured": "next.config.mjs", "slashed": "next.config.js"} {
		folder := "../../fixtures/pipeline/" + name
		text, err := os.ReadFile(folder + ".config" + filepath.Ext(config))
		if err != nil {
			t.Fatal(err)
		}
		recorded, err := os.ReadFile(folder + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var want struct{ Config json.RawMessage }
		if err := json.Unmarshal(recorded, &want); err != nil {
			t.Fatal(err)
		}
		r, err := Load(t.Context(), Options{Dir: write(t, config+": "+string(text)), Extensions: extensions()})
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := project.ParseConfig(want.Config)
		if err != nil {
			t.Fatal(err)
		}
		r.Config.Raw, parsed.Raw = nil, nil
		if diff := cmp.Diff(parsed, r.Config); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}
