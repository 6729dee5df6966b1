package compile

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Why barrels are lazy: the index of a package like date-fns or lodash-es
// re-exports hundreds of files, and a handler uses two of them. Next.js drops the
// rest where the package says it has no side effects; an isolate instead
// evaluates such a file when one of its exports is first read.

var (
	exportBlock  = regexp.MustCompile(`(?m)^__export\(\w+, \{\n((?:  .*\n)*)\}\);\n`)
	exportGetter = regexp.MustCompile(`(?m)^  (?:([^\s":]+)|"(.*)"): \(\) => ([^\s.,\[]+)(.*?),?\n`)
	importVar    = regexp.MustCompile(`(?m)^var (\w+) = ((?:__toESM\()?require\((".*")\)(?:, 1)?\)?);\n`)
	starExport   = regexp.MustCompile(`(?m)^__reExport\((\w+), require\((".*")\), module\.exports\);\n`)
)

// isBarrel reports whether compiled code does nothing but re-export. Most files
// show within a few lines that they do more.
func isBarrel(code string) bool {
	_, code, _ = strings.Cut(code, "\n") // the line of helpers
	exports := false
	for line := range strings.Lines(code) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case exports:
			exports = line != "});"
		case strings.HasPrefix(line, "__export("):
			exports = true
		case !reExports(line):
			return false
		}
	}
	return true
}

// reExports reports whether a line is of those that esbuild makes of imports and
// exports.
func reExports(line string) bool {
	for _, prefix := range []string{"__reExport(", "module.exports = __toCommonJS(", "//"} {
		if strings.HasPrefix(line, prefix) {
			return true
		}
	}
	if !strings.HasPrefix(line, "var ") {
		return line == ""
	}
	_, value, _ := strings.Cut(line, " = ")
	return value == "{};" || strings.HasPrefix(value, "require(") || strings.HasPrefix(value, "__toESM(require(")
}

// lazyBarrel makes a barrel load what it re-exports when it is asked for it.
// names returns the exports of what a specifier means; ok is false if they are
// not known without evaluating it.
func lazyBarrel(code string, names func(specifier string) ([]string, bool)) string {
	imports := map[string]bool{}
	for _, m := range importVar.FindAllStringSubmatch(code, -1) {
		imports[m[1]] = true
	}
	code = exportGetter.ReplaceAllStringFunc(code, func(line string) string {
		m := exportGetter.FindStringSubmatch(line)
		if !imports[m[3]] {
			return line
		}
		return strings.Replace(line, "() => "+m[3], "() => "+m[3]+"()", 1)
	})
	code = importVar.ReplaceAllString(code, "var $1 = __runtime.later(() => $2);\n")
	return starExport.ReplaceAllStringFunc(code, func(line string) string {
		m := starExport.FindStringSubmatch(line)
		known, ok := names(unquote(m[2]))
		if !ok {
			return line
		}
		list, err := json.Marshal(known)
		if err != nil {
			return line
		}
		return "__runtime.reExportLater(" + m[1] + ", " + string(list) + ", () => require(" + m[2] + "));\n"
	})
}

func unquote(text string) string {
	var s string
	_ = json.Unmarshal([]byte(text), &s) // esbuild prints strings that JSON reads
	return s
}

// makeLazy rewrites a unit that is lazy.
func (c *Compiler) makeLazy(u *unit) {
	if !u.lazy {
		return
	}
	// The names of what it re-exports all of are needed.
	stars := map[string]*unit{}
	for _, specifier := range u.stars {
		stars[u.deps[specifier]] = c.unit(u.deps[specifier])
	}
	w := c.newCrew(context.Background(), stars)
	for id := range stars {
		w.compile(id)
	}
	w.wg.Wait()
	u.source = lazyBarrel(u.source, func(specifier string) ([]string, bool) {
		return c.exportNames(u.deps[specifier], map[string]bool{})
	})
}

// exportNames returns what a module exports, without its default, if that can be
// read from its code.
func (c *Compiler) exportNames(id string, seen map[string]bool) ([]string, bool) {
	u := c.unit(id)
	if u == nil || !u.esm || u.compile(c) != nil || u.async || !u.named {
		return nil, false
	}
	if seen[id] {
		return nil, true
	}
	seen[id] = true
	names := slices.Clone(u.exports)
	for _, specifier := range u.stars {
		more, ok := c.exportNames(u.deps[specifier], seen)
		if !ok {
			return nil, false
		}
		names = append(names, more...)
	}
	slices.Sort(names)
	return append([]string{}, slices.Compact(names)...), true
}

// namesOf returns the names that compiled code exports itself, but default. It
// is not ok if there are some in a form that it does not know.
func namesOf(code string) (names []string, ok bool) {
	start := strings.Index(code, "\n__export(")
	if start < 0 {
		return nil, true
	}
	m := exportBlock.FindStringSubmatch(code[start+1:])
	if m == nil {
		return nil, false
	}
	getters := exportGetter.FindAllStringSubmatch(m[1], -1)
	for _, g := range getters {
		if name := g[1] + g[2]; name != "default" {
			names = append(names, name)
		}
	}
	return names, len(getters) == strings.Count(m[1], "\n")
}

// starsOf returns the specifiers that compiled code re-exports all of.
func starsOf(code string) []string {
	if !strings.Contains(code, "__reExport(") {
		return nil
	}
	var stars []string
	for _, m := range starExport.FindAllStringSubmatch(code, -1) {
		stars = append(stars, unquote(m[2]))
	}
	return stars
}

// sideEffects is the field of package.json; see
// https://webpack.js.org/guides/tree-shaking/#mark-the-file-as-side-effect-free.
type sideEffects struct {
	dir   string
	none  bool     // false: no file has any
	files []string // patterns of those that have, if none is false and files is not nil
}

// free reports whether a file of the package says it has no side effects.
func (s *sideEffects) free(file string) bool {
	if s.none || s.files == nil {
		return s.none
	}
	rel, err := filepath.Rel(s.dir, file)
	if err != nil {
		return false
	}
	rel = filepath.ToSlash(rel)
	return !slices.ContainsFunc(s.files, func(pattern string) bool { return matchesFile(pattern, rel) })
}

// matchesFile reports whether a pattern of sideEffects means a file: one without
// a slash means files of that name anywhere.
func matchesFile(pattern, file string) bool {
	pattern = strings.TrimPrefix(pattern, "./")
	if before, after, ok := strings.Cut(pattern, "**/"); ok {
		return strings.HasPrefix(file, before) && matchesFile(after, path.Base(file))
	}
	if !strings.Contains(pattern, "/") {
		file = path.Base(file)
	}
	ok, err := path.Match(pattern, file)
	return ok || err != nil
}

// sideEffectsOf reads the package.json that a file belongs to.
func (c *Compiler) sideEffectsOf(file string) *sideEffects {
	dir := filepath.Dir(file)
	c.mu.Lock()
	known, ok := c.effects[dir]
	c.mu.Unlock()
	if ok {
		return known
	}
	s := readSideEffects(dir)
	if s == nil && inPackage(dir+"/") && filepath.Base(filepath.Dir(dir)) != "node_modules" {
		s = c.sideEffectsOf(dir)
	}
	if s == nil {
		s = &sideEffects{dir: dir}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.effects[dir] = s
	return s
}

// readSideEffects returns nil for a folder without a package.json that names
// a package.
func readSideEffects(dir string) *sideEffects {
	text, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil {
		return nil
	}
	var p struct {
		Name        string          `json:"name"`
		SideEffects json.RawMessage `json:"sideEffects"`
	}
	if json.Unmarshal(text, &p) != nil || p.Name == "" && p.SideEffects == nil {
		return nil
	}
	s := &sideEffects{dir: dir, none: bytes.Equal(p.SideEffects, []byte("false"))}
	if json.Unmarshal(p.SideEffects, &s.files) != nil {
		s.files = nil
	}
	return s
}
