package nextconfig

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"routescope/engine/compile"
	"routescope/engine/js"
	"routescope/engine/project"
)

// Options say where a configuration is and what it sees.
type Options struct {
	Dir         string            // the project's folder, absolute
	Development bool              // the phase functions are called with: next dev's or next start's
	Env         map[string]string // the environment, with the project's .env files
	TSConfig    string            // absolute; "" if there is none
	Limit       time.Duration     // how long it may take; 20 s if zero
	Clock       js.Clock          // the system's if nil

	// Extensions are what an isolate needs of the Web and Node.js.
	Extensions []*js.Extension

	// Console gets what the configuration prints; may be nil.
	Console func(level, text string)
}

// defaultLimit leaves room for configurations that read many files.
const defaultLimit = 20 * time.Second

// A Result is what evaluating a configuration gave.
type Result struct {
	Config *project.NextConfig
	File   string            // relative to the project; "" if it has no configuration
	Env    map[string]string // what the configuration set in process.env; nil for nothing
	Ran    bool              // it was run, not just read
}

// names are the files Next.js looks for, in its order.
var names = []string{"next.config.js", "next.config.mjs", "next.config.ts", "next.config.mts"}

// unsupported are names that Next.js refuses by an error of their own.
var unsupported = []string{"next.config.cjs", "next.config.cts", "next.config.json", "next.config.jsx", "next.config.tsx"}

// Find returns the project's configuration file, relative to it, or "". Unlike
// Next.js it does not go on in the folders above.
func Find(dir string) (string, error) {
	for _, name := range names {
		if isFile(filepath.Join(dir, name)) {
			return name, nil
		}
	}
	for _, name := range unsupported {
		if isFile(filepath.Join(dir, name)) {
			return "", fmt.Errorf("Configuring Next.js via '%s' is not supported. Please replace the file with 'next.config.js', 'next.config.mjs', or 'next.config.ts'.", name)
		}
	}
	return "", nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// Load reads the project's configuration. Without one it is Next's default. What
// the file throws is an [*Error]; what does not compile a [*compile.Error]; what
// Next.js refuses is an error in its words.
func Load(ctx context.Context, o Options) (*Result, error) {
	file, err := Find(o.Dir)
	if err != nil {
		return nil, err
	}
	if file == "" {
		return &Result{Config: project.DefaultConfig()}, nil
	}
	path := filepath.Join(o.Dir, file)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) { // removed since
		return &Result{Config: project.DefaultConfig()}, nil
	}
	if err != nil {
		return nil, err
	}
	result := &Result{File: file}
	data, literal := readLiteral(file, string(text))
	if !literal {
		evaluated, err := evaluate(ctx, o, path, string(text))
		if err != nil {
			return nil, err
		}
		data, result.Env, result.Ran = evaluated.Config, evaluated.Env, true
	}
	if result.Config, err = project.ParseConfig(data); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return result, nil
}

// evaluated is what the JavaScript half reports.
type evaluated struct {
	Config json.RawMessage   `json:"config"`
	Env    map[string]string `json:"env"`
}

func evaluate(ctx context.Context, o Options, path, text string) (*evaluated, error) {
	limit := o.Limit
	if limit == 0 {
		limit = defaultLimit
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	m, err := newModules(ctx, o, path, text)
	if err != nil {
		return nil, err
	}
	h := &host{options: o, modules: m, done: make(chan outcome, 1)}
	iso, err := js.New(js.Options{
		Extensions: append([]*js.Extension{extension}, o.Extensions...),
		Loader:     m, Clock: o.Clock, Host: h, Rejected: h.rejected, Lost: h.lost,
	})
	if err != nil {
		return nil, fmt.Errorf("starting an isolate for %s: %w", filepath.Base(path), err)
	}
	defer iso.Close()
	iso.Post(func() { h.start(iso, path) })
	select {
	case out := <-h.done:
		return out.value, out.err
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return nil, fmt.Errorf("%s did not finish within %s", filepath.Base(path), limit)
		}
		return nil, ctx.Err()
	}
}

// compileOptions are those of a file that belongs to no layer of the project.
func (o Options) compileOptions(builtins map[string]bool) compile.Options {
	mode := "production"
	if o.Development {
		mode = "development"
	}
	return compile.Options{
		Dir: o.Dir, Mode: mode, TSConfig: o.TSConfig,
		Builtins: func(specifier string, _ compile.Target) bool { return builtins[specifier] },
	}
}
