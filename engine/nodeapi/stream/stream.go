// Package stream is Node.js's stream module, with stream/promises, stream/web
// and stream/consumers.
//
// The states and the order of events are those of Node.js 20. One file holds one
// class or one function on streams.
package stream

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:stream" and its submodules.
var Extension = &js.Extension{
	Name:  "nodeapi/stream",
	Doc:   "stream: https://nodejs.org/docs/latest-v20.x/api/stream.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:stream", Module: "internal:nodeapi/stream", Runtimes: js.NodeJS},
		{Specifier: "stream", Module: "internal:nodeapi/stream", Runtimes: js.NodeJS},
		{Specifier: "node:stream/promises", Module: "internal:nodeapi/stream/promises", Runtimes: js.NodeJS},
		{Specifier: "stream/promises", Module: "internal:nodeapi/stream/promises", Runtimes: js.NodeJS},
		{Specifier: "node:stream/web", Module: "internal:nodeapi/stream/web", Runtimes: js.NodeJS},
		{Specifier: "stream/web", Module: "internal:nodeapi/stream/web", Runtimes: js.NodeJS},
		{Specifier: "node:stream/consumers", Module: "internal:nodeapi/stream/consumers", Runtimes: js.NodeJS},
		{Specifier: "stream/consumers", Module: "internal:nodeapi/stream/consumers", Runtimes: js.NodeJS},
	},
}
