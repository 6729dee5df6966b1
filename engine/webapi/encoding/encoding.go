// Package encoding holds TextEncoder, TextDecoder and their streams.
package encoding

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is the Encoding standard.
var Extension = &js.Extension{
	Name:  "webapi/encoding",
	Doc:   "Encoding: https://encoding.spec.whatwg.org/",
	Files: files,
	Globals: []js.Global{
		{Name: "TextEncoder", Module: "internal:webapi/encoding"},
		{Name: "TextDecoder", Module: "internal:webapi/encoding"},
		{Name: "TextEncoderStream", Module: "internal:webapi/encoding/streams"},
		{Name: "TextDecoderStream", Module: "internal:webapi/encoding/streams"},
	},
	Ops: []js.Op{
		{Name: "op_utf8_encode", Call: func(_ *js.Isolate, a js.Args) (any, error) {
			return scalarBytes(a.String(0)), nil
		}},
		{Name: "op_utf8_encode_into", Call: func(_ *js.Isolate, a js.Args) (any, error) {
			bytes, read := encodeInto(a.String(0), a.Int(1))
			return []any{bytes, read}, nil
		}},
		{Name: "op_utf8_decode", Call: func(_ *js.Isolate, a js.Args) (any, error) {
			text, _, err := decodeUTF8(a.Bytes(0), a.Bool(1), false)
			return text, err
		}},
		{Name: "op_encoding_name", Call: func(_ *js.Isolate, a js.Args) (any, error) { return encodingName(a.String(0)) }},
		{Name: "op_encoding_decode", Call: decode},
	},
}

// decode is op_encoding_decode(encoding, bytes, fatal, stream): the text, and the
// bytes to put before the next ones.
func decode(_ *js.Isolate, a js.Args) (any, error) {
	decoder, ok := decoders[a.String(0)]
	if !ok {
		decoder = decodeLegacy(a.String(0))
	}
	text, rest, err := decoder(a.Bytes(1), a.Bool(2), a.Bool(3))
	if err != nil {
		return nil, err
	}
	return []any{text, rest}, nil
}

// A decoder turns bytes into text. With stream, it returns the bytes at the end
// that need more to follow; with fatal, malformed input is an error.
type decoder func(b []byte, fatal, stream bool) (text string, rest []byte, err error)

var decoders = map[string]decoder{
	"utf-8":    decodeUTF8,
	"latin1":   decodeLatin1,
	"utf-16le": decodeUTF16("utf-16le", func(b []byte) rune { return rune(b[0]) | rune(b[1])<<8 }),
	"utf-16be": decodeUTF16("utf-16be", func(b []byte) rune { return rune(b[1]) | rune(b[0])<<8 }),
}

// decodeLatin1 gives each byte as the character of its number.
func decodeLatin1(b []byte, _, _ bool) (string, []byte, error) {
	out := make([]rune, len(b))
	for i, c := range b {
		out[i] = rune(c)
	}
	return string(out), nil, nil
}

func malformed(encoding string) error {
	return js.ThrowCode("TypeError", "ERR_ENCODING_INVALID_ENCODED_DATA",
		"The encoded data was not valid for encoding %s", encoding)
}
