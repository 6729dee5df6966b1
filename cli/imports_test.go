package cli

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport says which of our packages each package may import: the arrows of
// the design. A package stands for those below it, unless they have a line of
// their own; "engine/*" is every package below engine.
var mayImport = map[string][]string{
	"":                  {"cli"},
	"cli":               {"config", "engine", "engine/event", "engine/route", "fixtures", "golden", "golden/report", "recorder", "tui"},
	"config":            {},
	"engine":            {"engine/*"},
	"engine/cache":      {"engine/event"},
	"engine/compile":    {"engine/project"},
	"engine/event":      {},
	"engine/handler":    {"engine/*"},
	"engine/js":         {"engine/event"},
	"engine/nextapi":    {"engine/js", "engine/webapi", "engine/cache", "engine/event", "engine/nodeapi", "engine/stream"},
	"engine/nodeapi":    {"engine/js", "engine/webapi"},
	"engine/pathregexp": {},
	"engine/pipeline":   {"engine/event", "engine/pathregexp", "engine/project", "engine/route"},
	"engine/project":    {"engine/pathregexp", "engine/route"},
	"engine/route":      {},
	"engine/stream":     {"engine/event"},
	"engine/webapi":     {"engine/js", "engine/stream"},
	"fixtures":          {},
	"golden":            {"engine", "engine/event", "recorder"},
	"golden/report":     {"golden"},
	"recorder":          {"engine", "engine/event"},
	"tui":               {"engine", "engine/event", "engine/route", "golden", "recorder", "tui/widget"},
	"tui/widget":        {},
}

// A listed package is what `go list` says of it.
type listedPackage struct {
	ImportPath string
	Imports    []string
}

func TestArrows(t *testing.T) {
	for _, p := range listPackages(t) {
		from := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "routescope"), "/")
		rule, allowed := ruleFor(from)
		if allowed == nil {
			t.Errorf("%s has no line in the table", from)
		}
		for _, path := range p.Imports {
			to, ours := strings.CutPrefix(path, "routescope/")
			if ours && !allows(rule, allowed, to) {
				t.Errorf("%s → %s: %s may import only %s", from, to, rule, strings.Join(allowed, ", "))
			}
		}
	}
}

func listPackages(t *testing.T) []listedPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "routescope/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listedPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listedPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// ruleFor returns the line of the nearest package above.
func ruleFor(path string) (rule string, allowed []string) {
	for rule = path; ; {
		if allowed, ok := mayImport[rule]; ok {
			return rule, allowed
		}
		i := strings.LastIndexByte(rule, '/')
		if i < 0 {
			return path, nil
		}
		rule = rule[:i]
	}
}

// allows reports whether a package under rule may import to: what lies below
// itself, what the table names, and what lies below that without a line of its
// own.
func allows(rule string, allowed []string, to string) bool {
	owner, _ := ruleFor(to)
	if owner == rule || slices.Contains(allowed, to) || slices.Contains(allowed, owner) {
		return true
	}
	top, _, _ := strings.Cut(to, "/")
	return slices.Contains(allowed, top+"/*")
}
