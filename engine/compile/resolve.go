package compile

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Resolve returns the ID of what a specifier means in a module, for those that
// code computes: it compiles that module and what it imports. The ID is empty if
// there is no such module.
func (c *Compiler) Resolve(specifier, from string) (id string, err error) {
	c.mu.Lock()
	u := c.units[from]
	c.mu.Unlock()
	if u == nil || u.file == "" {
		return "", nil
	}
	if strings.HasSuffix(specifier, ".node") {
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

// find returns the file that esbuild finds for a specifier, or "".
func (c *Compiler) find(specifier string, from *unit) string {
	o := c.scanOptions(from.file, from.target)
	found := ""
	o.Stdin = &api.StdinOptions{Contents: "import " + quote(specifier), ResolveDir: filepath.Dir(from.file)}
	o.EntryPoints = nil
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
