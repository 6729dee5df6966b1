package webidl

import (
	"testing"

	"routescope/engine/js"
	"routescope/engine/webapi/internal/jstest"
)

const setUp = `
	const webidl = require('internal:webapi/webidl');
	const { converters } = webidl;
	const text = (f) => { try { return f(); } catch (e) { return String(e.message); } };
`

func TestConverters(t *testing.T) {
	run(t, map[string]jstest.Case{
		"integers wrap": {
			Body: `return ['unsigned short', 'short', 'octet', 'byte', 'unsigned long'].map((type) => converters[type](-1.5));`,
			Want: `[65535, -1, 255, -1, 4294967295]`,
		},
		"a signed type wraps at its top": {
			Body: `return [converters.short(32768), converters.byte(255), converters.long(2 ** 31)];`,
			Want: `[-32768, -1, -2147483648]`,
		},
		"clamping rounds halves to even": {
			Body: `return [0.5, 1.5, 2.5, -3, 300].map((n) => converters.octet(n, 'f', 'n', { clamp: true }));`,
			Want: `[0, 2, 2, 0, 255]`,
		},
		"an enforced range throws": {
			Body: `return [text(() => converters.octet(256, 'f', 'n', { enforceRange: true })), text(() => converters.octet(NaN, 'f', 'n', { enforceRange: true }))];`,
			Want: `["n must be between 0 and 255, got 256.", "Integer conversion: Could not convert NaN to an integer."]`,
		},
		"strings": {
			Body: `return [converters.USVString('a\ud800', 'f', 's'), text(() => converters.ByteString('\u0100', 'f', 's')), text(() => converters.DOMString(Symbol('x'), 'f', 's'))];`,
			Want: `["a\ufffd", "Cannot convert argument to a ByteString because the character at index 0 has a value of 256 which is greater than 255.", "f: s is a symbol, which cannot be converted to a DOMString."]`,
		},
		"sequences and records": {
			Body: `return [webidl.sequence(converters.DOMString)(new Set([1, 2]), 'f', 's'), webidl.record(converters.DOMString, converters.DOMString)({ a: 1, b: 2 }, 'f', 'r'), text(() => webidl.sequence(converters.any)(5, 'f', 's'))];`,
			Want: `[["1", "2"], [["a", "1"], ["b", "2"]], "f: s (5) is not iterable."]`,
		},
		"dictionaries read defaults and require": {
			Body: `const c = webidl.dictionary([{ key: 'a', converter: converters.boolean, default: () => true }, { key: 'b', converter: converters.long, required: true }]);
				return [c({ b: '7' }, 'f', 'd'), text(() => c({}, 'f', 'd')), text(() => c(1, 'f', 'd'))];`,
			Want: `[{"a": true, "b": 7}, "f: Missing required key \"b\".", "f: Expected 1 to be one of: Null, Undefined, Object."]`,
		},
	})
}

func TestInterfaces(t *testing.T) {
	const pairs = `
		class Pairs { list = [['a', 1], ['b', 2]]; size() { return 2; } static of() {} }
		webidl.defineIterable(Pairs, 'Pairs', (self) => self.list);
		webidl.defineInterface(Pairs, { constants: { TOP: 9 } });
	`
	run(t, map[string]jstest.Case{
		"members are enumerable, the tag is not": {
			Body: pairs + `return [Object.keys(Pairs.prototype), Object.keys(Pairs), String(new Pairs()), Pairs.TOP];`,
			Want: `[["size", "keys", "values", "entries", "forEach", "TOP"], ["of", "TOP"], "[object Pairs]", 9]`,
		},
		"iterators are live and tagged": {
			Body: pairs + `const p = new Pairs(); const seen = []; for (const [k] of p) { seen.push(k); if (seen.length === 2) p.list.push(['c', 3]); }
				return [seen, [...p.keys()], [...p.values()], Object.prototype.toString.call(p.keys()), Pairs.prototype.entries === Pairs.prototype[Symbol.iterator]];`,
			Want: `[["a", "b", "c"], ["a", "b", "c"], [1, 2, 3], "[object Pairs Iterator]", true]`,
		},
		"a foreign receiver is refused": {
			Body: pairs + `return [text(() => Pairs.prototype.keys.call({})), text(() => new Pairs().keys().next.call({})), text(() => new Pairs().forEach())];`,
			Want: `["Illegal invocation", "'next' called on an object that does not implement interface Pairs Iterator.", "Pairs.forEach: 1 argument required, but 0 found."]`,
		},
	})
}

func TestCodes(t *testing.T) {
	const setUpCodes = `const { codes, validate, received } = require('internal:webapi/webidl/codes');`
	run(t, map[string]jstest.Case{
		"an error names its code in its text only": {
			Body: setUpCodes + `const e = codes.ERR_MISSING_ARGS('a', 'b'); return [e.name, e.code, e.message, String(e), e instanceof TypeError];`,
			Want: `["TypeError", "ERR_MISSING_ARGS", "The \"a\" and \"b\" arguments must be specified", "TypeError [ERR_MISSING_ARGS]: The \"a\" and \"b\" arguments must be specified", true]`,
		},
		"expected types are listed by kind": {
			Body: setUpCodes + `return codes.ERR_INVALID_ARG_TYPE('options.data', ['string', 'Buffer', 'URL'], 5).message;`,
			Want: `"The \"options.data\" property must be of type string or an instance of Buffer or URL. Received type number (5)"`,
		},
		"received values": {
			Body: setUpCodes + `return [undefined, null, -0, 'it\'s', 10n, () => {}, new Map(), true].map(received);`,
			Want: `["undefined", "null", "type number (-0)", "type string (\"it's\")", "type bigint (10n)", "function ", "an instance of Map", "type boolean (true)"]`,
		},
		"validators": {
			Body: setUpCodes + `return [text(() => validate.integer(1.5, 'n')), text(() => validate.integer(9, 'n', 0, 5)), text(() => validate.oneOf('x', 'mode', ['a', 'b']))];`,
			Want: `["The value of \"n\" is out of range. It must be an integer. Received 1.5", "The value of \"n\" is out of range. It must be >= 0 && <= 5. Received 9", "The argument 'mode' must be one of: 'a', 'b'. Received \"x\""]`,
		},
	})
}

func run(t *testing.T, cases map[string]jstest.Case) {
	t.Helper()
	for name, c := range cases {
		c.Body = setUp + c.Body
		cases[name] = c
	}
	jstest.RunCases(t, js.Options{Extensions: []*js.Extension{Extension}}, cases)
}
