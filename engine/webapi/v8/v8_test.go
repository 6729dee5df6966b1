package v8_test

import (
	"fmt"
	"testing"

	"routescope/engine/js"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/v8"
)

// run evaluates each body with message(f), which gives the message of what f throws.
func run(t *testing.T, cases map[string]jstest.Case) {
	t.Helper()
	for name, c := range cases {
		c.Body = `
			const message = (f) => { try { f(); return 'no error'; } catch (e) { return e.message; } };
			const u = undefined; const n = null; const o = { x: 1, y: {} }; const list = [1];
		` + c.Body
		cases[name] = c
	}
	jstest.RunCases(t, js.Options{Extensions: []*js.Extension{v8.Extension}}, cases)
}

func TestOperatorsAndStatements(t *testing.T) {
	run(t, map[string]jstest.Case{
		"a call names what it called": {
			Body: `return [() => o.x(), () => u(), () => o['x'](), () => list[0](), () => 'str'.foo(), () => o.y.z(o, (1)), () => (0, o.x)(), () => new Map().foo()].map(message);`,
			Want: `["o.x is not a function", "u is not a function", "o.x is not a function", "list[0] is not a function", "\"str\".foo is not a function", "o.y.z is not a function", "(0 , o.x) is not a function", "(intermediate value).foo is not a function"]`,
		},
		"new names what it constructed": {
			Body: `return [() => new o.x(), () => new Math.max(), () => new (() => {})()].map(message);`,
			Want: `["o.x is not a constructor", "Math.max is not a constructor", "(intermediate value) is not a constructor"]`,
		},
		"positions inside of methods and constructors": {
			Body: `class A { x() {} constructor() { new Math.max(); } static s() { o.baz(); } async a() { o.qux(); } }
				return [message(() => new A()), message(() => A.s()), await A.prototype.a().catch((e) => e.message)];`,
			Want: `["Math.max is not a constructor", "o.baz is not a function", "o.qux is not a function"]`,
		},
		"reading and writing properties of nothing": {
			Body: `const key = 'k'; return [() => u.foo, () => n[0], () => o.a.b.c, () => u[key], () => { n.bar = 1; }].map(message);`,
			Want: `["Cannot read properties of undefined (reading 'foo')", "Cannot read properties of null (reading '0')", "Cannot read properties of undefined (reading 'b')", "Cannot read properties of undefined (reading 'k')", "Cannot set properties of null (setting 'bar')"]`,
		},
		"iteration": {
			Body: `return [() => { for (const x of o) {} }, () => [...o], () => { const [a] = u; }, () => Math.max(...o), () => new Set(5)].map(message);`,
			Want: `["o is not iterable", "o is not iterable", "u is not iterable", "Spread syntax requires ...iterable[Symbol.iterator] to be a function", "number 5 is not iterable (cannot read property Symbol(Symbol.iterator))"]`,
		},
		"taking objects apart": {
			Body: `return [() => { const { a } = u; }, () => { const { a } = n; }, () => (({ b }) => b)()].map(message);`,
			Want: `["Cannot destructure property 'a' of 'u' as it is undefined.", "Cannot destructure property 'a' of 'n' as it is null.", "Cannot destructure property 'b' of 'undefined' as it is undefined."]`,
		},
		"taking what an await gave apart, and iterating over it": {
			Body: `const none = async () => undefined; const some = async () => ({});
				const fail = (f) => f().catch((e) => e.message);
				return [await fail(async () => { const { a } = await none(); }), await fail(async () => { for (const x of await some()) {} }),
					await fail(async () => [...await none()]), await fail(async () => (await none())()), await fail(async () => (await some()).a.b),
					await fail(async () => { const { a: { b } } = await some(); }), await fail(async () => Math.max(...await none()))];`,
			Want: `["Cannot destructure property 'a' of '(intermediate value)' as it is undefined.", "(intermediate value) is not iterable",
				"(intermediate value) is not iterable", "(intermediate value) is not a function", "Cannot read properties of undefined (reading 'b')",
				"Cannot read properties of undefined (reading 'b')", "(intermediate value) is not iterable (cannot read property undefined)"]`,
		},
		"expressions print as V8 prints them": {
			Body: "return [() => [1, u, 's'].foo(), () => (o.x || u && 1)(), () => (n ? u : o).foo(), () => `t${u}`.foo(), () => ({ a: 1 }).a(), () => new (class {})().foo(), () => o?.['y']()].map(message);",
			Want: `["[1,u,\"s\"].foo is not a function", "(o.x || (u && 1)) is not a function",
				"(intermediate value)(intermediate value)(intermediate value).foo is not a function", "u.foo is not a function",
				"{(intermediate value)}.a is not a function", "(intermediate value).foo is not a function", "o?.y is not a function"]`,
		},
		"keys that are gone and objects that are not": {
			Body: "class P { get ro() { return 1; } } const p = new P(); return [() => u[`k${1}`], () => { p.ro = 2; }, () => { ({ get x() { return 1; } }).x = 2; }, () => { 'abc'.foo = 1; }, () => { for (const { a } of [null]) {} }].map(message).slice(1);",
			Want: `["Cannot set property ro of #<P> which has only a getter", "Cannot set property x of #<Object> which has only a getter",
				"Cannot create property 'foo' on string 'abc'", "Cannot destructure property 'a' of '.for' as it is null."]`,
		},
		"names": {
			Body: `return [() => missing, () => { late; let late; }, () => { const c = 1; c = 2; }].map(message);`,
			Want: `["missing is not defined", "Cannot access 'late' before initialization", "Assignment to constant variable."]`,
		},
		"frozen objects": {
			Body: `const f = Object.freeze({ a: 1 }); return [() => { f.a = 2; }, () => { f.b = 2; }, () => { delete f.a; }].map(message);`,
			Want: `["Cannot assign to read only property 'a' of object '#<Object>'", "Cannot add property b, object is not extensible", "Cannot delete property 'a' of #<Object>"]`,
		},
		"private members": {
			Body: `class A { #s = 1; #m() {} static r(x) { return x.#s; } static w(x) { x.#s = 2; } static c(x) { x.#m(); } }
				return [() => A.r({}), () => A.w({}), () => A.c({})].map(message);`,
			Want: `["Cannot read private member #s from an object whose class did not declare it", "Cannot write private member #s to an object whose class did not declare it", "Receiver must be an instance of class A"]`,
		},
		"classes": {
			Body: `class B {} class K extends B { constructor() { this.x = 1; } }
				return [() => B(), () => new K(), () => { class X extends u {} }, () => { class X extends 5 {} }].map(message);`,
			Want: `["Class constructor B cannot be invoked without 'new'", "Must call super constructor in derived class before accessing 'this' or returning from derived constructor", "Class extends value undefined is not a constructor or null", "Class extends value 5 is not a constructor or null"]`,
		},
		"a stack that overflows is a RangeError": {
			Body: `const f = () => f(); try { f(); } catch (e) { return [e instanceof RangeError, e.name, e.message]; }`,
			Want: `[true, "RangeError", "Maximum call stack size exceeded"]`,
		},
	})
}

func TestFunctionsOfTheEngine(t *testing.T) {
	run(t, map[string]jstest.Case{
		"JSON": {
			Body: `return ['{a:1}', '[1,]', '', 'Internal Server Error', '{"a":"b"', '{} x', '"\\x"', '01'].map((s) => message(() => JSON.parse(s)));`,
			Want: `["Expected property name or '}' in JSON at position 1", "Unexpected token ']', \"[1,]\" is not valid JSON", "Unexpected end of JSON input", "Unexpected token 'I', \"Internal S\"... is not valid JSON", "Expected ',' or '}' after property value in JSON at position 8", "Unexpected non-whitespace character after JSON at position 3", "Bad escaped character in JSON at position 2", "Unexpected number in JSON at position 1"]`,
		},
		"regular expressions": {
			Body: `return [['('], ['a', 'gg'], ['[z-a]'], ['*', 'i'], ['[']].map((a) => message(() => new RegExp(...a)));`,
			Want: `["Invalid regular expression: /(/: Unterminated group", "Invalid flags supplied to RegExp constructor 'gg'", "Invalid regular expression: /[z-a]/: Range out of order in character class", "Invalid regular expression: /*/i: Nothing to repeat", "Invalid regular expression: /[/: Unterminated character class"]`,
		},
		"arguments show": {
			Body: `return [() => 'x'.repeat(-1), () => [1].map(5), () => new Promise('x'), () => new Map([1]), () => BigInt(1.5), () => Object.keys(null), () => (1).toFixed(101)].map(message);`,
			Want: `["Invalid count value: -1", "5 is not a function", "Promise resolver x is not a function", "Iterator value 1 is not an entry object", "The number 1.5 cannot be converted to a BigInt because it is not an integer", "Cannot convert undefined or null to object", "toFixed() digits argument must be between 0 and 100"]`,
		},
		"a circle shows its way": {
			Body: `class Tree {} const tree = new Tree(); tree.branches = [{ leaf: 1 }, { up: tree }]; return message(() => JSON.stringify({ tree }));`,
			Want: `"Converting circular structure to JSON\n    --> starting at object with constructor 'Tree'\n    |     property 'branches' -> object with constructor 'Array'\n    |     index 1 -> object with constructor 'Object'\n    --- property 'up' closes the circle"`,
		},
		"arguments that hold themselves": {
			Body: `const held = []; held[0] = held;
				return [() => JSON.stringify(held), () => Object.create(5, held), () => [1].map(new Map())].map((f) => message(f).split('\n')[0]);`,
			Want: `["Converting circular structure to JSON", "Object prototype may only be an Object or null: 5", "#<Map> is not a function"]`,
		},
		"Promise.any has its message": {
			Body: `return await Promise.any([]).catch((e) => [e.name, e.message, e.errors]);`,
			Want: `["AggregateError", "All promises were rejected", []]`,
		},
	})
}

func TestWeakRefsKeepTheirTargetsWithinAJob(t *testing.T) {
	run(t, map[string]jstest.Case{
		"that nothing else holds": {
			Body: `const ref = new WeakRef({ a: 1 }); const now = ref.deref()?.a; await null; await null; return [now, ref.deref()?.a, ref instanceof WeakRef, WeakRef.name, WeakRef.length];`,
			Want: `[1, null, true, "WeakRef", 1]`,
		},
	})
}

func TestMessagesOfTheProgramStay(t *testing.T) {
	run(t, map[string]jstest.Case{
		"whatever they say": {
			Body: `return [message(() => { throw new TypeError('not a function'); }), new SyntaxError('expecting property name').message, new AggregateError([]).message];`,
			Want: `["not a function", "expecting property name", ""]`,
		},
		"with errors of their own": {
			Body: `class Invalid extends Error { constructor(m) { super(m); this.errors = [1]; } } return [new Invalid('no').message, Object.assign(new Error('q'), { errors: 1 }).message];`,
			Want: `["no", "q"]`,
		},
	})
}

func TestSorting(t *testing.T) {
	run(t, map[string]jstest.Case{
		"a comparator that is never negative changes nothing": {
			Body: `const log = []; [3, 1, 2].sort((a, b) => { log.push(a + ':' + b); return a - b; });
				return [[3, 1, 2].sort((a, b) => a > b), [2, 1].toSorted(() => 1), [1, 2, 3].sort(() => -1), log];`,
			Want: `[[3, 1, 2], [2, 1], [3, 2, 1], ["1:3", "2:1", "2:3", "2:1"]]`,
		},
		"a proper one sorts, stably, and puts undefined last": {
			Body: `const rows = [[2, 'a'], [1, 'b'], [2, 'c'], [1, 'd']]; const sparse = [3, undefined, , 1]; sparse.sort((a, b) => a - b);
				return [rows.sort((a, b) => a[0] - b[0]).map((r) => r[1]).join(''), sparse.slice(0, 2), 3 in sparse, message(() => [1].sort('x'))];`,
			Want: `["bdac", [1, 3], false, "The comparison function must be either a function or undefined"]`,
		},
	})
}

func TestErrorsAreOrdinaryObjects(t *testing.T) {
	run(t, map[string]jstest.Case{
		"properties come and go": {
			Body: `const e = new TypeError('m', { cause: 1 }); e.code = 'E'; e[Symbol('s')] = 1; Object.defineProperty(e, 'hidden', { value: 1 });
				const copy = { ...e }; const seen = []; for (const k in e) seen.push(k);
				return [Object.keys(e), copy, seen, JSON.stringify(e), 'code' in e, 'nothing' in e, e.nothing === undefined, delete e.stack, e.stack === undefined, delete e.code, Object.getOwnPropertyNames(e)];`,
			Want: `[["code"], {"code": "E"}, ["code"], "{\"code\":\"E\"}", true, false, true, true, true, true, ["message", "cause", "hidden"]]`,
		},
		"they can be sealed, and a stack can be set": {
			Body: `const e = Object.preventExtensions(new Error('m')); e.stack = 'mine'; return [e.stack, Object.isExtensible(e), message(() => { e.more = 1; }), Object.isFrozen(Object.freeze(e))];`,
			Want: `["mine", false, "Cannot add property more, object is not extensible", true]`,
		},
	})
}

func TestStacks(t *testing.T) {
	run(t, map[string]jstest.Case{
		"the first line is the error": {
			Body: `class Mine extends Error { constructor(m) { super(m); this.name = 'Mine'; } } let native; try { u.x; } catch (e) { native = e; }
				return [new RangeError('far'), new Error(), new Mine('own'), native].map((e) => e.stack.split('\n')[0]);`,
			Want: `["RangeError: far", "Error", "Mine: own", "TypeError: Cannot read properties of undefined (reading 'x')"]`,
		},
		"a stack is captured below a function": {
			Body: `const make = new Function('f', 'return f()'); function hidden() { const o = { name: 'Trace', message: 'here' }; Error.captureStackTrace(o, hidden); return o; }
				const { stack } = make(hidden); return [stack.split('\n')[0], stack.includes('hidden'), stack.includes('anonymous'), Object.keys(hidden())];`,
			Want: `["Trace: here", false, true, ["name", "message"]]`,
		},
		"the limit is kept": {
			Body: `const deep = new Function('n', 'return n === 0 ? new Error() : arguments.callee(n - 1)'); Error.stackTraceLimit = 2; return deep(9).stack.split('\n').length;`,
			Want: `3`,
		},
		"prepareStackTrace makes the stack": {
			Body: `Error.prepareStackTrace = (e, sites) => [e.message, sites.map((s) => s.getFunctionName()), typeof sites[0].getLineNumber()];
				const { stack } = new Function('return (function named() { return new Error("m"); })()')(); Error.prepareStackTrace = undefined;
				return [stack[0], stack[1][0], stack[2], typeof new Error().stack];`,
			Want: `["m", "named", "number", "string"]`,
		},
	})
}

func BenchmarkThrow(b *testing.B) {
	_, err := jstest.Run(b, js.Options{Extensions: []*js.Extension{v8.Extension}},
		fmt.Sprintf(`for (let i = 0; i < %d; i++) { try { null.x; } catch {} }`, b.N))
	if err != nil {
		b.Fatal(err)
	}
}
