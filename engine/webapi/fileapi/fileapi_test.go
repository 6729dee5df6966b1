package fileapi

import (
	"testing"

	"routescope/engine/js"
	"routescope/engine/webapi/encoding"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/webidl"
)

func TestBlob(t *testing.T) {
	jstest.RunCases(t, js.Options{Extensions: []*js.Extension{encoding.Extension, webidl.Extension, Extension}}, map[string]jstest.Case{
		"text is never bytes": {
			Body: `const { Blob } = require('internal:webapi/fileapi'); const b = new Blob(['é', new Blob(['x'])]); return [b.size, await b.text()];`,
			Want: `[3, "éx"]`,
		},
		"bytes are not shared": {
			Body: `const { Blob } = require('internal:webapi/fileapi'); const u = new Uint8Array([97]); const b = new Blob([u, 'b']); u[0] = 0;
				(await b.bytes())[1] = 0; return await b.text();`,
			Want: `"ab"`,
		},
		"native endings": {
			Body: `const { Blob } = require('internal:webapi/fileapi'); return await new Blob(['a\r\nb\rc'], { endings: 'native' }).text();`,
			Want: `"a\nb\rc"`,
		},
		"a revoked URL is forgotten": {
			Body: `const { Blob } = require('internal:webapi/fileapi'); const o = require('internal:webapi/fileapi/objecturl');
				const b = new Blob(['x']); const url = o.createObjectURL(b); const before = o.resolveObjectURL(url) === b;
				o.revokeObjectURL(url); return [before, o.resolveObjectURL(url) === undefined];`,
			Want: `[true, true]`,
		},
	})
}
