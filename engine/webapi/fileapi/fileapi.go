// Package fileapi brings the File API: Blob, File and blob URLs.
package fileapi

import (
	"embed"

	"github.com/google/uuid"

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
		{Name: "op_blob_uuid", Call: opUUID},
	},
}

// opUUID returns a random UUID, for a blob URL.
func opUUID(iso *js.Isolate, _ js.Args) (any, error) {
	id, err := uuid.NewRandomFromReader(iso.Rand())
	if err != nil {
		return nil, err
	}
	return id.String(), nil
}
