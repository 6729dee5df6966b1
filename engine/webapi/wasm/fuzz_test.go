package wasm

import "testing"

// FuzzParse reads modules: damage is an error and no panic, and what a valid one
// exports is there.
func FuzzParse(f *testing.F) {
	table := external{kind: tableKind, value: funcref, limits: limits{initial: 2}}
	f.Add(accessing(table, "t"))
	f.Add(referring(signature{}, "f"))
	f.Add(defining(external{kind: memoryKind, limits: limits{initial: 1, maximum: 3, bounded: true}}, 0))
	f.Add(passing([]passage{{"a", "b", "c", table}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < len(header) {
			return
		}
		m, err := parse(b)
		if err != nil {
			return
		}
		code, err := machine().CompileModule(t.Context(), b)
		if err != nil {
			return
		}
		defer code.Close(t.Context())
		for _, e := range m.exports {
			if int(e.kind) >= len(m.spaces) || e.index >= len(m.spaces[e.kind]) {
				t.Errorf("export %q is none of the module's: %v %d", e.name, e.kind, e.index)
			}
		}
	})
}
