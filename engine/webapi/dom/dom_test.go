package dom_test

import (
	"testing"

	"routescope/engine/js"
	"routescope/engine/webapi/dom"
	"routescope/engine/webapi/hrtime"
	"routescope/engine/webapi/html"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/webidl"
)

func run(t *testing.T, cases map[string]jstest.Case) {
	t.Helper()
	refuse := &js.Extension{Name: "refuse", Ops: []js.Op{{
		Name: "op_test_refuse",
		Call: func(*js.Isolate, js.Args) (any, error) { return nil, js.ThrowDOM("NotFoundError", "nothing there") },
	}}}
	jstest.RunCases(t, js.Options{Extensions: []*js.Extension{
		dom.Extension, hrtime.Extension, html.Extension, webidl.Extension, refuse,
	}}, cases)
}

func TestEvents(t *testing.T) {
	run(t, map[string]jstest.Case{
		"a listener that is added by the last one waits for the next dispatch": {
			Body: `const target = new EventTarget(); const log = [];
				target.addEventListener('x', () => log.push('first'));
				target.addEventListener('x', () => { log.push('last'); target.addEventListener('x', () => log.push('late')); });
				target.dispatchEvent(new Event('x')); return log;`,
			Want: `["first", "last"]`,
		},
		"a listener that throws does not stop the others": {
			Body: `const target = new EventTarget(); const log = [];
				target.addEventListener('x', () => { throw new Error('lost'); });
				target.addEventListener('x', () => log.push('heard'));
				return [target.dispatchEvent(new Event('x')), log];`,
			Want: `[true, ["heard"]]`,
		},
		"a signal takes a listener back": {
			Body: `const target = new EventTarget(); const control = new AbortController(); let n = 0;
				target.addEventListener('x', () => n++, { signal: control.signal });
				target.dispatchEvent(new Event('x')); control.abort(); target.dispatchEvent(new Event('x')); return n;`,
			Want: `1`,
		},
		"members are enumerable": {
			Body: `return [Object.keys(EventTarget.prototype), Object.keys(CustomEvent.prototype), Object.keys(Event)];`,
			Want: `[["addEventListener", "removeEventListener", "dispatchEvent"], ["detail"], ["NONE", "CAPTURING_PHASE", "AT_TARGET", "BUBBLING_PHASE"]]`,
		},
		"a foreign receiver is refused with Node's code": {
			Body: `try { Object.getOwnPropertyDescriptor(Event.prototype, 'type').get.call({}); } catch (e) { return [e.code, e.message]; }`,
			Want: `["ERR_INVALID_THIS", "Value of \"this\" must be of type Event"]`,
		},
	})
}

func TestAbort(t *testing.T) {
	run(t, map[string]jstest.Case{
		"algorithms run before listeners, and can be taken back": {
			Body: `const { addAbortAlgorithm } = require('internal:webapi/dom/abort');
				const control = new AbortController(); const log = [];
				control.signal.onabort = () => log.push('listener');
				addAbortAlgorithm(control.signal, (reason) => log.push(reason));
				addAbortAlgorithm(control.signal, () => log.push('never'))();
				control.abort('why'); return log;`,
			Want: `["why", "listener"]`,
		},
		"any follows a signal that follows others": {
			Body: `const control = new AbortController();
				const outer = AbortSignal.any([AbortSignal.any([control.signal]), new AbortController().signal]);
				control.abort(7); return [outer.aborted, outer.reason];`,
			Want: `[true, 7]`,
		},
		"a timeout aborts": {
			Body: `const signal = AbortSignal.timeout(1); await new Promise((resolve) => { signal.onabort = resolve; });
				return [signal.reason.name, signal.reason instanceof DOMException];`,
			Want: `["TimeoutError", true]`,
		},
	})
}

func TestDOMException(t *testing.T) {
	run(t, map[string]jstest.Case{
		"an op's exception is one": {
			Body: `try { ops.op_test_refuse(); } catch (e) { return [e instanceof DOMException, e.name, e.code, e.message, String(e)]; }`,
			Want: `[true, "NotFoundError", 8, "nothing there", "NotFoundError: nothing there"]`,
		},
		"constants have no gaps": {
			Body: `return [DOMException.INDEX_SIZE_ERR, DOMException.VALIDATION_ERR, DOMException.prototype.DATA_CLONE_ERR, Object.keys(DOMException).length];`,
			Want: `[1, 16, 25, 25]`,
		},
	})
}
