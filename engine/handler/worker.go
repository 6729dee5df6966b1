package handler

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"routescope/engine/event"
	"routescope/engine/js"
	"routescope/engine/nextapi"
	"routescope/engine/nodeapi"
	"routescope/engine/webapi"
)

// turnLimit is how long JavaScript may keep an isolate without giving way. It is
// long for a server, and short for a developer who waits.
const turnLimit = 10 * time.Second

// grace is how long an isolate may take to answer a ping after a time limit has
// passed: natives that do not look for interrupts finish or do not.
const grace = 2 * time.Second

// A worker is one isolate with the invocations that run on it.
type worker struct {
	runner  *Runner
	runtime js.Runtime
	iso     *js.Isolate

	dispatch, gone, drop *js.Function

	mu      sync.Mutex
	running map[uint64]*Invocation
	retired bool
	dead    bool // lost: nothing begins here any more
}

func extensions() []*js.Extension {
	all := append(webapi.Extensions(), nodeapi.Extensions()...)
	return append(append(all, nextapi.Extensions()...), extension)
}

func newWorker(r *Runner, runtime js.Runtime) (*worker, error) {
	w := &worker{runner: r, runtime: runtime, running: map[uint64]*Invocation{}}
	iso, err := js.New(js.Options{
		Extensions: extensions(),
		Runtime:    runtime,
		Limits:     js.Limits{Memory: r.opts.MemoryLimit, Turn: min(turnLimit, r.opts.TimeLimit)},
		Loader:     loader{r.opts.Compiler},
		Clock:      r.opts.Clock,
		Waiting:    w.isRunning,
		Rand:       r.opts.Rand,
		Rejected:   w.rejected,
		Lost:       w.lost,
		Host:       w,
	})
	if err != nil {
		return nil, err
	}
	w.iso = iso
	ready := make(chan error, 1)
	iso.Post(func() { ready <- w.bind() })
	if err := <-ready; err != nil {
		iso.Close()
		return nil, fmt.Errorf("loading the handler runtime: %w", err)
	}
	return w, nil
}

func (w *worker) bind() error {
	for name, target := range map[string]**js.Function{"dispatch": &w.dispatch, "clientGone": &w.gone, "forget": &w.drop} {
		f, err := w.iso.Function("internal:handler", name)
		if err != nil {
			return err
		}
		*target = f
	}
	if w.runner.opts.Reuse {
		return w.iso.Remember()
	}
	return nil
}

func (w *worker) isRunning() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.running) > 0
}

// reuse puts the isolate back into the state after a start, and reports whether
// it could.
func (w *worker) reuse() bool {
	if !w.runner.opts.Reuse || w.isRunning() {
		return false
	}
	done := make(chan bool, 1)
	if !w.iso.Post(func() { done <- w.iso.Restore() }) {
		return false
	}
	select {
	case ok := <-done:
		return ok
	case <-w.iso.Done():
		return false
	}
}

// begin starts an invocation on the isolate. It reports false if the isolate was
// lost or closed meanwhile; nothing was started then.
func (w *worker) begin(inv *Invocation) bool {
	x := inv.X
	w.mu.Lock()
	if w.dead {
		w.mu.Unlock()
		return false
	}
	// As under next start, maxDuration cuts nothing short; it can ask for more.
	limit := max(inv.Limit, w.runner.opts.TimeLimit)
	inv.start = x.now()
	inv.timer = time.AfterFunc(limit, func() { w.timeout(inv, limit) })
	w.running[x.ID] = inv
	w.mu.Unlock()
	if w.iso.Post(func() { w.call(inv) }) {
		return true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, mine := w.running[x.ID]; !mine {
		return true // lost took it over
	}
	delete(w.running, x.ID)
	inv.timer.Stop()
	return false
}

func (w *worker) call(inv *Invocation) {
	inv.entered.Store(true)
	x := inv.X
	params, extra := string(inv.Params), ""
	if len(inv.Extra) > 0 {
		extra = mustJSON(inv.Extra)
	}
	_, err := w.dispatch.Call(int(x.ID), inv.Kind, inv.graph.Entry, x.Method, inv.URL, inv.Route,
		headerText(x.Header), params, string(inv.Mode), !x.Body.Empty(), extra)
	var stopped *js.Exception
	if err == nil || errors.Is(err, js.ErrClosed) || (errors.As(err, &stopped) && stopped.Interrupted) {
		return // lost answers for an isolate that was stopped
	}
	w.abandon(inv, err)
}

func mustJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own plain data
	}
	return string(b)
}

// headerText writes header lines the way JavaScript takes them: name and value
// on a line each, names in lower case and none twice, bytes above 127 as Latin-1.
func headerText(header event.Header) string {
	var b strings.Builder
	for i, f := range header {
		name := strings.ToLower(f.Name)
		if Has(header[:i], name) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(name)
		b.WriteByte('\n')
		b.WriteString(latin1(f.Value))
		if onlyFirst[name] {
			continue
		}
		separator := ", "
		if name == "cookie" {
			separator = "; "
		}
		for _, later := range header[i+1:] {
			if strings.EqualFold(later.Name, name) {
				b.WriteString(separator)
				b.WriteString(latin1(later.Value))
			}
		}
	}
	return b.String()
}

// onlyFirst are the headers of which Node.js drops all lines but the first.
// See https://nodejs.org/api/http.html#messageheaders.
var onlyFirst = setOf(`age authorization content-length content-type etag expires from host if-modified-since
	if-unmodified-since last-modified location max-forwards proxy-authorization referer retry-after server user-agent`)

func latin1(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			r := make([]rune, len(s))
			for j := range len(s) {
				r[j] = rune(s[j])
			}
			return string(r)
		}
	}
	return s
}

// invocation returns the invocation of a request, nil if it has ended.
func (w *worker) invocation(id int) *Invocation {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.running[uint64(id)]
}

// close ends the isolate; what runs on it fails.
func (w *worker) close() {
	w.iso.Close()
	for _, inv := range w.die() {
		w.abandon(inv, ErrClosed)
	}
}

// die says that nothing begins here any more, and returns what runs.
func (w *worker) die() []*Invocation {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dead = true
	return slices.Collect(maps.Values(w.running))
}

// end takes an invocation off the isolate and says that it is done.
func (w *worker) end(inv *Invocation) {
	inv.once.Do(func() {
		w.mu.Lock()
		delete(w.running, inv.X.ID)
		idle := w.retired && len(w.running) == 0
		w.mu.Unlock()
		inv.timer.Stop()
		inv.reading.end()
		if inv.Done != nil {
			inv.Done(inv.out)
		}
		if idle {
			w.iso.Close()
		}
	})
}

// retire lets the isolate finish what runs, and closes it then.
func (w *worker) retire() {
	w.mu.Lock()
	w.retired = true
	idle := len(w.running) == 0
	w.mu.Unlock()
	if idle {
		w.iso.Close()
	}
}

func (w *worker) forget(ids []string) {
	list := make([]any, len(ids))
	for i, id := range ids {
		list[i] = id
	}
	w.iso.Post(func() { _, _ = w.drop.Call(list) })
}

// timeout answers for a handler that took too long, and makes sure that its
// isolate still lives.
func (w *worker) timeout(inv *Invocation, limit time.Duration) {
	x := inv.X
	reason := fmt.Sprintf("time limit of %s", limit)
	x.Emit(&event.HandlerThrew{
		Name: "TimeoutError", Message: "the handler did not finish within its " + reason,
		Hint: "Return a response sooner, or export a larger maxDuration from the route.",
	})
	answerTimeout(x, reason)
	w.end(inv)
	alive := make(chan struct{})
	w.iso.Post(func() { close(alive) })
	select {
	case <-alive:
	case <-w.iso.Done():
	case <-time.After(grace):
		w.lost(int(x.ID), js.ErrTimeLimit)
		w.iso.Close()
	}
}

func answerTimeout(x *Exchange, reason string) {
	if x.Answered() {
		x.Cut(reason)
		return
	}
	x.Respond(504, "", event.Header{{Name: "content-type", Value: "text/plain;charset=UTF-8"}}, []byte("FUNCTION_INVOCATION_TIMEOUT\n"))
}

// lost is called when the isolate runs no further JavaScript: the request that
// did it is answered with an error, the others run again elsewhere if nothing
// of their answer was sent.
func (w *worker) lost(request int, reason error) {
	w.runner.drop(w)
	running := w.die()
	entered := slices.DeleteFunc(slices.Clone(running), func(inv *Invocation) bool { return !inv.entered.Load() })
	for _, inv := range running {
		// Whose turn it was is not always known: of those whose code had begun to
		// run, it was the only one, or else nobody is blamed.
		culprit := int(inv.X.ID) == request || (request == 0 && len(entered) == 1 && entered[0] == inv)
		go w.afterLoss(inv, culprit, reason)
	}
}

func (w *worker) afterLoss(inv *Invocation, culprit bool, reason error) {
	x := inv.X
	x.Emit(&event.IsolateReplaced{Reason: reason.Error()})
	if !culprit && !inv.again && !x.Answered() && x.Body.Untouched() {
		inv.again = true // once: it may be to blame after all
		inv.entered.Store(false)
		w.mu.Lock()
		delete(w.running, x.ID)
		w.mu.Unlock()
		inv.timer.Stop()
		if err := w.runner.Run(x.Context(), inv); err == nil {
			return
		}
	}
	w.abandon(inv, reason)
}

// abandon answers for an invocation whose isolate cannot.
func (w *worker) abandon(inv *Invocation, reason error) {
	x := inv.X
	x.Emit(&event.HandlerThrew{Name: "Error", Message: reason.Error(), Hint: hintFor(reason)})
	switch {
	case x.Answered():
		x.Cut(reason.Error())
	case errors.Is(reason, js.ErrTimeLimit):
		answerTimeout(x, reason.Error())
	default:
		x.Respond(500, "", appVary(nil), nil)
	}
	inv.out.Failed = true
	w.end(inv)
}

func hintFor(reason error) string {
	switch {
	case errors.Is(reason, js.ErrTimeLimit):
		return "The handler ran for 10 seconds without giving way: look for an endless loop."
	case errors.Is(reason, js.ErrMemoryLimit):
		return "The handler needed more memory than an isolate has; the setting memory-limit raises the limit."
	}
	return ""
}

// rejected reports a promise that nobody handled, as Node.js prints it.
func (w *worker) rejected(request int, e *js.Exception) {
	line := &event.ConsoleWritten{Level: "error", Text: "⨯ unhandledRejection: " + e.Error()}
	if frames := w.frames(e.Stack); len(frames) > 0 {
		line.From = frames[0].Position
	}
	w.print(request, line)
}

// print sends a console line to its request, or to the engine's console.
func (w *worker) print(request int, line *event.ConsoleWritten) {
	if inv := w.invocation(request); inv != nil {
		inv.X.Emit(line)
		return
	}
	if w.runner.opts.Console != nil {
		w.runner.opts.Console(line)
	}
}

// frames returns a stack as events tell it.
func (w *worker) frames(stack []js.Frame) []event.Frame {
	out := make([]event.Frame, 0, len(stack))
	for _, f := range stack {
		out = append(out, w.runner.frameOf(f))
	}
	return out
}
