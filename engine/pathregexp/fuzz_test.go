package pathregexp

import (
	"strings"
	"testing"
)

// FuzzPattern feeds the parser, the matcher and the template with one pattern and
// holds them against each other: what a template fills in from a match must match
// again.
func FuzzPattern(f *testing.F) {
	for _, seed := range []string{
		"/blog/:slug*", "/:a.:b?", "/{x-:y-}?z", `/(\d+)/:id([a-z]{2})`, `/((?!api|_next).*)`, `/a\:b`, "/:a*/:b+", "/é/:x", `/:x([^\]/]+)`,
	} {
		f.Add(seed, "/blog/a/b")
	}
	f.Fuzz(func(t *testing.T, pattern, path string) {
		if len(pattern) > 200 || len(path) > 200 {
			t.Skip("nobody writes such patterns")
		}
		m, err := New(pattern, Options{Delimiter: "/"})
		if err != nil {
			return
		}
		values, ok := m.Match(path)
		if !ok {
			return
		}
		template, err := Compile(pattern, nil)
		if err != nil {
			return // parameters side by side are fine for one delimiter and not for the others
		}
		filled, err := template.Fill(func(name string) (Value, bool) {
			for i := len(values) - 1; i >= 0; i-- {
				if values[i].Name == name {
					return values[i], true
				}
			}
			return Value{}, false
		})
		if err != nil || repeatsName(template) || strings.ContainsAny(pattern, "({") {
			return // what stands in groups and optional text is not in the values
		}
		if _, ok := m.Match(filled); !ok {
			t.Errorf("%q matches %q with %v, but not %q", pattern, path, values, filled)
		}
	})
}

func repeatsName(t *Template) bool {
	seen := map[string]bool{}
	for _, name := range t.Names() {
		if seen[name] {
			return true
		}
		seen[name] = true
	}
	return false
}
