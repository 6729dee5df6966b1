package nextconfig

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// extension is the JavaScript half: it imports the configuration, calls its
// functions, and turns the result into JSON.
var extension = &js.Extension{
	Name:  "nextconfig",
	Doc:   "next.config: https://nextjs.org/docs/app/api-reference/config/next-config-js",
	Files: files,
	Imports: []js.Import{
		{Specifier: "next/constants", Module: "internal:nextconfig/constants"},
		{Specifier: "next/constants.js", Module: "internal:nextconfig/constants"},
	},
	Ops: []js.Op{
		{Name: "op_nextconfig_done", Call: done},
		{Name: "op_nextconfig_failed", Call: failed},
	},
}

// ErrNetwork is what fetch rejects with inside of next.config.
var ErrNetwork = errors.New("next.config is evaluated without network")

// An Error is what a configuration threw.
type Error struct {
	File    string // relative to the project; "" if unknown
	Line    int    // from 1; 0 if unknown
	Column  int    // from 1
	Config  string // the configuration's name
	Name    string // "TypeError"
	Message string
}

// Error implements error.
func (e *Error) Error() string {
	text := e.Message
	if e.Name != "" {
		text = e.Name + ": " + text
	}
	if e.File != "" {
		text = fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, text)
	}
	return fmt.Sprintf("Failed to load %s: %s", e.Config, text)
}

type outcome struct {
	value *evaluated
	err   error
}

// A host is what the isolate's extensions find in [js.Isolate.Host].
type host struct {
	options Options
	modules *modules
	done    chan outcome // gets one
}

func (h *host) finish(o outcome) {
	select {
	case h.done <- o:
	default: // it failed already
	}
}

func (h *host) start(iso *js.Isolate, path string) {
	f, err := iso.Function("internal:nextconfig", "evaluate")
	if err == nil {
		phase := "phase-production-server"
		if h.options.Development {
			phase = "phase-development-server"
		}
		_, err = f.Call(h.modules.entry, filepath.Base(path), phase)
	}
	if err != nil {
		h.finish(outcome{err: fmt.Errorf("evaluating %s: %w", filepath.Base(path), err)})
	}
}

// done is op_nextconfig_done(config, env): JSON of both.
func done(iso *js.Isolate, a js.Args) (any, error) {
	value := &evaluated{Config: json.RawMessage(a.String(0))}
	err := json.Unmarshal([]byte(a.String(1)), &value.Env)
	iso.Host().(*host).finish(outcome{value, err})
	return js.Undefined{}, nil
}

// failed is op_nextconfig_failed(name, message, stack).
func failed(iso *js.Isolate, a js.Args) (any, error) {
	h := iso.Host().(*host)
	h.finish(outcome{err: h.error(a.String(0), a.String(1), js.ParseStack(a.String(2)))})
	return js.Undefined{}, nil
}

func (h *host) error(name, message string, stack []js.Frame) *Error {
	e := &Error{Config: filepath.Base(h.modules.path), Name: name, Message: message}
	for _, f := range stack {
		if rel, err := filepath.Rel(h.options.Dir, f.File); err == nil && f.Line > 0 {
			e.File, e.Line, e.Column = filepath.ToSlash(rel), f.Line, f.Column
			break
		}
	}
	return e
}

// rejected ends the evaluation: Node.js would, too.
func (h *host) rejected(_ int, e *js.Exception) {
	h.finish(outcome{err: h.error(e.Name, e.Message, e.Stack)})
}

func (h *host) lost(_ int, reason error) {
	h.finish(outcome{err: fmt.Errorf("evaluating %s: %w", filepath.Base(h.modules.path), reason)})
}

// Env implements process.Host.
func (h *host) Env() map[string]string { return h.options.Env }

// Cwd implements process.Host.
func (h *host) Cwd() string { return h.options.Dir }

// Console implements process.Console.
func (h *host) Console(_ int, level, text string) {
	if h.options.Console != nil {
		h.options.Console(level, text)
	}
}

// ConsoleWritten implements console.Sink.
func (h *host) ConsoleWritten(request int, level, text, _ string) { h.Console(request, level, text) }

// RoundTrip implements fetch.Upstream.
func (h *host) RoundTrip(int, *http.Request) (*http.Response, error) { return nil, ErrNetwork }
