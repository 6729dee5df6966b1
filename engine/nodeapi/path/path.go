// Package path is Node.js's path module.
package path

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:path".
var Extension = &js.Extension{
	Name:  "nodeapi/path",
	Doc:   "path: https://nodejs.org/docs/latest-v20.x/api/path.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:path", Module: "internal:nodeapi/path", Runtimes: js.NodeJS},
		{Specifier: "path", Module: "internal:nodeapi/path", Runtimes: js.NodeJS},
		{Specifier: "node:path/posix", Module: "internal:nodeapi/path/posix", Runtimes: js.NodeJS},
		{Specifier: "path/posix", Module: "internal:nodeapi/path/posix", Runtimes: js.NodeJS},
		{Specifier: "node:path/win32", Module: "internal:nodeapi/path/win32", Runtimes: js.NodeJS},
		{Specifier: "path/win32", Module: "internal:nodeapi/path/win32", Runtimes: js.NodeJS},
	},
}
