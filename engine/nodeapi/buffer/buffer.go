// Package buffer is Node.js's buffer module: Buffer as a subclass of
// Uint8Array.
//
// Text in hexadecimal and base64 goes through QuickJS's own conversions, Latin-1
// and UTF-16 through String.fromCharCode; UTF-8 is decoded and encoded here.
package buffer

import (
	"bytes"
	"embed"
	"unicode/utf8"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:buffer" and the global Buffer of the Node.js runtime.
var Extension = &js.Extension{
	Name:  "nodeapi/buffer",
	Doc:   "buffer: https://nodejs.org/docs/latest-v20.x/api/buffer.html",
	Files: files,
	Globals: []js.Global{
		{Name: "Buffer", Module: "internal:nodeapi/buffer"},
	},
	Imports: []js.Import{
		{Specifier: "node:buffer", Module: "internal:nodeapi/buffer"},
		{Specifier: "buffer", Module: "internal:nodeapi/buffer"},
	},
	Ops: []js.Op{
		{Name: "op_buffer_utf8_encode", Call: func(_ *js.Isolate, a js.Args) (any, error) {
			return []byte(a.String(0)), nil
		}},
		{Name: "op_buffer_utf8_decode", Call: func(_ *js.Isolate, a js.Args) (any, error) {
			return DecodeUTF8(a.Bytes(0)), nil
		}},
		{Name: "op_buffer_is_utf8", Call: func(_ *js.Isolate, a js.Args) (any, error) {
			return utf8.Valid(a.Bytes(0)), nil
		}},
		{Name: "op_buffer_index_of", Call: func(_ *js.Isolate, a js.Args) (any, error) {
			if a.Bool(2) {
				return bytes.LastIndex(a.Bytes(0), a.Bytes(1)), nil
			}
			return bytes.Index(a.Bytes(0), a.Bytes(1)), nil
		}},
	},
}

// DecodeUTF8 decodes as the Encoding Standard does: one U+FFFD for each maximal
// part of a sequence that is not valid, where Go's own conversion puts one for
// each byte. See https://encoding.spec.whatwg.org/#utf-8-decoder.
func DecodeUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	out := make([]byte, 0, len(b)+16)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			size = invalidLength(b)
		}
		out = utf8.AppendRune(out, r)
		b = b[size:]
	}
	return string(out)
}

// invalidLength is how many bytes at the start of b one U+FFFD stands for: those
// that could have begun a valid sequence.
func invalidLength(b []byte) int {
	want, low, high := 0, byte(0x80), byte(0xBF)
	switch c := b[0]; {
	case 0xC2 <= c && c <= 0xDF:
		want = 1
	case c == 0xE0:
		want, low = 2, 0xA0
	case c == 0xED:
		want, high = 2, 0x9F
	case 0xE1 <= c && c <= 0xEF:
		want = 2
	case c == 0xF0:
		want, low = 3, 0x90
	case c == 0xF4:
		want, high = 3, 0x8F
	case 0xF1 <= c && c <= 0xF3:
		want = 3
	}
	n := 1
	for ; n <= want && n < len(b) && low <= b[n] && b[n] <= high; n++ {
		low, high = 0x80, 0xBF
	}
	return n
}
