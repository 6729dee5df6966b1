package compile

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"routescope/engine/js"
)

// write makes a project of the files of an archive, and returns its folder.
func write(t testing.TB, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		save(t, filepath.Join(dir, f.Name), string(f.Data))
	}
	return dir
}

func save(t testing.TB, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func newCompiler(t testing.TB, dir string) *Compiler {
	t.Helper()
	opts := Options{Dir: dir, Env: map[string]string{"NEXT_PUBLIC_NAME": "shop"}, Builtins: func(s string, _ Target) bool { return s == "node:test-only" }}
	if _, err := os.Stat(filepath.Join(dir, "tsconfig.json")); err == nil {
		opts.TSConfig = filepath.Join(dir, "tsconfig.json")
	}
	c, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// loader lets an isolate load what a compiler made.
type loader struct{ c *Compiler }

func (l loader) Module(id string) (*js.Module, error) {
	m, err := l.c.Module(id)
	if err != nil {
		return nil, err
	}
	return &js.Module{ID: m.ID, Source: m.Source, JSON: m.JSON, Wasm: m.Wasm, Async: m.Async, Deps: m.Deps, Order: m.Order}, nil
}

func (l loader) Resolve(specifier, from string) (string, error) { return l.c.Resolve(specifier, from) }

// A stackError is what JavaScript threw.
type stackError struct{ text, stack string }

func (e *stackError) Error() string { return e.text }

// isolate is an isolate that runs compiled modules.
type isolate struct {
	*js.Isolate
	done chan result
}

type result struct {
	value any
	err   error
}

func newIsolate(t testing.TB, l js.Loader) *isolate {
	t.Helper()
	done := make(chan result, 1)
	iso, err := js.New(js.Options{Loader: l, Extensions: []*js.Extension{{
		Name: "test",
		Files: fstest.MapFS{"test.js": {Data: []byte(`
			const { importModule, forget } = require('internal:js/modules');
			const context = require('internal:js/context');
			exports.withoutContext = () => { Promise.prototype.then = primordials.PromiseThen; };
			exports.forget = (ids) => forget(ids);
			exports.asRequest = (request, fn) => context.run({ request, stores: null }, fn);
			exports.current = () => context.currentRequest();
			exports.start = (id, args) => new Promise((resolve) => resolve(importModule(id)))
				.then((m) => m.default(...args))
				.then((v) => ops.op_test_done(JSON.stringify(v) ?? 'undefined'), (e) => ops.op_test_failed(String(e), String(e?.stack)));
		`)}},
		Imports: []js.Import{{Specifier: "node:test-only", Module: "internal:test"}},
		Ops: []js.Op{
			{Name: "op_test_done", Call: func(_ *js.Isolate, a js.Args) (any, error) { done <- result{value: a[0]}; return nil, nil }},
			{Name: "op_test_failed", Call: func(_ *js.Isolate, a js.Args) (any, error) {
				done <- result{err: &stackError{a.String(0), a.String(1)}}
				return nil, nil
			}},
		},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(iso.Close)
	return &isolate{iso, done}
}

// call calls a module's default export and returns what it gives as JSON.
func (i *isolate) call(t testing.TB, id string, args ...any) (string, error) {
	t.Helper()
	i.Post(func() {
		start, err := i.Function("internal:test", "start")
		if err == nil {
			_, err = start.Call(id, slices.Concat([]any{}, args))
		}
		if err != nil {
			i.done <- result{err: err}
		}
	})
	select {
	case r := <-i.done:
		text, _ := r.value.(string)
		return text, r.err
	case <-time.After(10 * time.Second):
		t.Fatal("no answer")
		return "", nil
	}
}

// forget drops modules from the isolate.
func (i *isolate) forget(t testing.TB, ids []string) { t.Helper(); i.do(t, "forget", ids) }

// withoutContext makes then() what QuickJS has.
func (i *isolate) withoutContext(t testing.TB) { t.Helper(); i.do(t, "withoutContext") }

func (i *isolate) do(t testing.TB, export string, args ...any) {
	t.Helper()
	done := make(chan error)
	i.Post(func() {
		f, err := i.Function("internal:test", export)
		if err == nil {
			_, err = f.Call(args...)
		}
		done <- err
	})
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}
