package compile

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"routescope/engine/js"
)

// snippets serves one module with the code under test.
type snippets map[string]string

func (s snippets) Module(id string) (*js.Module, error) {
	return &js.Module{ID: id, Source: s[id]}, nil
}

// TestLoweredCodeBehavesAsNative runs async functions and async generators that
// were lowered, and compares with what Node.js made of them as they are written.
func TestLoweredCodeBehavesAsNative(t *testing.T) {
	data, err := os.ReadFile("testdata/async.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := txtar.Parse(data).Files
	for i := 0; i+1 < len(files); i += 2 {
		name, source := strings.TrimSuffix(files[i].Name, ".js"), string(files[i].Data)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, err := Transform(Source{Path: "/" + name + ".js", Text: "export default async () => {\n" + source + "};", ESM: true})
			if err != nil {
				t.Fatal(err)
			}
			got, err := newIsolate(t, snippets{"/x": code.JS}).call(t, "/x")
			if err != nil {
				got = "throws " + err.Error()
			}
			if want := strings.TrimSpace(string(files[i+1].Data)); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}
