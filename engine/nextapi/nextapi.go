// Package nextapi holds the modules of Next.js that handlers import: next/server,
// next/headers, next/cache, next/navigation and next/og, and the work of one
// request (work/) that they share.
//
// The ops they stand on are in engine/handler, which knows the exchange, the
// cache and the project.
package nextapi

import (
	"embed"
	"io/fs"

	"routescope/engine/js"
)

//go:embed */*.js
var files embed.FS

// Extensions returns the modules of Next.js, sorted by name.
func Extensions() []*js.Extension {
	return []*js.Extension{
		extension("apiutils", "the error class of API routes", "next/dist/server/api-utils"),
		extension("cache", "https://nextjs.org/docs/app/api-reference/functions/unstable_cache", "next/cache"),
		edge(),
		extension("fetch", "https://nextjs.org/docs/app/api-reference/functions/fetch"),
		extension("headers", "https://nextjs.org/docs/app/api-reference/functions/headers", "next/headers"),
		extension("navigation", "https://nextjs.org/docs/app/api-reference/functions/redirect", "next/navigation"),
		extension("og", "https://nextjs.org/docs/app/api-reference/functions/image-response", "next/og"),
		extension("only", "https://nextjs.org/docs/app/getting-started/server-and-client-components", "server-only"),
		extension("server", "https://nextjs.org/docs/app/api-reference/functions/next-request", "next/server"),
		extension("work", "what the other modules share of one request"),
	}
}

// edge is what handlers find in the edge runtime only.
func edge() *js.Extension {
	e := extension("edge", "https://nextjs.org/docs/app/api-reference/edge")
	for _, name := range []string{"EdgeRuntime", "setImmediate", "clearImmediate"} {
		e.Globals = append(e.Globals, js.Global{Name: name, Module: "internal:nextapi/edge", Runtimes: js.Edge})
	}
	return e
}

func extension(folder, doc string, specifiers ...string) *js.Extension {
	dir, err := fs.Sub(files, folder)
	if err != nil {
		panic(err) // the folder is embedded
	}
	e := &js.Extension{Name: "nextapi/" + folder, Doc: doc, Files: dir}
	for _, s := range specifiers {
		e.Imports = append(e.Imports,
			js.Import{Specifier: s, Module: "internal:nextapi/" + folder},
			js.Import{Specifier: s + ".js", Module: "internal:nextapi/" + folder},
		)
	}
	return e
}
