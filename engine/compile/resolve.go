package compile

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Resolve returns the ID of what a specifier means in a module, for those that
// code computes: it compiles that module and what it imports. The ID is empty if
// there is no such module. from may also be an absolute file, as createRequire
// takes it, which need not exist.
func (c *Compiler) Resolve(specifier, from string) (id string, err error) {
	u := c.importing(from)
	if u == nil || u.file == "" {
		return "", nil
	}
	if strings.HasSuffix(specifier, nativeExt) {
		return "", errors.New(c.nativeMessage(specifier, u))
	}
	file := c.find(specifier, u)
	if file == "" {
		return "", nil
	}
	g, err := c.Entry(context.Background(), file, u.target)
	if err != nil {
		return "", err
	}
	return g.Entry, nil
}

// importing returns the unit that imports something: by its ID or its file.
func (c *Compiler) importing(from string) *unit {
	if u := c.unit(from); u != nil {
		return u
	}
	if u := c.unitOf(from); u != nil {
		return u
	}
	if !filepath.IsAbs(from) {
		return nil
	}
	file, t := split(from)
	return &unit{file: file, target: t}
}

// unitOf returns a unit that was compiled from a file, for whichever target.
func (c *Compiler) unitOf(file string) *unit {
	for _, t := range slices.SortedFunc(maps.Keys(suffixes), func(a, b Target) int { return strings.Compare(suffixes[a], suffixes[b]) }) {
		if u := c.unit(t.id(file)); u != nil {
			return u
		}
	}
	return nil
}

// find returns the file that esbuild finds for a specifier, or "".
func (c *Compiler) find(specifier string, from *unit) string {
	o := c.scanOptions(from.file, from.target)
	found := ""
	o.Stdin = &api.StdinOptions{Contents: "import " + quote(specifier), ResolveDir: filepath.Dir(from.file)}
	o.Plugins = []api.Plugin{{Name: "find", Setup: func(b api.PluginBuild) {
		b.OnLoad(api.OnLoadOptions{Filter: ".*"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			found = a.Path
			empty := ""
			return api.OnLoadResult{Contents: &empty, Loader: api.LoaderJS}, nil
		})
	}}}
	api.Build(o)
	return found
}
