// Package console holds the console global, in Node's format.
package console

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// A Sink is what [js.Isolate.Host] must be for console lines to go anywhere.
type Sink interface {
	// ConsoleWritten reports one call. level is "log", "info", "warn", "error" or
	// "debug"; text is formatted, without the newline at its end; stack is the
	// stack of the call, as [js.ParseStack] reads it. It runs on the isolate's
	// loop. request is 0 outside of a request.
	ConsoleWritten(request int, level, text, stack string)
}

// Extension is the Console standard, with what Node.js adds to it.
var Extension = &js.Extension{
	Name:    "webapi/console",
	Doc:     "Console: https://console.spec.whatwg.org/, https://nodejs.org/api/console.html",
	Files:   files,
	Globals: []js.Global{{Name: "console", Module: "internal:webapi/console"}},
	Ops:     []js.Op{{Name: "op_console_write", Call: write}},
}

// write is op_console_write(level, text, request, stack).
func write(iso *js.Isolate, a js.Args) (any, error) {
	if sink, ok := iso.Host().(Sink); ok {
		sink.ConsoleWritten(a.Int(2), a.String(0), a.String(1), a.String(3))
	}
	return js.Undefined{}, nil
}
