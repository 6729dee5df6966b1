// Package crypto is Node.js's crypto module, on the ops of webapi/webcrypto.
package crypto

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:crypto".
var Extension = &js.Extension{
	Name:  "nodeapi/crypto",
	Doc:   "crypto: https://nodejs.org/docs/latest-v20.x/api/crypto.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:crypto", Module: "internal:nodeapi/crypto", Runtimes: js.NodeJS},
		{Specifier: "crypto", Module: "internal:nodeapi/crypto", Runtimes: js.NodeJS},
	},
}
