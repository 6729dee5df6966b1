package handler

import (
	"net/http"

	"routescope/engine/event"
	"routescope/engine/js"
)

// What extensions ask of the host: each declares the interface it needs, and a
// worker is all of them.

// Env implements process.Host.
func (w *worker) Env() map[string]string { return w.runner.opts.Env }

// Cwd implements process.Host.
func (w *worker) Cwd() string { return w.runner.opts.Project.Dir }

// Console implements process.Console.
func (w *worker) Console(request int, level, text string) {
	w.ConsoleWritten(request, level, text, "")
}

// ConsoleWritten implements console.Sink.
func (w *worker) ConsoleWritten(request int, level, text, stack string) {
	line := &event.ConsoleWritten{Level: level, Text: text}
	if frames := w.frames(js.ParseStack(stack)); len(frames) > 0 {
		line.From = frames[0].Position
	}
	w.print(request, line)
}

// RoundTrip implements fetch.Upstream.
func (w *worker) RoundTrip(request int, r *http.Request) (*http.Response, error) {
	inv := w.invocation(request)
	if inv == nil {
		return roundTrip(w.runner.opts.Upstream, r)
	}
	return recordUpstream(inv, w.runner.opts.Upstream, r)
}
