package exports

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// readByParser asks esbuild for the names where the scan lost its way, and keeps
// what the scan found about those. It takes about a millisecond.
func readByParser(name, src string, r *reader) *File {
	scanned := *r.finish()
	names, ok := parsedNames(name, src)
	if !ok {
		scanned.Broken = true
		return &scanned
	}
	var exports []Export
	for _, n := range names {
		e, found := scanned.Lookup(n)
		if !found {
			e = Export{Name: n, Line: 1, Column: 1}
			if at := findWord(src, n); at >= 0 {
				e.Line, e.Column = r.line(at)
			}
		}
		exports = append(exports, e)
	}
	scanned.Exports = exports
	slices.SortStableFunc(scanned.Exports, func(a, b Export) int { return a.Line - b.Line })
	return &scanned
}

// parsedNames returns the names a file exports according to esbuild.
func parsedNames(name, src string) (names []string, ok bool) {
	loader := api.LoaderTSX
	switch {
	case isTypeScript(name):
		loader = api.LoaderTS
	case !strings.HasSuffix(name, ".tsx"):
		loader = api.LoaderJSX
	}
	result := api.Build(api.BuildOptions{
		Stdin:    &api.StdinOptions{Contents: src, Loader: loader, Sourcefile: name},
		Format:   api.FormatESModule,
		JSX:      api.JSXPreserve,
		Metafile: true,
		Outfile:  "out.js",
		LogLevel: api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		return nil, false
	}
	var meta struct {
		Outputs map[string]struct{ Exports []string }
	}
	if err := json.Unmarshal([]byte(result.Metafile), &meta); err != nil {
		return nil, false
	}
	for _, output := range meta.Outputs {
		names = append(names, output.Exports...)
	}
	return names, true
}

// findWord returns where a name stands behind an export keyword, roughly.
func findWord(src, name string) int {
	for at := 0; ; {
		i := strings.Index(src[at:], "export ")
		if i < 0 {
			return -1
		}
		at += i + len("export ")
		line, _, _ := strings.Cut(src[at:], "\n")
		if j := strings.Index(line, name); j >= 0 {
			return at + j
		}
	}
}
