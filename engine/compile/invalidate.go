package compile

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// Invalidate tells the compiler that files were written, made or removed. It
// returns the IDs of the modules that an isolate must forget: those of the files
// and all that import them. paths are absolute.
func (c *Compiler) Invalidate(paths ...string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.edits++
	changed := map[string]bool{}
	for _, path := range paths {
		path, known := realPath(path), false
		for id, u := range c.units {
			if u.file == path {
				changed[id], known = true, true
			}
		}
		if !known {
			c.couldMean(path, changed)
		}
	}
	ids := dependents(c.units, changed)
	for id := range changed {
		delete(c.units, id)
	}
	for _, e := range c.entries {
		if slices.ContainsFunc(ids, func(id string) bool { return e.ids[id] }) {
			e.graph = nil
		}
	}
	return ids
}

// realPath returns a path as esbuild sees it. The file itself may be gone.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(dir, filepath.Base(path))
	}
	return path
}

// couldMean adds the modules with an import that a new file could answer: one
// whose last part is the file's name, or its folder's if it is an index.
func (c *Compiler) couldMean(path string, changed map[string]bool) {
	name := stem(path)
	if name == "index" {
		name = filepath.Base(filepath.Dir(path))
	}
	for id, u := range c.units {
		for specifier := range u.deps {
			if stem(specifier) == name {
				changed[id] = true
			}
		}
	}
}

func stem(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// dependents returns the given modules and all that import them, directly or
// through others.
func dependents(units map[string]*unit, changed map[string]bool) []string {
	importers := map[string][]string{}
	for id, u := range units {
		for _, dep := range u.deps {
			importers[dep] = append(importers[dep], id)
		}
	}
	found := maps.Clone(changed)
	queue := slices.Collect(maps.Keys(changed))
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		for _, importer := range importers[id] {
			if !found[importer] {
				found[importer] = true
				queue = append(queue, importer)
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}
