package handler

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
	"time"

	"routescope/engine/event"
	"routescope/engine/js"
)

//go:embed js/*.js
var files embed.FS

// extension is the JavaScript half of this package and the ops it stands on.
var extension = &js.Extension{
	Name:  "handler",
	Doc:   "how Next.js calls route handlers, API routes, metadata routes and proxy.ts",
	Files: sub(files, "js"),
	Ops: slices.Concat([]js.Op{
		{Name: "op_handler_started", Call: handlerStarted},
		{Name: "op_handler_failed", Call: handlerFailed},
		{Name: "op_exchange_done", Call: exchangeDone},
		{Name: "op_static_params", Call: staticParams},
		{Name: "op_mode", Call: mode},
		{Name: "op_config_flag", Call: configFlag},
	}, requestOps, responseOps, cacheOps, previewOps),
}

func sub(fsys fs.FS, dir string) fs.FS {
	s, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err) // the folder is embedded
	}
	return s
}

// of returns the worker an op was called on, and the invocation its first
// argument names; nil if that has ended.
func of(iso *js.Isolate, a js.Args) (*worker, *Invocation) {
	w := iso.Host().(*worker)
	return w, w.invocation(a.Int(0))
}

// op_handler_started(id, export)
func handlerStarted(iso *js.Isolate, a js.Args) (any, error) {
	w, inv := of(iso, a)
	if inv == nil {
		return nil, nil
	}
	runtime := "nodejs"
	if inv.Edge {
		runtime = "edge"
	}
	inv.Export = a.String(1)
	inv.X.Emit(&event.HandlerStarted{Position: w.runner.position(inv.File, inv.Export), Export: inv.Export, Runtime: runtime})
	return nil, nil
}

// position returns where a file declares an export.
func (r *Runner) position(file, export string) event.Position {
	pos := event.Position{File: file}
	if e, ok := r.read(file).exports.Lookup(export); ok {
		pos.Line, pos.Column = e.Line, e.Column
	}
	return pos
}

// op_handler_failed(id, whose, name, message, stack, print)
func handlerFailed(iso *js.Isolate, a js.Args) (any, error) {
	w, inv := of(iso, a)
	if inv == nil {
		return nil, nil
	}
	x := inv.X
	inv.out.Failed = true
	if a.String(1) == "engine" {
		x.Respond(500, "", nil, nil)
		inv.X.Emit(&event.HandlerThrew{Name: a.String(2), Message: a.String(3), Stack: w.frames(js.ParseStack(a.String(4))), Hint: "This is routescope's own mistake: please report it."})
		return nil, nil
	}
	name, message := a.String(2), a.String(3)
	threw := &event.HandlerThrew{Name: name, Message: message, Stack: w.frames(js.ParseStack(a.String(4)))}
	x.Emit(threw)
	if a.Bool(5) {
		x.Emit(consoleLine(threw))
	}
	if name == "InternalError" && strings.Contains(message, "out of memory") {
		iso.Lose(js.ErrMemoryLimit)
	}
	return nil, nil
}

// consoleLine is what Next.js prints about a handler that threw.
func consoleLine(e *event.HandlerThrew) *event.ConsoleWritten {
	text := e.Message
	if e.Name != "" {
		text = e.Name + ": " + e.Message
	}
	line := &event.ConsoleWritten{Level: "error", Text: "⨯ " + text}
	for _, f := range e.Stack {
		line.Text += "\n    at " + f.String()
	}
	if len(e.Stack) > 0 {
		line.From = e.Stack[0].Position
	}
	return line
}

// op_exchange_done(id, revalidate, tags, dynamicReason, expire)
func exchangeDone(iso *js.Isolate, a js.Args) (any, error) {
	w, inv := of(iso, a)
	if inv == nil {
		return nil, nil
	}
	switch r := a[1].(type) {
	case bool:
		inv.out.NeverStale = !r
	case int:
		inv.out.Revalidate = time.Duration(r) * time.Second
	case float64:
		inv.out.Revalidate = time.Duration(r * float64(time.Second))
	}
	inv.out.Tags = a.Strings(2)
	inv.out.DynamicReason = a.String(3)
	if !a.IsNil(4) {
		inv.out.Expire = seconds(a.Float(4))
	}
	w.end(inv)
	return nil, nil
}

// op_static_params(id, json)
func staticParams(iso *js.Isolate, a js.Args) (any, error) {
	if _, inv := of(iso, a); inv != nil {
		inv.out.StaticParams = []byte(a.String(1))
	}
	return nil, nil
}

// op_mode()
func mode(iso *js.Isolate, _ js.Args) (any, error) {
	if iso.Host().(*worker).runner.opts.Development {
		return "development", nil
	}
	return "production", nil
}

// op_config_flag(name)
func configFlag(iso *js.Isolate, a js.Args) (any, error) {
	config := iso.Host().(*worker).runner.opts.Project.Config()
	switch a.String(0) {
	case "authInterrupts":
		return config.Experimental.AuthInterrupts, nil
	case "cacheComponents":
		return config.CacheComponents, nil
	}
	return nil, js.Throw("Error", "no such flag %q", a.String(0))
}
