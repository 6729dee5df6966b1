package compression

import (
	"testing"

	"routescope/engine/js"
	"routescope/engine/webapi/dom"
	"routescope/engine/webapi/encoding"
	"routescope/engine/webapi/hrtime"
	"routescope/engine/webapi/html"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/streams"
	"routescope/engine/webapi/webidl"
)

const setUp = `
	const { readAll, ReadableStream } = require('internal:webapi/streams');
	const through = (chunks, stream) => readAll(ReadableStream.from(chunks).pipeThrough(stream));
	const bytes = (text) => new TextEncoder().encode(text);
	const text = (chunks) => chunks.map((c) => new TextDecoder().decode(c)).join('');
`

func TestStreams(t *testing.T) {
	cases := map[string]jstest.Case{
		"every format goes there and back": {
			Body: `const out = []; for (const format of ['gzip', 'deflate', 'deflate-raw']) {
					const packed = await through([bytes('one '), bytes('two '.repeat(9000))], new CompressionStream(format));
					out.push(text(await through(packed, new DecompressionStream(format))) === 'one ' + 'two '.repeat(9000));
				} return out;`,
			Want: `[true, true, true]`,
		},
		"input may come byte by byte": {
			Body: `const [packed] = [await through([bytes('hello')], new CompressionStream('gzip'))];
				const single = packed.flatMap((chunk) => [...chunk].map((b) => Uint8Array.of(b)));
				return text(await through(single, new DecompressionStream('gzip')));`,
			Want: `"hello"`,
		},
		"a wrong header": {
			Body: `return await through([Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)], new DecompressionStream('gzip')).catch((e) => [e.code, e.message]);`,
			Want: `["Z_DATA_ERROR", "incorrect header check"]`,
		},
		"an input that stops short": {
			Body: `const packed = await through([bytes('hello')], new CompressionStream('deflate'));
				const all = new Uint8Array(packed.flatMap((c) => [...c])); return await through([all.slice(0, -3)], new DecompressionStream('deflate')).catch((e) => e.code);`,
			Want: `"Z_BUF_ERROR"`,
		},
		"an unknown format": {
			Body: `try { new CompressionStream('br'); } catch (e) { return e.code; }`,
			Want: `"ERR_INVALID_ARG_VALUE"`,
		},
	}
	for name, c := range cases {
		c.Body = setUp + c.Body
		cases[name] = c
	}
	jstest.RunCases(t, js.Options{Extensions: []*js.Extension{
		Extension, dom.Extension, encoding.Extension, hrtime.Extension, html.Extension, streams.Extension, webidl.Extension,
	}}, cases)
}
