// Package crypto is Node.js's crypto module, on the ops of webapi/webcrypto, and the
// slow part of bcrypt, for the package that has it in JavaScript.
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
		// What engine/compile puts into the package bcryptjs.
		{Specifier: "routescope:bcryptjs/key", Module: "internal:nodeapi/crypto/bcryptjs"},
	},
	Ops: []js.Op{{Name: "op_blowfish_expand", Call: opBlowfishExpand}},
}
