package event

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEveryEventSurvivesTheCodec(t *testing.T) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			if k.doc == "" {
				t.Error("no doc line")
			}
			*k.zero.Base() = Meta{Exchange: 3, Seq: 7, At: 1500}
			data, err := Marshal(k.zero)
			if err != nil {
				t.Fatal(err)
			}
			back, err := Unmarshal(data)
			if err != nil {
				t.Fatalf("%v in %s", err, data)
			}
			if diff := cmp.Diff(k.zero, back); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnmarshalNamesAnUnknownEvent(t *testing.T) {
	_, err := Unmarshal([]byte(`{"event":"tea.served"}`))
	if err == nil || err.Error() != `decoding event: unknown event "tea.served"` {
		t.Errorf("got %v", err)
	}
}

// An event that embeds Meta but is missing in the codec's list would vanish
// from JSON output without anyone noticing.
func TestEveryEventIsInTheCodec(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "event.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for typ := range nameOf {
		listed[typ.Elem().Name()] = true
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		st, ok := spec.Type.(*ast.StructType)
		if !ok {
			return true
		}
		for _, f := range st.Fields.List {
			if id, ok := f.Type.(*ast.Ident); ok && len(f.Names) == 0 && id.Name == "Meta" && !listed[spec.Name.Name] {
				t.Errorf("%s is missing in codec.go", spec.Name.Name)
			}
		}
		return true
	})
}
