// Package perf_hooks is Node.js's perf_hooks module.
package perf_hooks

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:perf_hooks".
var Extension = &js.Extension{
	Name:  "nodeapi/perf_hooks",
	Doc:   "perf_hooks: https://nodejs.org/docs/latest-v20.x/api/perf_hooks.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:perf_hooks", Module: "internal:nodeapi/perf_hooks", Runtimes: js.NodeJS},
		{Specifier: "perf_hooks", Module: "internal:nodeapi/perf_hooks", Runtimes: js.NodeJS},
	},
}
