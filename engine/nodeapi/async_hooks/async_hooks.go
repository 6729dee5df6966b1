// Package async_hooks is Node.js's async_hooks module: AsyncLocalStorage and
// AsyncResource over the isolate's async context.
package async_hooks

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

const module = "internal:nodeapi/async_hooks"

// Extension is "node:async_hooks", and the AsyncLocalStorage that Next.js makes a
// global.
var Extension = &js.Extension{
	Name:  "nodeapi/async_hooks",
	Doc:   "async_hooks: https://nodejs.org/docs/latest-v20.x/api/async_context.html",
	Files: files,
	Globals: []js.Global{
		{Name: "AsyncLocalStorage", Module: module},
	},
	Imports: []js.Import{
		{Specifier: "node:async_hooks", Module: module},
		{Specifier: "async_hooks", Module: module},
	},
}
