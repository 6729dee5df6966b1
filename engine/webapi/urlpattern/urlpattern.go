// Package urlpattern brings URLPattern, which the edge runtime has.
package urlpattern

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is the URL Pattern standard. Node.js 20 has no such global.
var Extension = &js.Extension{
	Name:    "webapi/urlpattern",
	Doc:     "URL Pattern: https://urlpattern.spec.whatwg.org/",
	Files:   files,
	Globals: []js.Global{{Name: "URLPattern", Module: "internal:webapi/urlpattern", Runtimes: js.Edge}},
}
