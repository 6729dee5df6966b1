// Package diagnostics_channel is Node.js's diagnostics_channel module.
package diagnostics_channel

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:diagnostics_channel".
var Extension = &js.Extension{
	Name:  "nodeapi/diagnostics_channel",
	Doc:   "diagnostics_channel: https://nodejs.org/docs/latest-v20.x/api/diagnostics_channel.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:diagnostics_channel", Module: "internal:nodeapi/diagnostics_channel", Runtimes: js.NodeJS},
		{Specifier: "diagnostics_channel", Module: "internal:nodeapi/diagnostics_channel", Runtimes: js.NodeJS},
	},
}
