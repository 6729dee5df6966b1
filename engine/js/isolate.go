// Package js runs one QuickJS VM on one goroutine and gives it an event loop.
//
// An [Isolate] is the counterpart of one Node.js process: module state lives as
// long as it does, and requests interleave on its loop. The package knows no
// HTTP and no Next.js; those arrive as an [Extension]. Non-goals: sharing
// objects between isolates, running on more than one thread.
//
// # Turns
//
// Everything an isolate does is a turn: one task from its queue, then the
// nextTick queue and all promise jobs until both are empty, as in Node.js. Tasks
// come from [Isolate.Post], from timers and from settled [Deferred] values. A turn
// that exceeds a limit is stopped, and the isolate reports itself lost.
package js

import (
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"routescope/engine/js/internal/quickjs"
)

// Limits bound what JavaScript can take.
type Limits struct {
	Memory int64         // bytes an isolate may allocate; 512 MiB if zero
	Turn   time.Duration // the longest a turn may keep the isolate; 10 s if zero
	Stack  int           // depth of calls, in stack slots of libquickjs; its default if zero
}

// Options configure an [Isolate].
type Options struct {
	Extensions []*Extension
	Runtime    Runtime // whose globals and imports exist; NodeJS if zero
	Limits     Limits
	Loader     Loader // finds the project's modules; may be nil
	Clock      Clock  // the system's if nil; see [VirtualClock]

	// Waiting reports whether anybody waits for the isolate: else a virtual
	// clock stands still, and a project's setInterval does not make it race. It
	// is called on the loop's goroutine; somebody always waits if it is nil.
	Waiting func() bool

	Rand io.Reader // crypto/rand if nil

	// Rejected is called on the loop's goroutine when a turn ended with a
	// rejected promise that nobody handles. request is the number of the
	// request that made it, 0 if none.
	Rejected func(request int, e *Exception)
	// Lost is called once, on the loop's goroutine, when a limit stopped a
	// turn: the isolate runs no further JavaScript. request is the number of
	// the request that did it, 0 if unknown.
	Lost func(request int, reason error)
	// Host is handed to ops by [Isolate.Host].
	Host any
}

// Reasons an isolate is lost for.
var (
	ErrTimeLimit   = errors.New("time limit exceeded")
	ErrMemoryLimit = errors.New("memory limit exceeded")
	// ErrClosed is what calls on a closed or lost isolate return.
	ErrClosed = errors.New("the isolate is closed")
)

// An Isolate is one VM with its loop. Methods that say so run on the loop's
// goroutine only; the others may be called from anywhere.
type Isolate struct {
	opts Options
	vm   *quickjs.VM
	reg  *registry

	tasks   chan func()
	overrun queue // tasks posted while the channel was full
	done    chan struct{}
	close   sync.Once

	settle   quickjs.Value
	require  quickjs.Value
	current  quickjs.Value // returns the running request's number
	runTicks quickjs.Value

	ticks      bool         // the nextTick queue is not empty
	virtual    *virtualTime // nil unless the clock is virtual
	underWay   atomic.Int32 // ops that were started and have not settled
	rejections map[uintptr]rejection
	lost       error
	locals     map[any]any
}

type rejection struct {
	request int
	reason  *Exception
}

//go:embed boot.js
var bootSource string

// New starts an isolate. Close must be called to end its goroutine.
func New(opts Options) (*Isolate, error) {
	fillDefaults(&opts)
	reg, err := registryOf(opts.Extensions, opts.Runtime)
	if err != nil {
		return nil, err
	}
	iso := &Isolate{
		opts: opts, reg: reg,
		tasks:      make(chan func(), 256),
		done:       make(chan struct{}),
		rejections: map[uintptr]rejection{},
		locals:     map[any]any{},
	}
	if clock, ok := opts.Clock.(VirtualClock); ok {
		iso.virtual = &virtualTime{clock: clock}
	}
	started := make(chan error)
	go iso.run(started)
	if err := <-started; err != nil {
		return nil, err
	}
	if !opts.Clock.System() {
		iso.UseClock()
	}
	return iso, nil
}

func fillDefaults(o *Options) {
	if o.Runtime == 0 {
		o.Runtime = NodeJS
	}
	if o.Limits.Memory == 0 {
		o.Limits.Memory = 512 << 20
	}
	if o.Limits.Turn == 0 {
		o.Limits.Turn = 10 * time.Second
	}
	if o.Clock == nil {
		o.Clock = system{}
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
}

// Host returns what [Options.Host] was.
func (iso *Isolate) Host() any { return iso.opts.Host }

// Runtime returns the runtime whose globals the isolate has.
func (iso *Isolate) Runtime() Runtime { return iso.opts.Runtime }

// Now returns the isolate's time.
func (iso *Isolate) Now() time.Time { return iso.opts.Clock.Now() }

// Rand returns the isolate's source of random bytes.
func (iso *Isolate) Rand() io.Reader { return iso.opts.Rand }

// Local returns what an extension keeps for this isolate under key, made by make
// the first time. On the loop only.
func (iso *Isolate) Local(key any, make func() any) any {
	v, ok := iso.locals[key]
	if !ok {
		v = make()
		iso.locals[key] = v
	}
	return v
}

// MemoryUsed returns the bytes JavaScript has allocated. On the loop only.
func (iso *Isolate) MemoryUsed() int64 { return iso.vm.MemoryUsed() }

// Close ends the isolate. A turn that runs is stopped; waiting tasks are dropped.
func (iso *Isolate) Close() {
	iso.close.Do(func() {
		close(iso.done)
		if iso.vm != nil {
			iso.vm.Interrupt()
		}
	})
}

// Done is closed when the isolate is closed or lost.
func (iso *Isolate) Done() <-chan struct{} { return iso.done }

func (iso *Isolate) run(started chan<- error) {
	vm, err := quickjs.New(iso.hostCall)
	if err != nil {
		started <- err
		return
	}
	iso.vm = vm
	defer vm.Close()
	vm.SetMemoryLimit(iso.opts.Limits.Memory)
	if iso.opts.Limits.Stack > 0 {
		vm.SetMaxStack(iso.opts.Limits.Stack)
	}
	if err := iso.boot(); err != nil {
		close(iso.done)
		started <- fmt.Errorf("starting an isolate: %w", err)
		return
	}
	vm.OnRejection(iso.trackRejection)
	started <- nil
	iso.loop()
}

// boot evaluates boot.js and keeps the functions it returns.
func (iso *Isolate) boot() error {
	tables, err := json.Marshal(iso.reg.tables())
	if err != nil {
		return err
	}
	code, err := bytecode(iso.vm, bootSource, "internal:js/boot")
	if err != nil {
		return err
	}
	boot, err := iso.vm.Run(code)
	if err != nil {
		return err
	}
	defer iso.vm.Free(boot)
	host := iso.vm.HostFunction()
	defer iso.vm.Free(host)
	peek := iso.vm.PeekFunction()
	defer iso.vm.Free(peek)
	functions, err := iso.vm.Call(boot, host, peek, string(tables))
	if err != nil {
		return err
	}
	defer iso.vm.Free(functions)
	var now, root quickjs.Value
	for name, target := range map[string]*quickjs.Value{
		"settle": &iso.settle, "require": &iso.require,
		"current": &iso.current, "runTicks": &iso.runTicks, "now": &now, "root": &root,
	} {
		if *target, err = iso.vm.Property(functions, name); err != nil {
			return err
		}
	}
	iso.vm.BeforeJob(now, "frame", root)
	return nil
}

func (iso *Isolate) trackRejection(promise uintptr, reason quickjs.Value, handled bool) {
	if handled {
		delete(iso.rejections, promise)
		return
	}
	iso.rejections[promise] = rejection{iso.currentRequest(), iso.exception(iso.vm.Describe(reason))}
}

// currentRequest asks JavaScript whose async context runs.
func (iso *Isolate) currentRequest() int {
	v, err := iso.vm.Call(iso.current)
	if err != nil {
		return 0
	}
	n, _ := iso.vm.ToGo(v).(int)
	return n
}

// A Function is a JavaScript function that Go calls. It lives as long as its
// isolate.
type Function struct {
	iso *Isolate
	v   quickjs.Value
}

// Function returns an export of an internal module. On the loop only.
func (iso *Isolate) Function(module, export string) (*Function, error) {
	m, err := iso.vm.Call(iso.require, module)
	if err != nil {
		return nil, iso.wrap(err)
	}
	defer iso.vm.Free(m)
	f, err := iso.vm.Property(m, export)
	if err != nil {
		return nil, iso.wrap(err)
	}
	return &Function{iso, f}, nil
}

// Call calls the function with values that an op could return, and returns what
// an op could get; objects and functions read as nil. A JavaScript error comes
// back as an [*Exception]. On the loop only.
func (f *Function) Call(args ...any) (any, error) {
	if f.iso.lost != nil {
		return nil, ErrClosed
	}
	v, err := f.iso.vm.Call(f.v, args...)
	if err != nil {
		f.iso.noteLimit(err)
		return nil, f.iso.wrap(err)
	}
	defer f.iso.vm.Free(v)
	out := f.iso.vm.ToGo(v)
	if _, object := out.(quickjs.Value); object {
		return nil, nil
	}
	return out, nil
}

func (iso *Isolate) wrap(err error) error {
	var e *quickjs.Exception
	if errors.As(err, &e) {
		return iso.exception(e)
	}
	return err
}
