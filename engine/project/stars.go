package project

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"routescope/engine/project/exports"
)

// maxStars is how many `export *` may follow one another.
const maxStars = 16

// allExports returns what a file exports, what it takes over with `export *`
// included. from says which file each of those comes from. A module that cannot
// be found is an error: its names are not known.
func (p *Project) allExports(file string) (all *exports.File, from map[string]string, err error) {
	own, err := p.Exports(file)
	if err != nil || len(own.Stars) == 0 {
		return own, nil, err
	}
	merged := *own
	merged.Exports = slices.Clone(own.Exports)
	from = map[string]string{}
	err = p.addStars(&merged, file, from, []string{file})
	return &merged, from, err
}

// addStars adds the names of the modules that a file takes over. Those of its own
// win, and a default export is never taken over.
// See https://tc39.es/ecma262/#sec-getexportednames.
func (p *Project) addStars(merged *exports.File, file string, from map[string]string, chain []string) error {
	f, err := p.Exports(file)
	if err != nil {
		return err
	}
	for _, specifier := range f.Stars {
		target, ok := p.resolveModule(file, specifier)
		if !ok {
			return fmt.Errorf("%s: export * from %q: no such module", file, specifier)
		}
		if slices.Contains(chain, target) || len(chain) > maxStars {
			continue
		}
		other, err := p.Exports(target)
		if err != nil {
			return err
		}
		for _, e := range other.Exports {
			if e.Name != "default" && !merged.Has(e.Name) {
				merged.Exports = append(merged.Exports, e)
				from[e.Name] = target
			}
		}
		merged.Calls = append(slices.Clip(merged.Calls), other.Calls...)
		if err := p.addStars(merged, target, from, append(chain, target)); err != nil {
			return err
		}
	}
	return nil
}

// resolveModule finds the file of a project that a specifier stands for: a
// relative one, or one by the paths of tsconfig. Packages are not looked for.
func (p *Project) resolveModule(importer, specifier string) (file string, ok bool) {
	if strings.HasPrefix(specifier, "./") || strings.HasPrefix(specifier, "../") || specifier == "." || specifier == ".." {
		return p.moduleAt(path.Join(path.Dir(importer), specifier))
	}
	config, err := p.TSConfig()
	if err != nil || config == nil {
		return "", false
	}
	for _, candidate := range config.candidates(specifier) {
		if relative, err := filepath.Rel(p.Dir, candidate); err == nil {
			if file, ok = p.moduleAt(filepath.ToSlash(relative)); ok {
				return file, true
			}
		}
	}
	return "", false
}

// candidates returns where the paths and the base of a tsconfig lead a specifier.
func (c *TSConfig) candidates(specifier string) (absolute []string) {
	for _, alias := range c.Paths {
		before, after, star := strings.Cut(alias.Pattern, "*")
		middle, ok := strings.CutPrefix(specifier, before)
		if ok && star {
			middle, ok = strings.CutSuffix(middle, after)
		}
		if !ok || !star && middle != "" {
			continue
		}
		for _, target := range alias.Targets {
			absolute = append(absolute, strings.Replace(target, "*", middle, 1))
		}
	}
	if c.BaseURL != "" {
		absolute = append(absolute, filepath.Join(c.BaseURL, filepath.FromSlash(specifier)))
	}
	return absolute
}

var moduleExtensions = []string{"", ".tsx", ".ts", ".jsx", ".js", ".mjs", "/index.tsx", "/index.ts", "/index.jsx", "/index.js"}

// moduleAt finds the file of a module whose extension may be left out.
func (p *Project) moduleAt(base string) (file string, ok bool) {
	for _, extension := range moduleExtensions {
		if info, err := os.Stat(p.Path(base + extension)); err == nil && !info.IsDir() {
			return base + extension, true
		}
	}
	return "", false
}
