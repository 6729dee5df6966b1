package compile

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A unit is one module and, once it was asked for, its compiled form.
type unit struct {
	id, file string // file is "" for a virtual module
	key      string // in the scan: the file, or "namespace:path"
	target   Target
	esm      bool
	async    bool // it uses await at its top level
	stamp    stamp
	deps     map[string]string // specifier → ID
	static   []string          // IDs, in order

	once       sync.Once
	relax      sync.Once
	ready      atomic.Bool
	err        error
	source     string
	json       bool
	wasm       []byte
	exports    []string // names but default, of a package's ES module
	named      bool     // exports is complete
	stars      []string // specifiers of its `export * from`
	lazy       bool     // it is a barrel of a package without side effects
	directives []Directive
	sourceMap  *SourceMap
}

// A stamp tells whether a file changed.
type stamp struct {
	modified time.Time
	size     int64
}

func newUnit(key string, in *input, t Target) *unit {
	u := &unit{id: t.id(key), key: key, target: t, async: in.async, deps: make(map[string]string, len(in.deps))}
	for specifier, dep := range in.deps {
		u.deps[specifier] = t.id(dep)
	}
	for _, dep := range in.static {
		u.static = append(u.static, t.id(dep))
	}
	if namespace, _, ok := strings.Cut(key, ":"); ok && isVirtual(namespace) {
		return u
	}
	u.file = key
	ext := filepath.Ext(key)
	u.esm = in.format == "esm" || ext == ".mjs" || ext == ".mts"
	if info, err := os.Stat(key); err == nil {
		u.stamp = stamp{info.ModTime(), info.Size()}
	}
	return u
}

// same reports whether u compiles to what v compiles to.
func (u *unit) same(v *unit) bool {
	if u.stamp != v.stamp || u.esm != v.esm || u.async != v.async || len(u.deps) != len(v.deps) || u.done() && u.err != nil {
		return false
	}
	for specifier, id := range u.deps {
		if v.deps[specifier] != id {
			return false
		}
	}
	return true
}

func (u *unit) done() bool { return u.ready.Load() }

// own reports whether the unit is a file of the project itself.
func (u *unit) own() bool { return u.file != "" && !inPackage(u.file) }

func (u *unit) compile(c *Compiler) error {
	u.once.Do(func() {
		u.err = u.make(c)
		u.ready.Store(true)
	})
	return u.err
}

func (u *unit) make(c *Compiler) error {
	if u.file == "" {
		u.source = c.virtualSource(u)
		return nil
	}
	text, err := os.ReadFile(u.file)
	if err != nil {
		return fmt.Errorf("reading a module: %w", err)
	}
	text = withStandIns(u.file, text)
	switch ext := filepath.Ext(u.file); {
	case ext == ".wasm":
		u.wasm = text
		return nil
	case ext == ".json":
		u.source, u.json = string(bytes.TrimPrefix(text, []byte("\ufeff"))), true
		return nil
	case isUndiciClient(u.file) && !u.target.Edge:
		u.source = undiciClient
		return nil
	case ext == nativeExt:
		return nil // its source tells who imports it: see nativeSource
	case isAsset(u.file):
		u.source, u.json, err = assetSource(u.file, text)
		return err
	case inPackage(u.file) && !u.esm && !needsTransform(text):
		u.source = string(text)
		return nil
	}
	return u.transform(c, string(text))
}

// needsTransform reports whether a CommonJS file may use what an isolate does not
// run as it is. Most packages do not, and stay as they are.
func needsTransform(text []byte) bool {
	for _, sign := range []string{"async", "import(", "import.meta", "#!"} {
		if bytes.Contains(text, []byte(sign)) {
			return true
		}
	}
	return false
}

func (u *unit) transform(c *Compiler, text string) error {
	src := Source{Path: u.file, Text: text, ESM: u.esm, Define: c.define(u.target), JSX: c.opts.JSXImportSource, Legacy: c.opts.ExperimentalDecorators}
	src.NodeInterop = c.nodeLoads(u)
	compile := Transform
	if u.async {
		compile = transformAsync
	}
	code, err := compile(src)
	if err != nil {
		return err
	}
	u.source, u.sourceMap = code.JS, code.Map
	u.directives = directivesOf(text)
	if u.esm && !u.async && inPackage(u.file) {
		u.exports, u.named = namesOf(code.JS)
		u.stars = starsOf(code.JS)
		u.lazy = isBarrel(code.JS) && c.sideEffectsOf(u.file).free(u.file)
	}
	return nil
}
