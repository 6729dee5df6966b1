// Package util is Node.js's util module: inspect, format, promisify, parseArgs,
// types and the rest.
//
// inspect and format serve other extensions too, among them the console:
// require('internal:nodeapi/util/inspect').
package util

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:util" and "node:util/types".
var Extension = &js.Extension{
	Name:  "nodeapi/util",
	Doc:   "util: https://nodejs.org/docs/latest-v20.x/api/util.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:util", Module: "internal:nodeapi/util"},
		{Specifier: "util", Module: "internal:nodeapi/util"},
		{Specifier: "node:sys", Module: "internal:nodeapi/util"},
		{Specifier: "sys", Module: "internal:nodeapi/util"},
		{Specifier: "node:util/types", Module: "internal:nodeapi/util/types"},
		{Specifier: "util/types", Module: "internal:nodeapi/util/types"},
	},
}
