package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestMatchers walks the list: each matcher has a line of documentation and a
// fixture with sections named after masks, whose lines begin with "takes" or
// "refuses" and go on with a value.
func TestMatchers(t *testing.T) {
	last := ""
	for _, m := range Matchers() {
		if m.Doc == "" || m.Name <= last {
			t.Errorf("matcher %q: without documentation, or out of order", m.Name)
		}
		last = m.Name
		t.Run(m.Name, func(t *testing.T) {
			archive, err := txtar.ParseFile(filepath.Join("testdata", "match", m.Name+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Files) == 0 {
				t.Fatal("the fixture is empty")
			}
			for _, file := range archive.Files {
				testMask(t, file.Name, string(file.Data))
			}
		})
	}
}

func testMask(t *testing.T, mask, lines string) {
	template, err := parseTemplate(mask)
	if lines == "wrong\n" {
		if err == nil {
			t.Errorf("%s is accepted", mask)
		}
		return
	}
	if err != nil {
		t.Error(err)
		return
	}
	for line := range strings.Lines(lines) {
		verb, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		scope := NewScope(nil)
		scope.bound["date:iso:1"] = "2026-11-21T12:00:00.000Z"
		err := template.match(value, scope)
		if (err == nil) != (verb == "takes") {
			t.Errorf("%s: %s: got %v", mask, line, err)
		}
	}
}

func TestMasksInText(t *testing.T) {
	tests := []struct {
		name, template, text string
		want                 bool
	}{
		{"literal text", "a.b", "a.b", true},
		{"no expression without a mask", "a.b", "axb", false},
		{"nor beside one", "a.b «int»", "axb 1", false},
		{"a mask between text", "order «int» of «uuid»", "order 7 of 4ef71d4f-ce1b-427d-bbf0-d34b17b3a8d0", true},
		{"the same index, the same value", "«int:1» «int:1»", "7 7", true},
		{"the same index, two values", "«int:1» «int:1»", "7 8", false},
		{"two UUIDs differ", "«uuid:1» «uuid:2»", "4ef71d4f-ce1b-427d-bbf0-d34b17b3a8d0 4ef71d4f-ce1b-427d-bbf0-d34b17b3a8d0", false},
		{"two numbers need not", "«int:1» «int:2»", "7 7", true},
		{"quotation marks", "«bonjour» «any»", "«bonjour» tout", true},
		{"a mask written out", "««any»", "«any»", true},
		{"a mask written out takes only itself", "««any»", "tout", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := compareText(test.template, test.text, NewScope(nil)) == nil
			if got != test.want {
				t.Errorf("%q against %q: %t", test.template, test.text, got)
			}
		})
	}
}

func FuzzEscape(f *testing.F) {
	for _, text := range []string{"", "«any»", "«««", "««any»»", "«re:(»", "«bonjour»", "«date:»", "«uuid:1»«"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		template, err := parseTemplate(escape(text))
		if err != nil {
			t.Fatalf("%q is escaped as %q, which is wrong: %v", text, escape(text), err)
		}
		if template.masked() || template.literal() != text {
			t.Fatalf("%q is escaped as %q, which is %q", text, escape(text), template.literal())
		}
	})
}

func TestHelpListsEveryMatcher(t *testing.T) {
	var b strings.Builder
	WriteMatchers(&b)
	for _, m := range Matchers() {
		if !strings.Contains(b.String(), "«"+m.Name) || !strings.Contains(b.String(), m.Doc) {
			t.Errorf("the help lacks %s", m.Name)
		}
	}
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range Matchers() {
		if !strings.Contains(string(readme), "| `«"+m.Name) || !strings.Contains(string(readme), m.Doc) {
			t.Errorf("the README's table lacks %s, or has other words for it", m.Name)
		}
	}
	if fixtures, _ := os.ReadDir(filepath.Join("testdata", "match")); len(fixtures) != len(Matchers()) {
		t.Errorf("%d fixtures for %d matchers", len(fixtures), len(Matchers()))
	}
}
