package handler

import (
	"sync"

	"routescope/engine/js"
	"routescope/engine/project"
)

// Prepare compiles what isolates run around handlers, for all isolates of the
// process. Beside the work of a start, such as evaluating next.config, it halves
// the time to the first answer. It returns at once, and does nothing again.
func Prepare() { prepare.Do(func() { go prepareShared() }) }

var prepare sync.Once

// prepareShared loads the modules that most requests need in an isolate of its
// own, and throws that away: the bytecode stays.
func prepareShared() {
	p := &project.Project{}
	p.SetConfig(project.DefaultConfig())
	w, err := newWorker(&Runner{opts: Options{Project: p}}, js.NodeJS)
	if err != nil {
		return // the first isolate that is needed fails too, and says why
	}
	defer w.iso.Close()
	done := make(chan struct{})
	w.iso.Post(func() {
		defer close(done)
		w.preload()
		_, _ = w.iso.Function("internal:handler/apiroute", "handle")
	})
	<-done
}

// preload loads what most requests need.
func (w *worker) preload() {
	_, _ = w.iso.Function("internal:handler/approute", "handle")
	_, _ = w.iso.Function("internal:nextapi/server", "NextResponse")
}
