// Package dom holds events, abort signals and DOMException, as Node.js 20 has
// them.
package dom

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is the part of the DOM standard that exists outside of browsers.
var Extension = &js.Extension{
	Name:  "webapi/dom",
	Doc:   "Events and aborting: https://dom.spec.whatwg.org/; DOMException: https://webidl.spec.whatwg.org/#idl-DOMException",
	Files: files,
	Eager: []string{"internal:webapi/dom/revive"},
	Globals: []js.Global{
		{Name: "Event", Module: "internal:webapi/dom/event"},
		{Name: "CustomEvent", Module: "internal:webapi/dom/event"},
		{Name: "EventTarget", Module: "internal:webapi/dom/target"},
		{Name: "AbortController", Module: "internal:webapi/dom/abort"},
		{Name: "AbortSignal", Module: "internal:webapi/dom/abort"},
		{Name: "DOMException", Module: "internal:webapi/dom/exception"},
	},
}
