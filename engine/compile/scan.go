package compile

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// A scan is the import graph of an entry, as esbuild found it.
type scan struct {
	entry  string
	inputs map[string]*input // by path, or "namespace:path" for virtual modules
}

// An input is one module of a scan.
type input struct {
	async  bool              // it uses await at its top level
	format string            // "esm", "cjs", or "" if the file does not say
	deps   map[string]string // specifier as written → key in inputs
	static []string          // keys of what import statements name, in order
}

// scan resolves everything that a file imports. esbuild runs once more if it met
// files with await at the top level, which are told by its refusal, or if a
// package asks for what is not there: that is left to fail when it is called for,
// as packages ask for optional dependencies in many ways.
func (c *Compiler) scan(file string, t Target) (*scan, error) {
	o := c.scanOptions(file, t)
	o.Supported = map[string]bool{"top-level-await": false}
	r := api.Build(o)
	async := c.asyncFiles(r.Errors)
	for len(r.Errors) > 0 && (o.Supported != nil && len(async) > 0 || c.noteMissing(r.Errors, t)) {
		if len(async) > 0 {
			o.Supported = nil
		}
		r = api.Build(o)
	}
	if len(r.Errors) > 0 {
		return nil, c.scanError(r.Errors, file)
	}
	s, err := c.readMetafile(r.Metafile)
	if err != nil {
		return nil, fmt.Errorf("reading the import graph of %s: %w", file, err)
	}
	s.entry = file
	for name := range async {
		if in, ok := s.inputs[name]; ok {
			in.async = true
		}
	}
	return s, nil
}

// asyncFiles returns the files that esbuild found await at the top level of.
func (c *Compiler) asyncFiles(messages []api.Message) map[string]bool {
	files := map[string]bool{}
	for _, m := range messages {
		if m.Location != nil && strings.HasPrefix(m.Text, awaitRefused) {
			files[c.inputKey(m.Location.File)] = true
		}
	}
	return files
}

// scanRoot is the file that imports the entry of a scan. The entry is said to have
// no side effects, so that esbuild leaves it out with all that it imports: the graph
// is wanted, and to print a bundle of it would take a tenth of the time.
const scanRoot = "<scan>"

func (c *Compiler) scanOptions(file string, t Target) api.BuildOptions {
	return api.BuildOptions{
		AbsWorkingDir:     c.opts.Dir,
		Bundle:            true,
		Conditions:        t.conditions(c.opts.Mode),
		Format:            api.FormatESModule,
		JSX:               api.JSXAutomatic,
		JSXImportSource:   c.opts.JSXImportSource,
		Loader:            map[string]api.Loader{".js": api.LoaderJSX, ".mjs": api.LoaderJSX, ".cjs": api.LoaderJSX},
		LogLevel:          api.LogLevelSilent,
		LogOverride:       map[string]api.LogLevel{"import-is-undefined": api.LogLevelSilent},
		MainFields:        t.mainFields(),
		Metafile:          true,
		Outdir:            filepath.Join(c.opts.Dir, ".routescope"),
		Platform:          t.platform(),
		Plugins:           []api.Plugin{c.plugin(t)},
		ResolveExtensions: []string{".tsx", ".ts", ".jsx", ".js", ".mjs", ".json"},
		Stdin:             &api.StdinOptions{Contents: "import " + quote(file), ResolveDir: c.opts.Dir, Sourcefile: scanRoot},
		Target:            api.ESNext,
		TreeShaking:       api.TreeShakingTrue,
		Tsconfig:          c.opts.TSConfig,
	}
}

// metafile is esbuild's report; see https://esbuild.github.io/api/#metafile.
type metafile struct {
	Inputs map[string]struct {
		Format  string `json:"format"`
		Imports []struct {
			Path     string `json:"path"`
			Kind     string `json:"kind"`
			Original string `json:"original"`
			External bool   `json:"external"`
		} `json:"imports"`
	} `json:"inputs"`
}

func (c *Compiler) readMetafile(text string) (*scan, error) {
	var m metafile
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return nil, err
	}
	s := &scan{inputs: make(map[string]*input, len(m.Inputs))}
	for name, in := range m.Inputs {
		out := &input{format: in.Format, deps: map[string]string{}}
		for _, i := range in.Imports {
			if i.External || i.Original == "" { // the latter: esbuild's own runtime
				continue
			}
			key := c.inputKey(i.Path)
			// One specifier can mean two files, by import and by require; compiled
			// code cannot tell them apart, and import is what projects write.
			if _, known := out.deps[i.Original]; !known || i.Kind == "import-statement" {
				out.deps[i.Original] = key
			}
			if i.Kind == "import-statement" {
				out.static = append(out.static, key)
			}
		}
		s.inputs[c.inputKey(name)] = out
	}
	delete(s.inputs, c.inputKey(scanRoot))
	return s, nil
}

// attributes follow a path that was imported with some.
var attributes = regexp.MustCompile(` with \{ .* \}$`)

// moduleQuery follows the name of a file of WebAssembly that is imported as a
// module, as Next.js has it.
const moduleQuery = "?module"

// inputKey makes the paths of a metafile absolute.
func (c *Compiler) inputKey(name string) string {
	name = strings.TrimSuffix(attributes.ReplaceAllString(name, ""), moduleQuery)
	if namespace, _, ok := strings.Cut(name, ":"); ok && isVirtual(namespace) || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.opts.Dir, filepath.FromSlash(name))
}

// A missing is an import of a package that nothing answers to.
type missing struct {
	importer, specifier string
	target              Target
}

// noteMissing remembers the packages' imports that esbuild could not resolve. It
// reports whether there were any, and no other errors, so that to scan again
// makes sense.
func (c *Compiler) noteMissing(messages []api.Message, t Target) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := len(c.missing)
	for _, m := range messages {
		if strings.HasPrefix(m.Text, awaitRefused) {
			continue
		}
		name := unresolved.FindStringSubmatch(m.Text)
		if name == nil || m.Location == nil || !inPackage(c.inputKey(m.Location.File)) {
			return false
		}
		c.missing[missing{c.inputKey(m.Location.File), name[1], t}] = true
	}
	return len(c.missing) > before
}

func (c *Compiler) isMissing(importer, specifier string, t Target) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.missing[missing{importer, specifier, t}]
}
