package compile

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// virtualSource returns the code of a module that is not a file.
func (c *Compiler) virtualSource(u *unit) string {
	namespace, name, _ := strings.Cut(u.key, ":")
	switch namespace {
	case unsupportedSpace:
		return "module.exports = __runtime.absent(" + quote(unsupportedMessage(name, u.target)) + ");"
	case nativeSpace:
		return "throw new Error(" + quote(c.nativeMessage(u)) + ");"
	}
	return ""
}

// unsupportedMessage is thrown when code uses a module of Node.js that it does
// not have; to load it is no error, as packages load more than they use.
func unsupportedMessage(name string, t Target) string {
	bare := strings.TrimPrefix(name, "node:")
	if t.Edge {
		return fmt.Sprintf("The edge runtime does not support Node.js '%s' module.\n"+
			"Learn More: https://nextjs.org/docs/messages/node-module-in-edge-runtime", bare)
	}
	return fmt.Sprintf("The Node.js module '%s' is not available in the embedded engine", bare)
}

// nativeMessage says which package wants a native addon, and who wants that.
func (c *Compiler) nativeMessage(u *unit) string {
	chain := c.importChain(u.id)
	pkg := packageOf(u.key)
	if pkg == "" && len(chain) > 0 {
		pkg = packageOf(chain[len(chain)-1])
	}
	if pkg == "" {
		pkg = "the project"
	}
	for i, file := range chain {
		if rel, err := filepath.Rel(c.opts.Dir, file); err == nil {
			chain[i] = filepath.ToSlash(rel)
		}
	}
	return fmt.Sprintf("%s needs the native addon %s, which only Node.js can load.\nImported by: %s\n"+
		"Run this route against a live server (next dev or next start), or import the package where this route does not need it.",
		pkg, filepath.Base(u.key), strings.Join(chain, " → "))
}

// importChain returns the files from one of the project to the module's
// importer, by the shortest way.
func (c *Compiler) importChain(id string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	chains := [][]string{nil}
	seen := map[string]bool{id: true}
	for front := []string{id}; len(front) > 0; front, chains = front[1:], chains[1:] {
		for _, importer := range c.importers(front[0]) {
			if seen[importer.id] {
				continue
			}
			seen[importer.id] = true
			chain := append([]string{importer.file}, chains[0]...)
			if importer.file != "" && !inPackage(importer.file) {
				return chain
			}
			front, chains = append(front, importer.id), append(chains, chain)
		}
	}
	return nil
}

// importers returns the units that import a module, by ID.
func (c *Compiler) importers(id string) []*unit {
	var found []*unit
	for _, u := range c.units {
		for _, dep := range u.deps {
			if dep == id {
				found = append(found, u)
				break
			}
		}
	}
	slices.SortFunc(found, func(a, b *unit) int { return strings.Compare(a.id, b.id) })
	return found
}

// packageOf returns the name of the package that a file belongs to, or "".
func packageOf(file string) string {
	_, rest, ok := cutLast(filepath.ToSlash(file), "/node_modules/")
	if !ok {
		return ""
	}
	parts := strings.SplitN(rest, "/", 3)
	if strings.HasPrefix(rest, "@") && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// quote returns a string as JavaScript writes it.
func quote(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings always have a JSON form
	}
	return string(text)
}
