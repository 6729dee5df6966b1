package intl_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/js"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/intl"
)

var update = flag.Bool("update", false, "rewrite testdata/known_failures.json")

var options = js.Options{Extensions: []*js.Extension{intl.Extension}}

const knownFile = "testdata/known_failures.json"

// TestNode compares with what Node.js 20 answered. An expression listed in
// known_failures.json must give what stands there: -update takes news over.
func TestNode(t *testing.T) {
	text, err := os.ReadFile("testdata/node20.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var expressions []string
	var wants []any
	for line := range bytes.Lines(text) {
		var pair [2]any
		if err := json.Unmarshal(line, &pair); err != nil {
			t.Fatal(err)
		}
		expressions = append(expressions, pair[0].(string))
		wants = append(wants, pair[1])
	}
	known := map[string]any{}
	if text, err := os.ReadFile(knownFile); err == nil {
		if err := json.Unmarshal(text, &known); err != nil {
			t.Fatal(err)
		}
	}
	failures := map[string]any{}
	for i, got := range evaluate(t, expressions) {
		expression := expressions[i]
		if !cmp.Equal(got, wants[i]) {
			failures[expression] = got
		}
		switch fails, wasKnown := known[expression]; {
		case *update || cmp.Equal(got, wants[i]) && !wasKnown || wasKnown && cmp.Equal(got, fails):
		case cmp.Equal(got, wants[i]):
			t.Errorf("%s is right now: take it out of %s (-update)", expression, knownFile)
		default:
			t.Errorf("%s (-want +got):\n%s", expression, cmp.Diff(wants[i], got))
		}
	}
	t.Logf("%d of %d", len(expressions)-len(failures), len(expressions))
	if *update {
		writeKnown(t, failures)
	}
}

// evaluate returns the value of each expression, or the name of its error. An
// isolate takes some at a time, so that a turn stays within its limit under -race.
func evaluate(t *testing.T, expressions []string) []any {
	t.Helper()
	const some = 40
	var out []any
	for chunk := range slices.Chunk(expressions, some) {
		var body strings.Builder
		body.WriteString("const out = []; const ask = (f) => { try { out.push(f() ?? null); } catch (e) { out.push(e.name); } };\n")
		for _, expression := range chunk {
			body.WriteString("ask(() => (" + expression + "));\n")
		}
		body.WriteString("return out;")
		got, err := jstest.Run(t, options, body.String())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, got.([]any)...)
	}
	return out
}

func writeKnown(t *testing.T, failures map[string]any) {
	t.Helper()
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(failures); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(knownFile, text.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
