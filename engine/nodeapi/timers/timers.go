// Package timers is Node.js's timers module.
package timers

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:timers".
var Extension = &js.Extension{
	Name:  "nodeapi/timers",
	Doc:   "timers: https://nodejs.org/docs/latest-v20.x/api/timers.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:timers", Module: "internal:nodeapi/timers", Runtimes: js.NodeJS},
		{Specifier: "timers", Module: "internal:nodeapi/timers", Runtimes: js.NodeJS},
		{Specifier: "node:timers/promises", Module: "internal:nodeapi/timers/promises", Runtimes: js.NodeJS},
		{Specifier: "timers/promises", Module: "internal:nodeapi/timers/promises", Runtimes: js.NodeJS},
	},
}
