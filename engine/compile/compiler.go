package compile

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Options configure a [Compiler].
type Options struct {
	Dir  string // the project's folder, absolute
	Mode string // NODE_ENV: "production" or "development"; the former if empty
	// TSConfig is the project's tsconfig.json or jsconfig.json, absolute; "" if
	// there is none.
	TSConfig string
	// JSXImportSource is the option of that name in TSConfig.
	JSXImportSource string
	// ExperimentalDecorators is the option of that name in TSConfig.
	ExperimentalDecorators bool
	// Builtins reports whether a specifier is a module that isolates bring along.
	// May be nil.
	Builtins func(specifier string, t Target) bool
	// External are the packages that next.config's serverExternalPackages names.
	External []string
	// Env holds the variables that are replaced by their values, as Next.js does
	// it: NEXT_PUBLIC_… and those of next.config's env.
	Env map[string]string
}

// A Compiler compiles the files of one project and remembers them. It is safe
// for concurrent use.
type Compiler struct {
	opts Options

	mu      sync.Mutex
	units   map[string]*unit        // by ID
	async   bool                    // some unit uses await at its top level
	entries map[entryKey]*entry     // what Entry gave
	defines map[Target]definition   // made on first use
	edits   int                     // how often files were said to have changed
	missing map[missing]bool        // what packages ask for in vain
	effects map[string]*sideEffects // by folder
}

type definition = map[string]string

type entryKey struct {
	file   string
	target Target
}

// An entry is compiled by one goroutine at a time.
type entry struct {
	mu    sync.Mutex
	graph *Graph
	ids   map[string]bool
}

// New returns a compiler for a project.
func New(opts Options) (*Compiler, error) {
	dir, err := filepath.EvalSymlinks(opts.Dir) // as esbuild sees it
	if err != nil {
		return nil, fmt.Errorf("opening the project: %w", err)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	opts.Dir = dir
	if opts.Mode == "" {
		opts.Mode = "production"
	}
	if opts.Builtins == nil {
		opts.Builtins = func(string, Target) bool { return false }
	}
	return &Compiler{
		opts:    opts,
		units:   map[string]*unit{},
		entries: map[entryKey]*entry{},
		defines: map[Target]definition{},
		missing: map[missing]bool{},
		effects: map[string]*sideEffects{},
	}, nil
}

// Entry compiles a file and everything it imports, or gives back what it has
// compiled before. What does not compile is an [*Error], and is tried again the
// next time.
func (c *Compiler) Entry(ctx context.Context, file string, t Target) (*Graph, error) {
	e := c.entry(entryKey{file, t})
	e.mu.Lock()
	defer e.mu.Unlock()
	g, edits := c.current(e)
	if g != nil {
		return g, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	file, err := filepath.EvalSymlinks(file)
	if err != nil {
		return nil, fmt.Errorf("opening the entry: %w", err)
	}
	s, err := c.scan(file, t)
	if err != nil {
		return nil, err
	}
	if g, err = c.adopt(ctx, s, t); err != nil {
		return nil, err
	}
	c.keep(e, g, edits)
	return g, nil
}

func (c *Compiler) entry(key entryKey) *entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	if !ok {
		e = &entry{}
		c.entries[key] = e
	}
	return e
}

func (c *Compiler) current(e *entry) (g *Graph, edits int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return e.graph, c.edits
}

// keep remembers a graph, unless files changed while it was made.
func (c *Compiler) keep(e *entry, g *Graph, edits int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.edits != edits {
		return
	}
	e.graph, e.ids = g, make(map[string]bool, len(g.IDs))
	for _, id := range g.IDs {
		e.ids[id] = true
	}
}

// adopt makes units of a scan's inputs, keeps those that did not change, and
// compiles those that will run for certain.
func (c *Compiler) adopt(ctx context.Context, s *scan, t Target) (*Graph, error) {
	units := make(map[string]*unit, len(s.inputs))
	for key, in := range s.inputs {
		u := newUnit(key, in, t)
		units[u.id] = u
	}
	c.reuse(units)
	if err := c.compileReached(ctx, units); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.Copy(c.units, units)
	for _, u := range units {
		c.async = c.async || u.async
	}
	return graphOf(t.id(s.entry), units), nil
}

// reuse puts units that are compiled already in the place of those that are the
// same.
func (c *Compiler) reuse(units map[string]*unit) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id, u := range units {
		if old, ok := c.units[id]; ok && old.same(u) {
			units[id] = old
		}
	}
}

func graphOf(entry string, units map[string]*unit) *Graph {
	g := &Graph{Entry: entry, IDs: slices.Sorted(maps.Keys(units))}
	for _, u := range units {
		if u.file != "" {
			g.Files = append(g.Files, u.file)
		}
	}
	slices.Sort(g.Files)
	return g
}

func (c *Compiler) unit(id string) *unit {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.units[id]
}

// knownUnit returns a unit by its ID. One whose file has changed meanwhile is made
// anew: a request that began before may come to it late.
func (c *Compiler) knownUnit(id string) (*unit, error) {
	if u := c.unit(id); u != nil {
		return u, nil
	}
	file, t := split(id)
	if _, err := os.Stat(file); err == nil {
		if _, err := c.Entry(context.Background(), file, t); err != nil {
			return nil, err
		}
	}
	if u := c.unit(id); u != nil {
		return u, nil
	}
	return nil, fmt.Errorf("no module %s: nothing that was compiled imports it", id)
}

// Module returns a module by its ID, for an isolate's loader. Modules of graphs
// that [Compiler.Entry] gave are there; packages are compiled now.
func (c *Compiler) Module(id string) (*Module, error) {
	u, err := c.knownUnit(id)
	if err != nil {
		return nil, err
	}
	if err := u.compile(c); err != nil {
		return nil, err
	}
	u.relax.Do(func() { c.makeLazy(u) })
	source := u.source
	if native := c.nativeSource(u); native != "" {
		source = native
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	m := &Module{
		ID: u.id, File: u.file, Source: source, JSON: u.json, Wasm: u.wasm, Async: u.async,
		Deps: u.deps, Directives: u.directives, Map: u.sourceMap,
	}
	if c.async {
		m.Order = evaluationOrder(c.units, u.id)
	}
	return m, nil
}

// MapFrame returns the place in the project that a place in a module's compiled
// code stands for. Lines and columns count from 1.
func (c *Compiler) MapFrame(id string, line, column int) (file string, origLine, origColumn int, ok bool) {
	u := c.unit(id)
	if u == nil || !u.done() {
		return "", 0, 0, false
	}
	if u.sourceMap == nil { // compiled as it is
		return u.file, line, column, u.file != ""
	}
	origLine, origColumn, ok = u.sourceMap.Position(line, column)
	return u.file, origLine, origColumn, ok
}

// define returns what free expressions are replaced by.
func (c *Compiler) define(t Target) definition {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d, ok := c.defines[t]; ok {
		return d
	}
	values := map[string]string{"NODE_ENV": c.opts.Mode, "NEXT_RUNTIME": t.Runtime()}
	maps.Copy(values, c.opts.Env)
	d := make(definition, len(values))
	for name, value := range values {
		if text, err := json.Marshal(value); err == nil && isIdentifier(name) {
			d["process.env."+name] = string(text)
		}
	}
	c.defines[t] = d
	return d
}

func isIdentifier(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && r != '$' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
	}) && (name[0] < '0' || name[0] > '9')
}
