// Package http is the part of Node.js's http and https modules that handlers
// meet: the request and the response of an API route, and requests to upstreams.
//
// Who runs the handler connects the first two to an exchange with callbacks; see
// incoming.js and response.js. Requests to upstreams go the way that fetch has;
// see client.js. Servers are missing: a project answers through its routes.
package http

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:http" and "node:https".
var Extension = &js.Extension{
	Name:  "nodeapi/http",
	Doc:   "http: https://nodejs.org/docs/latest-v20.x/api/http.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:http", Module: "internal:nodeapi/http", Runtimes: js.NodeJS},
		{Specifier: "http", Module: "internal:nodeapi/http", Runtimes: js.NodeJS},
		{Specifier: "node:https", Module: "internal:nodeapi/http/https", Runtimes: js.NodeJS},
		{Specifier: "https", Module: "internal:nodeapi/http/https", Runtimes: js.NodeJS},
		// What engine/compile puts in the place of a file of the package undici.
		{Specifier: "routescope:undici/client", Module: "internal:nodeapi/http/undici", Runtimes: js.NodeJS},
	},
}
