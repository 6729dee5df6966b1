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
	},
	Ops: []js.Op{
		{Name: "op_multipart_parse", Call: opMultipartParse},
		{Name: "op_multipart_boundary", Call: opMultipartBoundary},
	},
}
