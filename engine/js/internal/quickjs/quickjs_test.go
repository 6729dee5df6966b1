package quickjs

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"
)

func newVM(t testing.TB, host HostFunc) *VM {
	t.Helper()
	vm, err := New(host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(vm.Close)
	return vm
}

func callWithHost(t testing.TB, vm *VM, source string, args ...any) (any, error) {
	t.Helper()
	f, err := vm.Eval(source, "test.js")
	if err != nil {
		return nil, err
	}
	defer vm.Free(f)
	host := vm.HostFunction()
	defer vm.Free(host)
	v, err := vm.Call(f, append([]any{host}, args...)...)
	if err != nil {
		return nil, err
	}
	defer vm.Free(v)
	return vm.ToGo(v), nil
}

func TestValuesCrossBothWays(t *testing.T) {
	for _, x := range []any{
		nil, true, false, 0, -1, 1 << 40, 1.5, "", "text", "é\x00😀", strings.Repeat("long ", 1000),
		[]byte{}, []byte{0, 255, 10}, []any{1, "two", []any{true}}, Undefined{},
	} {
		vm := newVM(t, func(args []any) (any, error) { return args[0], nil })
		got, err := callWithHost(t, vm, "(host, x) => host(x)", x)
		if err != nil {
			t.Errorf("%v: %v", x, err)
			continue
		}
		want := x
		if n, ok := x.(int); ok && int(int32(n)) != n {
			want = float64(n)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v: %s", x, diff)
		}
	}
}

func TestExceptionCarriesTheFileAndLine(t *testing.T) {
	vm := newVM(t, nil)
	code, err := vm.Compile("(function f() {\n  throw new TypeError('no')\n})", "app/route.ts")
	if err != nil {
		t.Fatal(err)
	}
	f, err := vm.Run(code)
	if err != nil {
		t.Fatal(err)
	}
	defer vm.Free(f)
	_, err = vm.Call(f)
	var e *Exception
	if !errors.As(err, &e) || e.Name != "TypeError" || e.Message != "no" || !strings.Contains(e.Stack, "app/route.ts:2:") {
		t.Errorf("got %+v", err)
	}
}

func TestHostErrorIsThrown(t *testing.T) {
	vm := newVM(t, func([]any) (any, error) { return nil, errors.New("closed") })
	got, err := callWithHost(t, vm, "host => { try { host() } catch (e) { return e instanceof Error && e.message } }")
	if err != nil || got != "closed" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestDeadlineStopsAnEndlessLoop(t *testing.T) {
	vm := newVM(t, nil)
	vm.SetDeadline(20 * time.Millisecond)
	_, err := vm.Eval("for (;;) {}", "loop.js")
	var e *Exception
	if !errors.As(err, &e) || !e.Interrupted {
		t.Fatalf("got %v", err)
	}
	vm.SetDeadline(0)
	if v, err := vm.Eval("1 + 1", "after.js"); err != nil || vm.ToGo(v) != 2 {
		t.Errorf("after the interrupt: %v", err)
	}
}

func TestRejectionIsTracked(t *testing.T) {
	vm := newVM(t, nil)
	var seen []string
	vm.OnRejection(func(_ uintptr, reason Value, handled bool) {
		if !handled {
			seen = append(seen, vm.Describe(reason).Error())
		}
	})
	v, err := vm.Eval("Promise.reject(new RangeError('lost')); 0", "r.js")
	if err != nil {
		t.Fatal(err)
	}
	vm.Free(v)
	for more := true; more; {
		more, _ = vm.RunJob()
	}
	if diff := cmp.Diff([]string{"RangeError: lost"}, seen); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkHostCall(b *testing.B) {
	vm := newVM(b, func(args []any) (any, error) { return args[0], nil })
	b.ReportAllocs()
	if _, err := callWithHost(b, vm, "(host, n) => { for (let i = 0; i < n; i++) host('alpha', 'beta') }", b.N); err != nil {
		b.Fatal(err)
	}
}

func TestErrorsCanBeReworded(t *testing.T) {
	vm := newVM(t, nil)
	vm.OnError(func(e *Thrown) {
		if e.Native {
			source, line, column := e.Frame.Source()
			e.Message = fmt.Sprintf("%s at %d:%d in %q", e.Message, line, column, source)
			e.Class = "RangeError"
		}
		e.Stack = "\n" + e.Stack
	})
	for source, want := range map[string]string{
		"(() => {\n  try { (() => u.x)() } catch (e) { return [e instanceof RangeError, e.message].join() } })()": `true,'u' is not defined at 2:10 in "() => u.x"`,
		"(() => { const e = new TypeError('mine'); return [e.message, e.stack.split('\\n')[0]].join() })()":       "mine,TypeError: mine",
		"(() => { const e = new Error('m'); e.extra = 1; Object.freeze(e); return Object.keys(e).join() })()":     "extra",
	} {
		v, err := vm.Eval(source, "test.js")
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if got := vm.ToGo(v); got != want {
			t.Errorf("%s\n got %v\nwant %v", source, got, want)
		}
		vm.Free(v)
	}
}

func TestPeekTellsWhatScriptsCannotSee(t *testing.T) {
	vm := newVM(t, nil)
	peek := vm.PeekFunction()
	defer vm.Free(peek)
	for source, want := range map[string]string{
		"Promise.resolve(7)":                                        `["Promise","fulfilled",7]`,
		"new Promise(() => {})":                                     `["Promise","pending",null]`,
		"new Proxy({ a: 1 }, { b: 2 })":                             `["Proxy",{"a":1},{"b":2}]`,
		"(r = Proxy.revocable({}, {}), r.revoke(), r.proxy)":        `["Proxy",null,null]`,
		"(i = new Map([[1, 2], [3, 4]]).values(), i.next(), i)":     `["Map Iterator",false,[4]]`,
		"(m = new Map([[1, 2], [3, 4]]), m.delete(1), m.entries())": `["Map Iterator",true,[3,4]]`,
		"new Set(['a']).entries()":                                  `["Set Iterator",true,["a","a"]]`,
		"(i = new Set(['a']).keys(), i.next(), i.next(), i)":        `["Set Iterator",false,[]]`,
		"new WeakMap([[peek, 1]])":                                  `["WeakMap",[null,1]]`,
		"new WeakSet([{}])":                                         `["WeakSet",[]]`,
		"(function* () {})()":                                       `["Generator"]`,
		"(async function* () {})()":                                 `["AsyncGenerator"]`,
		"[]":                                                        "undefined",
		"5":                                                         "undefined",
	} {
		f, err := vm.Eval("(peek) => { let i, m, r; return String(JSON.stringify(peek("+source+"))) }", "test.js")
		if err != nil {
			t.Fatal(err)
		}
		got, err := vm.Call(f, peek)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if text := vm.ToGo(got); text != want {
			t.Errorf("peek(%s) = %v, want %s", source, text, want)
		}
		vm.Free(got)
		vm.Free(f)
	}
}

// The walk through bytecode has to find the size of stack that QuickJS's own
// compute_stack_size stored.
func TestDepthsAreThoseOfQuickJS(t *testing.T) {
	vm := newVM(t, nil)
	for _, source := range []string{
		`(a, b) => a.b(1, ...b)[a ? 1 : 2]`,
		`function f(a) { try { for (const x of a) { if (x) continue; return x; } } catch (e) { throw e; } finally { f(); } }`,
		`function* g(a) { const [x, y = 1, ...z] = yield* a; const { p, ...q } = z; return { ...q, x, y, p }; }`,
		`async function* h(a) { for await (const x of a) { label: for (const k in x) { switch (k) { case 1: break label; default: yield await k; } } } }`,
		`class A extends Object { #p = 1; static s = () => 1; constructor() { super(); this.#p ??= new.target; } get [Symbol.iterator]() { return super.x; } }`,
		"(a) => a`x${1}y`?.b?.[a++] ?? (a ||= { m() {}, get n() { return 1; }, [a]: delete a.b })",
	} {
		f, err := vm.Eval("("+source+")", "test.js")
		if err != nil {
			t.Fatal(err)
		}
		b := bytecodeOf(f.v)
		if got := depthsOf(unsafe.Slice(at[byte](b.Fbyte_code_buf), b.Fbyte_code_len)).max; got != int(b.Fstack_size) {
			t.Errorf("%s: walked to a depth of %d, QuickJS to %d", source, got, b.Fstack_size)
		}
		vm.Free(f)
	}
}
