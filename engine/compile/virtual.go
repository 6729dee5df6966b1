package compile

import (
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// virtualSource returns the code of a module that is not a file.
func (c *Compiler) virtualSource(u *unit) string {
	if namespace, name, _ := strings.Cut(u.key, ":"); namespace == unsupportedSpace {
		return "module.exports = __runtime.absent(" + quote(unsupportedMessage(name, u.target)) + ");"
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

// nativeSource is the code that stands for a native addon; "" for another unit. It
// is made when the unit is loaded, as the units that import it are known then.
func (c *Compiler) nativeSource(u *unit) string {
	addon, ok := strings.CutPrefix(u.key, nativeSpace+":")
	if !ok && filepath.Ext(u.file) != nativeExt {
		return ""
	}
	return "throw new Error(" + quote(c.nativeMessage(addon, c.firstImporter(u.id))) + ");"
}

// nativeMessage says which package wants a native addon, and who wants that.
// importer may be nil for an addon that nothing was seen to import.
func (c *Compiler) nativeMessage(addon string, importer *unit) string {
	pkg := packageOf(addon)
	if pkg == "" && importer != nil {
		pkg = packageOf(importer.file)
	}
	if pkg == "" {
		pkg = "The project"
	}
	return fmt.Sprintf("%s needs the native addon %s, which only Node.js can load.\n%s", pkg, path.Base(filepath.ToSlash(addon)), c.remedy(importer))
}

// remedy says who imports a unit, which may be nil, and what to do about that.
func (c *Compiler) remedy(u *unit) string {
	chain := "the project"
	if u != nil {
		chain = strings.Join(c.importChain(u), " → ")
	}
	return "Imported by: " + chain + "\n" +
		"Run this route against a live server (next dev or next start), or import the package where this route does not need it."
}

// Blame says which package a file of code belongs to, by whom it is imported, and
// what to do if it needs what only Node.js has. It is empty for the project's own
// files.
func (c *Compiler) Blame(file string) string {
	pkg := packageOf(file)
	if pkg == "" {
		return ""
	}
	return pkg + " needs it. " + c.remedy(c.unitOf(FileOf(file)))
}

// importChain returns the files from an entry to a unit's, by the shortest way,
// relative to the project; from a file of the project's own if no entry is known
// to import it.
func (c *Compiler) importChain(u *unit) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := map[*unit]*unit{u: nil} // towards u
	for front, own := []*unit{u}, false; len(front) > 0; front = front[1:] {
		_, isEntry := c.entries[entryKey{front[0].file, front[0].target}]
		if isEntry || !own && !inPackage(front[0].file) {
			u, own = front[0], true
			if isEntry {
				break
			}
		}
		for _, importer := range c.importers(front[0].id) {
			if _, seen := next[importer]; !seen {
				next[importer] = front[0]
				front = append(front, importer)
			}
		}
	}
	var files []string
	for ; u != nil; u = next[u] {
		rel, err := filepath.Rel(c.opts.Dir, u.file)
		if err != nil {
			rel = u.file
		}
		files = append(files, filepath.ToSlash(rel))
	}
	return files
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

func (c *Compiler) firstImporter(id string) *unit {
	c.mu.Lock()
	defer c.mu.Unlock()
	if found := c.importers(id); len(found) > 0 {
		return found[0]
	}
	return nil
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
