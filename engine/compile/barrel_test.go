package compile

import (
	"context"
	"path/filepath"
	"testing"
)

func TestBarrelsAreLazy(t *testing.T) {
	const all = `["a","b","d","deep","star"]`
	for name, c := range map[string]struct {
		manifest string
		early    string // what ran once a was read
		late     string // what ran once star was read, too
	}{
		"no side effects":           {`{ "name": "pkg", "sideEffects": false }`, `["a"]`, `["a","deep","star"]`},
		"side effects somewhere":    {`{ "name": "pkg", "sideEffects": ["./b.js"] }`, `["a"]`, `["a","deep","star"]`},
		"side effects of the index": {`{ "name": "pkg", "sideEffects": ["**/index.js"] }`, `["a","b","d"]`, all},
		"not said":                  {`{ "name": "pkg" }`, all, all},
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, `
-- entry.ts --
import { a } from 'pkg';
import * as all from 'pkg';
export default () => {
  const ran = () => [...(globalThis as any).seen].sort();
  return [a, Object.keys(all).sort(), ran(), all.star, ran(), all.$d + all.b, all.default];
};
-- node_modules/pkg/package.json --
`+c.manifest+`
-- node_modules/pkg/index.js --
export { a } from './a.js'; export { default, b } from './b.js'; export { d as $d } from './d.js'; export * from './stars.js';
-- node_modules/pkg/a.js --
(globalThis.seen ??= []).push('a'); export const a = 1;
-- node_modules/pkg/b.js --
(globalThis.seen ??= []).push('b'); export const b = 2; export default 'B';
-- node_modules/pkg/d.js --
(globalThis.seen ??= []).push('d'); export const d = 3;
-- node_modules/pkg/stars.js --
export * from './star.js';
-- node_modules/pkg/star.js --
import { deep } from './deep.js';
(globalThis.seen ??= []).push('star'); export const star = deep; export default 'not re-exported';
-- node_modules/pkg/deep.js --
(globalThis.seen ??= []).push('deep'); export const deep = 4;
`)
			compiler := newCompiler(t, dir)
			g, err := compiler.Entry(context.Background(), filepath.Join(dir, "entry.ts"), Target{})
			if err != nil {
				t.Fatal(err)
			}
			got, err := newIsolate(t, loader{compiler}).call(t, g.Entry)
			want := `[1,["$d","a","b","default","star"],` + c.early + `,4,` + c.late + `,5,"B"]`
			if got != want || err != nil {
				t.Errorf("got  %s, %v\nwant %s", got, err, want)
			}
		})
	}
}
