package pathregexp

import (
	"bufio"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
)

// A recordedPattern is what Next.js 16.4.6 made of one pattern: see
// fixtures/pipeline/README.md.
type recordedPattern struct {
	Pattern   string                    `json:"pattern"`
	Source    string                    `json:"source"`
	Error     string                    `json:"error"`
	Matches   map[string]map[string]any `json:"matches"`
	Filled    *string                   `json:"filled"`
	FillError string                    `json:"fillError"`
}

// sample are the values every recorded pattern was filled with.
var sample = map[string]Value{
	"x": {Text: "1"}, "y": {List: []string{"a", "b"}}, "z": {Text: "q r"}, "w": {Text: "7"}, "v": {Text: "vv"},
	"g": {Text: "gg"}, "h": {List: []string{"h1", "h2"}}, "slug": {Text: "s"}, "path": {List: []string{"p", "q"}},
	"a": {Text: "A"}, "b": {List: []string{"B1", "B2"}}, "c": {Text: "C"}, "rest": {List: []string{}},
	"name": {Text: "n"}, "ext": {Text: "e"}, "0": {Text: "zero"}, "1": {Text: "one"},
}

func TestRecordedPatterns(t *testing.T) {
	file, err := os.Open("../../fixtures/pipeline/patterns.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	var paths []string
	for n := 0; lines.Scan(); n++ {
		if n == 0 {
			var head struct{ Paths []string }
			if err := json.Unmarshal(lines.Bytes(), &head); err != nil {
				t.Fatal(err)
			}
			paths = head.Paths
			continue
		}
		var c recordedPattern
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		checkPattern(t, &c, paths)
	}
}

func checkPattern(t *testing.T, c *recordedPattern, paths []string) {
	tokens, err := Parse(c.Pattern)
	source := ""
	if err == nil {
		source, err = Source(tokens, Options{Loose: true})
	}
	var m *Matcher
	if err == nil {
		m, err = New(c.Pattern, Options{Delimiter: "/", Slash: true})
	}
	if c.Error != "" || err != nil {
		if err == nil || c.Error == "" || !strings.HasPrefix(err.Error(), c.Error) {
			t.Errorf("%s: error %v, want %q", c.Pattern, err, c.Error)
		}
		return
	}
	if source = strings.ReplaceAll(source, `\/`, "/"); source != c.Source {
		t.Errorf("%s: regexp %s, want %s", c.Pattern, source, c.Source)
	}
	for _, path := range paths {
		values, ok := m.Match(path)
		want, wanted := c.Matches[path]
		if ok != wanted || ok && !reflect.DeepEqual(named(values), want) {
			t.Errorf("%s on %s: %v %v, want %v %v", c.Pattern, path, ok, named(values), wanted, want)
		}
	}
	checkFill(t, c)
}

func checkFill(t *testing.T, c *recordedPattern) {
	template, err := Compile(c.Pattern, nil)
	if err != nil {
		t.Fatal(err)
	}
	filled, err := template.Fill(func(name string) (Value, bool) { v, ok := sample[name]; return v, ok })
	switch {
	case c.FillError != "" && (err == nil || err.Error() != c.FillError):
		t.Errorf("filling %s: error %v, want %q", c.Pattern, err, c.FillError)
	case c.Filled != nil && (err != nil || filled != *c.Filled):
		t.Errorf("filling %s: %q %v, want %q", c.Pattern, filled, err, *c.Filled)
	}
}

// named returns the values as Next.js has them: without unnamed groups.
func named(values []Value) map[string]any {
	m := map[string]any{}
	for _, v := range values {
		switch {
		case v.Unnamed:
		case v.List == nil:
			m[v.Name] = v.Text
		default:
			list := make([]any, len(v.List))
			for i, text := range v.List {
				list[i] = text
			}
			m[v.Name] = list
		}
	}
	return m
}
