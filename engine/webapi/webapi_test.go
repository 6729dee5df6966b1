package webapi_test

import (
	"slices"
	"strings"
	"testing"

	"routescope/engine/js"
	"routescope/engine/webapi"
	"routescope/engine/webapi/internal/jstest"
)

func TestEveryExtensionSaysWhatItIs(t *testing.T) {
	all := webapi.Extensions()
	if !slices.IsSortedFunc(all, func(a, b *js.Extension) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the list is not sorted by name")
	}
	for _, e := range all {
		if !strings.HasPrefix(e.Name, "webapi/") || !strings.Contains(e.Doc, "https://") {
			t.Errorf("%s: its doc names no standard: %q", e.Name, e.Doc)
		}
	}
}

func TestEveryGlobalLoads(t *testing.T) {
	for name, runtime := range map[string]js.Runtime{"nodejs": js.NodeJS, "edge": js.Edge} {
		t.Run(name, func(t *testing.T) {
			var names []string
			for _, e := range webapi.Extensions() {
				for _, g := range e.Globals {
					if g.Runtimes == 0 || g.Runtimes&runtime != 0 {
						names = append(names, g.Name)
					}
				}
			}
			body := `const lost = []; for (const name of '` + strings.Join(names, " ") + `'.split(' ')) {
				try { if (globalThis[name] === undefined) lost.push(name); } catch (e) { lost.push(name + ': ' + e.message); } } return lost;`
			got, err := jstest.Run(t, js.Options{Extensions: webapi.Extensions(), Runtime: runtime}, body)
			if err != nil {
				t.Fatal(err)
			}
			if lost := got.([]any); len(lost) > 0 {
				t.Errorf("no value for %v", lost)
			}
		})
	}
}
