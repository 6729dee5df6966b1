// Package fileapi brings the File API: Blob, File and blob URLs.
package fileapi

import (
	"bytes"
	"embed"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/text/encoding/unicode"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is the File API.
var Extension = &js.Extension{
	Name:  "webapi/fileapi",
	Doc:   "File API: https://w3c.github.io/FileAPI/",
	Files: files,
	Globals: []js.Global{
		{Name: "Blob", Module: "internal:webapi/fileapi"},
		{Name: "File", Module: "internal:webapi/fileapi"},
	},
	Ops: []js.Op{
		{Name: "op_blob_encode", Call: func(_ *js.Isolate, a js.Args) (any, error) { return []byte(a.String(0)), nil }},
		{Name: "op_blob_decode", Call: func(_ *js.Isolate, a js.Args) (any, error) { return DecodeUTF8(a.Bytes(0)), nil }},
		{Name: "op_blob_uuid", Call: opUUID},
	},
}

// DecodeUTF8 is the standard's UTF-8 decode: without a byte order mark, with
// U+FFFD for each maximal part that is not UTF-8.
// See https://encoding.spec.whatwg.org/#utf-8-decode
func DecodeUTF8(b []byte) string {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	text, err := unicode.UTF8.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(text)
}

func opUUID(iso *js.Isolate, _ js.Args) (any, error) {
	id, err := uuid.NewRandomFromReader(iso.Rand())
	if err != nil {
		return nil, err
	}
	return id.String(), nil
}
