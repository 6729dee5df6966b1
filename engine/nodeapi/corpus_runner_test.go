package nodeapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"routescope/engine/compile"
	"routescope/engine/js"
	"routescope/engine/nodeapi"
	"routescope/engine/webapi"
)

// snippetTime is the longest a snippet may take; the README's advice.
const snippetTime = 15 * time.Second

// corpusHost is what the extensions' ops find in [js.Isolate.Host]. Methods are
// what the extensions' own Host interfaces ask for.
type corpusHost struct{}

// Env is the environment a project would have: process.env.
func (corpusHost) Env() map[string]string {
	env := map[string]string{"NODE_ENV": "production"}
	for _, name := range []string{"HOME", "PATH", "TMPDIR", "USER"} {
		if v, ok := os.LookupEnv(name); ok {
			env[name] = v
		}
	}
	return env
}

// Cwd is process.cwd().
func (corpusHost) Cwd() string { return mustCwd() }

// Console drops what snippets print.
func (corpusHost) Console(request int, level, text string) {}

// Upstream is what fetch sends requests through.
func (corpusHost) Upstream() http.RoundTripper { return http.DefaultTransport }

func mustCwd() string {
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	return dir
}

// A runner runs the snippets of a group in one isolate, and in a new one after a
// limit took that.
type runner struct {
	t     *testing.T
	iso   *js.Isolate
	codes map[string]string // module ID → compiled snippet
	done  chan outcome
	lost  chan error // why the isolate was taken
}

func newRunner(t *testing.T) *runner { return &runner{t: t, codes: map[string]string{}} }

// Module implements [js.Loader].
func (r *runner) Module(id string) (*js.Module, error) {
	code, ok := r.codes[id]
	if !ok {
		return nil, js.ThrowCode("Error", "MODULE_NOT_FOUND", "Cannot find module '%s'", id)
	}
	return &js.Module{ID: id, Source: code}, nil
}

// starter reports how a snippet ended through two ops of its own.
const starter = `
	const { importModule } = require('internal:js/modules');
	const { run } = require('internal:js/context');
	const { op_corpus_done, op_corpus_failed } = ops;
	const start = async (id) => JSON.stringify(await importModule(id).run()) ?? 'null';
	exports.start = (id) => void run({ request: 1, stores: null }, start, undefined, id).then(
		op_corpus_done,
		(error) => op_corpus_failed(String(error?.name), String(error?.message ?? error)),
	);
`

func (r *runner) extension(done chan<- outcome) *js.Extension {
	return &js.Extension{
		Name:  "corpus",
		Files: fstest.MapFS{"corpus.js": {Data: []byte(starter)}},
		Ops: []js.Op{
			{Name: "op_corpus_done", Call: func(_ *js.Isolate, a js.Args) (any, error) {
				done <- outcome{Expect: json.RawMessage(a.String(0))}
				return nil, nil
			}},
			{Name: "op_corpus_failed", Call: func(_ *js.Isolate, a js.Args) (any, error) {
				done <- failed(a.String(0), a.String(1))
				return nil, nil
			}},
		},
	}
}

func failed(name, message string) outcome {
	return outcome{Throws: &thrown{Name: name, Message: message}}
}

// isolate returns the running isolate, or a new one.
func (r *runner) isolate() (*js.Isolate, error) {
	if r.iso != nil {
		select {
		case <-r.iso.Done():
		default:
			return r.iso, nil
		}
	}
	r.done, r.lost = make(chan outcome, 1), make(chan error, 1)
	lost := r.lost
	iso, err := js.New(js.Options{
		Extensions: slices.Concat(webapi.Extensions(), nodeapi.Extensions(), []*js.Extension{r.extension(r.done)}),
		Loader:     r,
		Host:       corpusHost{},
		Lost:       func(_ int, reason error) { lost <- reason },
	})
	if err != nil {
		return nil, fmt.Errorf("starting an isolate: %w", err)
	}
	r.iso = iso
	return iso, nil
}

func (r *runner) close() {
	if r.iso != nil {
		r.iso.Close()
	}
}

// run runs one snippet to its end.
func (r *runner) run(s snippet) outcome {
	id := "/corpus/" + s.ID + ".js"
	code, err := compile.Transform(compile.Source{
		Path: id,
		Text: "export async function run() { 'use strict';\n" + s.Code + "\n}",
		ESM:  true,
	})
	if err != nil {
		return failed("CompileError", err.Error())
	}
	r.codes[id] = code.JS
	iso, err := r.isolate()
	if err != nil {
		r.t.Fatal(err)
	}
	done := r.done
	iso.Post(func() {
		start, err := iso.Function("internal:corpus", "start")
		if err == nil {
			_, err = start.Call(id)
		}
		if err != nil {
			done <- failed("CallError", err.Error())
		}
	})
	select {
	case o := <-done:
		return o
	case reason := <-r.lost:
		<-iso.Done()
		return failed("Lost", reason.Error())
	case <-time.After(snippetTime):
		iso.Close()
		return failed("Timeout", "it did not end in "+snippetTime.String())
	}
}
