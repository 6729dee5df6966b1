package project

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tailscale/hujson"
)

// A TSConfig is what tsconfig.json or jsconfig.json says about finding modules,
// with the files it extends taken in.
type TSConfig struct {
	File    string      // on disk; "" if there is none
	BaseURL string      // an absolute folder, or ""
	Paths   []PathAlias // in the order of the file

	JSX             string // "preserve", "react-jsx", …
	JSXImportSource string

	ExperimentalDecorators bool // decorators are those of before the standard
}

// A PathAlias is one entry of compilerOptions.paths.
type PathAlias struct {
	Pattern string   // "@/*"
	Targets []string // absolute, with the star in place
}

type tsconfigFile struct {
	Extends         json.RawMessage `json:"extends"`
	CompilerOptions struct {
		BaseURL         *string         `json:"baseUrl"`
		Paths           json.RawMessage `json:"paths"`
		JSX             *string         `json:"jsx"`
		JSXImportSource *string         `json:"jsxImportSource"`

		ExperimentalDecorators *bool `json:"experimentalDecorators"`
	} `json:"compilerOptions"`
}

// TSConfig reads the project's tsconfig.json, or else its jsconfig.json. A
// project without either gets an empty one.
func (p *Project) TSConfig() (*TSConfig, error) {
	for _, name := range []string{"tsconfig.json", "jsconfig.json"} {
		file := p.Path(name)
		if _, err := os.Stat(file); err != nil {
			continue
		}
		c := &TSConfig{File: file}
		if err := c.read(file, nil); err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		return c, nil
	}
	return &TSConfig{}, nil
}

// read takes a file in, what it extends first.
func (c *TSConfig) read(file string, chain []string) error {
	if slices.Contains(chain, file) {
		return fmt.Errorf("circular extends: %s", strings.Join(append(chain, file), " → "))
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	plain, err := hujson.Standardize(data)
	if err != nil {
		return err
	}
	var t tsconfigFile
	if err := json.Unmarshal(plain, &t); err != nil {
		return err
	}
	for _, base := range extended(t.Extends) {
		resolved, err := resolveExtends(base, filepath.Dir(file))
		if err != nil {
			return err
		}
		if err := c.read(resolved, append(chain, file)); err != nil {
			return fmt.Errorf("extending %s: %w", base, err)
		}
	}
	return c.apply(t, filepath.Dir(file))
}

// apply lets the options of one file override those of the files it extends.
// Paths are relative to baseUrl, or to the file that has them.
func (c *TSConfig) apply(t tsconfigFile, dir string) error {
	options := t.CompilerOptions
	if options.BaseURL != nil {
		c.BaseURL = filepath.Join(dir, filepath.FromSlash(*options.BaseURL))
	}
	if options.JSX != nil {
		c.JSX = *options.JSX
	}
	if options.JSXImportSource != nil {
		c.JSXImportSource = *options.JSXImportSource
	}
	if options.ExperimentalDecorators != nil {
		c.ExperimentalDecorators = *options.ExperimentalDecorators
	}
	if len(options.Paths) == 0 || string(options.Paths) == "null" {
		return nil
	}
	if c.BaseURL != "" {
		dir = c.BaseURL
	}
	paths, err := orderedPaths(options.Paths, dir)
	c.Paths = paths
	return err
}

// orderedPaths decodes an object whose order of keys matters.
func orderedPaths(data []byte, dir string) ([]PathAlias, error) {
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	var paths []PathAlias
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		var targets []string
		if err := decoder.Decode(&targets); err != nil {
			return nil, fmt.Errorf("compilerOptions.paths[%q]: %w", key, err)
		}
		for i, t := range targets {
			targets[i] = filepath.Join(dir, filepath.FromSlash(t))
		}
		pattern, _ := key.(string)
		paths = append(paths, PathAlias{pattern, targets})
	}
	return paths, nil
}

// extended returns the values of extends: a string or a list of them.
func extended(data json.RawMessage) []string {
	var one string
	if json.Unmarshal(data, &one) == nil && one != "" {
		return []string{one}
	}
	var many []string
	_ = json.Unmarshal(data, &many) // anything else extends nothing
	return many
}

// resolveExtends finds a base configuration: a path, or a file of a package in
// the nearest node_modules that has it.
func resolveExtends(name, dir string) (string, error) {
	relative := strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") || name == ".." || filepath.IsAbs(name)
	if relative {
		base := filepath.FromSlash(name)
		if !filepath.IsAbs(base) {
			base = filepath.Join(dir, base)
		}
		return firstFile(name, base, base+".json", filepath.Join(base, "tsconfig.json"))
	}
	for {
		base := filepath.Join(dir, "node_modules", filepath.FromSlash(name))
		if found, err := firstFile(name, base, base+".json", filepath.Join(base, "tsconfig.json")); err == nil {
			return found, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("extends %q: %w", name, fs.ErrNotExist)
		}
		dir = parent
	}
}

func firstFile(name string, candidates ...string) (string, error) {
	for _, c := range candidates {
		if info, err := os.Stat(c); err == nil && !info.IsDir() {
			return c, nil
		}
	}
	return "", errors.Join(fmt.Errorf("extends %q", name), fs.ErrNotExist)
}

// Resolve returns the absolute paths that an import may mean by the aliases, the
// most specific pattern first, then by baseUrl. It does not look whether they
// exist.
func (c *TSConfig) Resolve(specifier string) []string {
	best, star := -1, ""
	for i, alias := range c.Paths {
		prefix, suffix, wild := strings.Cut(alias.Pattern, "*")
		if !wild {
			if alias.Pattern == specifier {
				return alias.Targets
			}
			continue
		}
		longer := best < 0 || len(prefix) > strings.IndexByte(c.Paths[best].Pattern, '*')
		if longer && len(specifier) >= len(prefix)+len(suffix) && strings.HasPrefix(specifier, prefix) && strings.HasSuffix(specifier, suffix) {
			best, star = i, specifier[len(prefix):len(specifier)-len(suffix)]
		}
	}
	var found []string
	if best >= 0 {
		for _, t := range c.Paths[best].Targets {
			found = append(found, strings.Replace(t, "*", star, 1))
		}
	}
	if c.BaseURL != "" && !strings.HasPrefix(specifier, ".") && !strings.HasPrefix(specifier, "/") {
		found = append(found, filepath.Join(c.BaseURL, filepath.FromSlash(specifier)))
	}
	return found
}
