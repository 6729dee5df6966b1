package js

import (
	"errors"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// script runs the body of an internal module named "internal:test" and returns
// what its export main gives back, once its promise is settled.
func script(t *testing.T, opts Options, source string) (any, error) {
	t.Helper()
	type outcome struct {
		value any
		err   error
	}
	got := make(chan outcome, 1)
	opts.Extensions = append(opts.Extensions, &Extension{
		Name: "test",
		Files: fstest.MapFS{"test.js": {Data: []byte(source + `
			exports.start = () => Promise.resolve().then(main).then(ops.op_test_done, e => ops.op_test_failed(String(e)));
		`)}},
		Ops: []Op{
			{Name: "op_test_done", Call: func(_ *Isolate, a Args) (any, error) { got <- outcome{value: a[0]}; return nil, nil }},
			{Name: "op_test_failed", Call: func(_ *Isolate, a Args) (any, error) {
				got <- outcome{err: errors.New(a.String(0))}
				return nil, nil
			}},
			{Name: "op_test_later", Start: func(iso *Isolate, a Args, d *Deferred) error {
				iso.AfterFunc(time.Duration(a.Int(0))*time.Millisecond, func() { d.Resolve(a.Int(0)) })
				return nil
			}},
			{Name: "op_test_throw", Call: func(*Isolate, Args) (any, error) {
				return nil, ThrowCode("RangeError", "ERR_TEST", "too far")
			}},
			{Name: "op_test_refuse", Start: func(_ *Isolate, _ Args, d *Deferred) error {
				d.Reject(Throw("TypeError", "refused"))
				return nil
			}},
		},
	})
	iso, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	iso.Post(func() {
		start, err := iso.Function("internal:test", "start")
		if err == nil {
			_, err = start.Call()
		}
		if err != nil {
			got <- outcome{err: err}
		}
	})
	select {
	case o := <-got:
		return o.value, o.err
	case <-iso.Done():
		return nil, ErrClosed
	case <-time.After(10 * time.Second):
		t.Fatal("no answer")
		return nil, nil
	}
}

func TestOps(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		want   any
	}{
		"a deferred resolves":           {`const main = () => ops.op_test_later(3);`, 3},
		"deferreds resolve in time":     {`const main = async () => { const seen = []; await Promise.all([30, 1].map(n => ops.op_test_later(n).then(v => seen.push(v)))); return seen; }`, []any{1, 30}},
		"an op's error keeps its class": {`const main = () => { try { ops.op_test_throw() } catch (e) { return [e instanceof RangeError, e.code, e.message] } };`, []any{true, "ERR_TEST", "too far"}},
		"a refused deferred rejects":    {`const main = () => ops.op_test_refuse().catch(e => [e.name, e.message]);`, []any{"TypeError", "refused"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := script(t, Options{}, c.source)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestContextFollowsAwaits(t *testing.T) {
	got, err := script(t, Options{}, `
		const { now, run, currentRequest } = require('internal:js/context');
		const seen = { 1: [], 2: [] };
		const job = (n, wait) => run({ request: n, stores: null }, async () => {
			seen[n].push(currentRequest());
			const { frame } = now;
			await ops.op_test_later(wait);
			now.frame = frame; // as the compiler has it
			seen[n].push(currentRequest());
			await Promise.resolve().then(() => seen[n].push(currentRequest()));
			return n;
		});
		const main = async () => { const r = await Promise.all([job(1, 20), job(2, 5)]); return [...seen[1], ...seen[2], ...r]; };
	`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{1, 1, 1, 2, 2, 2, 1, 2}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTicksRunBeforePromiseJobs(t *testing.T) {
	got, err := script(t, Options{}, `
		const { enqueueTick } = require('internal:js/context');
		const main = () => new Promise(resolve => {
			const seen = [];
			ops.op_test_later(1).then(() => {
				Promise.resolve().then(() => seen.push('job'));
				enqueueTick(() => seen.push('tick'), []);
			});
			ops.op_test_later(20).then(() => resolve(seen));
		});
	`)
	if err != nil {
		t.Fatal(err)
	}
	// Inside a promise job, the jobs that are queued already come first.
	if diff := cmp.Diff([]any{"job", "tick"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestLimitsLoseTheIsolate(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		turn   time.Duration
		want   error
	}{
		"an endless loop":          {`const main = () => { for (;;) {} };`, 100 * time.Millisecond, ErrTimeLimit},
		"an endless chain of jobs": {`const main = () => { const f = () => { Promise.resolve().then(f); }; f(); return new Promise(() => {}); };`, 100 * time.Millisecond, ErrTimeLimit},
		"memory without bound":     {`const main = () => { const a = []; for (;;) a.push({ n: a.length }); };`, time.Minute, ErrMemoryLimit},
	} {
		t.Run(name, func(t *testing.T) {
			lost := make(chan error, 1)
			_, err := script(t, Options{
				Limits: Limits{Turn: c.turn, Memory: 8 << 20},
				Lost:   func(_ int, reason error) { lost <- reason },
			}, c.source)
			if err == nil {
				t.Fatal("it returned")
			}
			select {
			case got := <-lost:
				if !errors.Is(got, c.want) {
					t.Errorf("lost for %v, want %v", got, c.want)
				}
			case <-time.After(5 * time.Second):
				t.Fatalf("not lost; main gave %v", err)
			}
		})
	}
}

func TestUnhandledRejectionIsReported(t *testing.T) {
	seen := make(chan string, 1)
	if _, err := script(t, Options{Rejected: func(_ int, e *Exception) { seen <- e.Error() }},
		`const main = () => { Promise.reject(new TypeError('lost')); return ops.op_test_later(5); };`); err != nil {
		t.Fatal(err)
	}
	if got := <-seen; got != "TypeError: lost" {
		t.Errorf("got %q", got)
	}
}

type modules map[string]*Module

func (m modules) Module(id string) (*Module, error) {
	if x, ok := m[id]; ok {
		return x, nil
	}
	return nil, Throw("Error", "no %s", id)
}

func TestModules(t *testing.T) {
	loader := modules{
		"/a.ts":      {ID: "/a.ts", Source: `exports.b = require("./b"); exports.data = require("./data.json"); require("./b").n++;`, Deps: map[string]string{"./b": "/b.ts", "./data.json": "/data.json"}},
		"/b.ts":      {ID: "/b.ts", Source: `exports.n = 1; exports.a = require("./a");`, Deps: map[string]string{"./a": "/a.ts"}},
		"/data.json": {ID: "/data.json", Source: `{"x":[1,2]}`, JSON: true},
		"/late.ts":   {ID: "/late.ts", Async: true, Source: `exports.v = await Promise.resolve(7);`},
		"/user.ts":   {ID: "/user.ts", Source: `exports.v = require("./late").v + 1;`, Deps: map[string]string{"./late": "/late.ts"}, Order: []string{"/late.ts"}},
		"/bad.ts":    {ID: "/bad.ts", Source: "\nthrow new Error('at load')"},
	}
	for name, c := range map[string]struct {
		source string
		want   any
	}{
		"cycles and JSON":        {`const main = () => { const a = importModule('/a.ts'); return [a.b.n, a.b.a === a, a.data.x[1], importModule('/b.ts') === a.b]; };`, []any{2, true, 2, true}},
		"await at the top level": {`const main = async () => (await importModule('/user.ts')).v;`, 8},
		"a failure stays":        {`const main = () => [1, 2].map(() => { try { importModule('/bad.ts') } catch (e) { return e.message } });`, []any{"at load", "at load"}},
		"forget evaluates anew":  {`const main = () => { const a = importModule('/b.ts'); require('internal:js/modules').forget(['/b.ts']); return importModule('/b.ts') !== a; };`, true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := script(t, Options{Loader: loader}, `const { importModule } = require('internal:js/modules');`+c.source)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseStack(t *testing.T) {
	got := ParseStack("    at f (/app/route.ts:3:9)\n    at call (native)\n    at internal (internal:js/boot:1:1)\n    at /app/lib.ts:8\n")
	want := []Frame{{"f", "/app/route.ts", 3, 9}, {"", "/app/lib.ts", 8, 0}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkNewIsolate(b *testing.B) {
	for b.Loop() {
		iso, err := New(Options{})
		if err != nil {
			b.Fatal(err)
		}
		iso.Close()
	}
}

func TestEagerModulesRunAtStart(t *testing.T) {
	patch := &Extension{
		Name:  "patch",
		Files: fstest.MapFS{"patch.js": {Data: []byte(`globalThis.patched = 'before anything asked';`)}},
		Eager: []string{"internal:patch"},
	}
	got, err := script(t, Options{Extensions: []*Extension{patch}}, `const main = () => globalThis.patched;`)
	if err != nil || got != "before anything asked" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestLocalIsMadeOnce(t *testing.T) {
	type key struct{}
	counter := &Extension{Name: "counter", Ops: []Op{{Name: "op_test_count", Call: func(iso *Isolate, _ Args) (any, error) {
		n := iso.Local(key{}, func() any { return new(int) }).(*int)
		*n++
		return *n, nil
	}}}}
	got, err := script(t, Options{Extensions: []*Extension{counter}}, `const main = () => [ops.op_test_count(), ops.op_test_count()];`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{1, 2}, got); diff != "" {
		t.Error(diff)
	}
}

// fake is a virtual clock.
type fake struct{ t time.Time }

func (c *fake) Now() time.Time { return c.t }
func (c *fake) System() bool   { return false }
func (c *fake) Set(t time.Time) {
	if t.After(c.t) {
		c.t = t
	}
}

func TestVirtualTimeJumpsToTheNextTimer(t *testing.T) {
	begun := time.Now()
	got, err := script(t, Options{
		Clock: &fake{time.UnixMilli(1000)},
		Extensions: []*Extension{{Name: "sleep", Ops: []Op{{Name: "op_sleep", Start: func(iso *Isolate, a Args, d *Deferred) error {
			iso.underWay.Add(-1) // as a timer: it does not keep the isolate busy
			iso.AfterFunc(time.Duration(a.Int(0))*time.Millisecond, func() {
				iso.underWay.Add(1)
				d.Resolve(nil)
			})
			return nil
		}}}}},
	}, `
		const main = async () => {
			const seen = [Date.now()];
			await Promise.all([60_000, 1_000, 3_600_000].map(ms => ops.op_sleep(ms).then(() => seen.push(+new Date()))));
			return [...seen, new Date() instanceof Date, Date.length, typeof Date()];
		};`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{1000, 2000, 61000, 3601000, true, 7, "string"}, got); diff != "" {
		t.Error(diff)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("an hour took %s", took)
	}
}

func TestRestore(t *testing.T) {
	for name, c := range map[string]struct {
		change string
		want   bool
	}{
		"nothing changed":                   {"", true},
		"new globals go":                    {"globalThis.shop = { n: 1 }; globalThis.parseInt = 1;", true},
		"a changed built-in cannot be told": {"Array.prototype.last = function () {};", false},
		"a method replaced":                 {"JSON.parse = () => 1;", false},
		"a global that cannot be deleted":   {"Object.defineProperty(globalThis, 'stuck', { value: 1 });", false},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := script(t, Options{}, `
				const { remember, restore } = require('internal:js/reuse');
				const main = () => {
					remember();
					const before = [Object.keys(globalThis).length, typeof parseInt];
					(function () { `+c.change+` })();
					return [restore(), restore() && before[0] === Object.keys(globalThis).length && typeof parseInt === before[1]];
				};`)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]any{c.want, c.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
