// Package events is Node.js's events module.
package events

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:events".
var Extension = &js.Extension{
	Name:  "nodeapi/events",
	Doc:   "events: https://nodejs.org/docs/latest-v20.x/api/events.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:events", Module: "internal:nodeapi/events"},
		{Specifier: "events", Module: "internal:nodeapi/events"},
	},
}
