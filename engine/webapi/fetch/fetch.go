// Package fetch brings the Fetch standard: Headers, Request, Response, FormData
// and fetch itself.
//
// JavaScript owns the classes and the algorithms of the standard; Go parses
// multipart bodies and does the exchanges with servers, one round trip at a time,
// through the [Upstream] that the isolate's host is.
package fetch

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is the Fetch standard.
var Extension = &js.Extension{
	Name:  "webapi/fetch",
	Doc:   "Fetch: https://fetch.spec.whatwg.org/",
	Files: files,
	Globals: []js.Global{
		{Name: "Headers", Module: "internal:webapi/fetch/headers"},
		{Name: "Request", Module: "internal:webapi/fetch/request"},
		{Name: "Response", Module: "internal:webapi/fetch/response"},
		{Name: "FormData", Module: "internal:webapi/fetch/formdata"},
		{Name: "fetch", Module: "internal:webapi/fetch", Enumerable: true},
	},
	Ops: []js.Op{
		{Name: "op_multipart_parse", Call: opMultipartParse},
		{Name: "op_multipart_boundary", Call: opMultipartBoundary},
		{Name: "op_data_url_parse", Call: opDataURL},
		{Name: "op_integrity_match", Call: opIntegrity},
		{Name: "op_fetch_open", Call: opOpen},
		{Name: "op_fetch_response", Start: opResponse},
		{Name: "op_fetch_read", Start: opRead},
		{Name: "op_fetch_read_all", Start: opReadAll},
		{Name: "op_fetch_write", Start: opWrite},
		{Name: "op_fetch_end", Call: opEnd},
		{Name: "op_fetch_cancel", Call: opCancel},
	},
}
