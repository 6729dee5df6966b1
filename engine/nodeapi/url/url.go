// Package url is Node.js's url module: the old parser beside the Web's URL.
package url

import (
	"embed"

	"golang.org/x/net/idna"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:url".
var Extension = &js.Extension{
	Name:  "nodeapi/url",
	Doc:   "url: https://nodejs.org/docs/latest-v20.x/api/url.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:url", Module: "internal:nodeapi/url", Runtimes: js.NodeJS},
		{Specifier: "url", Module: "internal:nodeapi/url", Runtimes: js.NodeJS},
	},
	Ops: []js.Op{
		{Name: "op_nodeurl_unicode", Call: unicode},
	},
}

// unicode: host name in ASCII → as people write it; labels that cannot be decoded
// stay.
func unicode(_ *js.Isolate, a js.Args) (any, error) {
	text, err := idna.New(idna.BidiRule(), idna.MapForLookup()).ToUnicode(a.String(0))
	if err != nil && text == "" {
		return a.String(0), nil
	}
	return text, nil
}
