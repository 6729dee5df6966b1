package handler

import (
	"embed"
	"errors"
	"io"
	"io/fs"
	"strings"
	"time"
	"unicode/utf8"

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
	Ops: append(append([]js.Op{
		{Name: "op_handler_started", Call: handlerStarted},
		{Name: "op_handler_failed", Call: handlerFailed},
		{Name: "op_exchange_done", Call: exchangeDone},
		{Name: "op_static_params", Call: staticParams},
		{Name: "op_request_watch", Call: requestWatch},
		{Name: "op_request_text", Start: requestText},
		{Name: "op_request_bytes", Start: requestBytes},
		{Name: "op_request_chunk", Start: requestChunk},
		{Name: "op_response_whole", Call: responseWhole},
		{Name: "op_response_head", Call: responseHead},
		{Name: "op_response_chunk", Start: responseChunk},
		{Name: "op_response_end", Call: responseEnd},
		{Name: "op_response_cut", Call: responseCut},
		{Name: "op_response_page", Call: responsePage},
		{Name: "op_response_ended", Start: responseEnded},
		{Name: "op_mode", Call: mode},
		{Name: "op_config_flag", Call: configFlag},
	}, cacheOps...), previewOps...),
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

// op_exchange_done(id, revalidate, tags, dynamicReason)
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

// op_request_watch(id)
func requestWatch(iso *js.Isolate, a js.Args) (any, error) {
	w, inv := of(iso, a)
	if inv == nil {
		return nil, nil
	}
	id := a.Int(0)
	inv.X.OnGone(func() { iso.Post(func() { _, _ = w.gone.Call(id) }) })
	return nil, nil
}

// op_request_text(id): text, or bytes where they are not UTF-8
func requestText(iso *js.Isolate, a js.Args, d *js.Deferred) error {
	return readBody(iso, a, d, func(data []byte) any {
		if !utf8.Valid(data) {
			return data
		}
		return strings.TrimPrefix(string(data), "\ufeff")
	})
}

// op_request_bytes(id)
func requestBytes(iso *js.Isolate, a js.Args, d *js.Deferred) error {
	return readBody(iso, a, d, func(data []byte) any {
		if data == nil {
			data = []byte{}
		}
		return data
	})
}

func readBody(iso *js.Isolate, a js.Args, d *js.Deferred, convert func([]byte) any) error {
	_, inv := of(iso, a)
	if inv == nil {
		return errAborted
	}
	go func() {
		data, err := inv.X.Body.All(0)
		if err != nil {
			d.Reject(bodyError(err))
			return
		}
		d.Resolve(convert(data))
	}()
	return nil
}

var errAborted = js.ThrowCode("Error", "ECONNRESET", "aborted")

func bodyError(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrClosedPipe) {
		return errAborted
	}
	return js.ThrowCode("Error", "ECONNRESET", "aborted: %v", err)
}

// op_request_chunk(id): bytes, or null at the end
func requestChunk(iso *js.Isolate, a js.Args, d *js.Deferred) error {
	_, inv := of(iso, a)
	if inv == nil {
		return errAborted
	}
	go func() {
		data, err := inv.X.Body.Next()
		switch {
		case errors.Is(err, io.EOF):
			d.Resolve(nil)
		case err != nil:
			d.Reject(bodyError(err))
		default:
			d.Resolve(data)
		}
	}()
	return nil
}

// bytesOf reads a part of a body: text or bytes.
func bytesOf(a js.Args, i int) []byte {
	if i < len(a) {
		if s, ok := a[i].(string); ok {
			return []byte(s)
		}
	}
	return a.Bytes(i)
}

// lines reads header lines that JavaScript wrote as text.
func lines(text string) event.Header {
	if text == "" {
		return nil
	}
	return pairs(strings.Split(text, "\n"))
}

// op_response_whole(id, status, reason, headers, body)
func responseWhole(iso *js.Isolate, a js.Args) (any, error) {
	_, inv := of(iso, a)
	if inv == nil {
		return nil, nil
	}
	inv.returned()
	header, body := inv.head(lines(a.String(3))), bytesOf(a, 4)
	if inv.Kind != "API route" {
		inv.X.Respond(a.Int(1), a.String(2), header, body)
		return nil, nil
	}
	// Its ServerResponse has decided about Content-Length.
	if inv.X.SendHead(a.Int(1), a.String(2), header) {
		inv.X.SendChunk(body, nil)
		inv.X.End()
	}
	return nil, nil
}

// op_response_head(id, status, reason, headers)
func responseHead(iso *js.Isolate, a js.Args) (any, error) {
	if _, inv := of(iso, a); inv != nil {
		inv.returned()
		inv.X.SendHead(a.Int(1), a.String(2), inv.head(lines(a.String(3))))
	}
	return nil, nil
}

func (inv *Invocation) returned() {
	if inv.Export == "" {
		return
	}
	inv.X.Emit(&event.HandlerReturned{Duration: inv.X.now().Sub(inv.start)})
	inv.Export = ""
}

// op_response_chunk(id, data): settles when the client has taken it
func responseChunk(iso *js.Isolate, a js.Args, d *js.Deferred) error {
	_, inv := of(iso, a)
	if inv == nil {
		d.Resolve(nil)
		return nil
	}
	inv.X.SendChunk(bytesOf(a, 1), func() { d.Resolve(nil) })
	return nil
}

// op_response_end(id, trailer)
func responseEnd(iso *js.Isolate, a js.Args) (any, error) {
	if _, inv := of(iso, a); inv != nil {
		inv.X.EndWith(lines(a.String(1)))
	}
	return nil, nil
}

// op_response_cut(id, reason)
func responseCut(iso *js.Isolate, a js.Args) (any, error) {
	if _, inv := of(iso, a); inv != nil {
		inv.X.Cut(a.String(1))
	}
	return nil, nil
}

// op_response_page(id, status, headers): Next.js's own page for a status
func responsePage(iso *js.Isolate, a js.Args) (any, error) {
	if _, inv := of(iso, a); inv != nil {
		RespondPage(inv.X, a.Int(1), inv.head(lines(a.String(2))))
	}
	return nil, nil
}

// op_response_ended(id): settles when the response has ended
func responseEnded(iso *js.Isolate, a js.Args, d *js.Deferred) error {
	_, inv := of(iso, a)
	if inv == nil {
		d.Resolve(nil)
		return nil
	}
	inv.X.OnEnd(func() { d.Resolve(nil) })
	return nil
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
