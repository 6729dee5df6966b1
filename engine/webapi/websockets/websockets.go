// Package websockets names what is missing: the global is there, its
// constructor says that it is not implemented.
package websockets

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is the WebSockets standard's global.
var Extension = &js.Extension{
	Name:    "webapi/websockets",
	Doc:     "WebSockets: https://websockets.spec.whatwg.org/",
	Files:   files,
	Globals: []js.Global{{Name: "WebSocket", Module: "internal:webapi/websockets"}},
}
