// Package missing holds the modules of Node.js that routescope does not provide:
// sockets, processes, threads and what belongs to V8.
//
// Importing one works, since libraries do that without using it; a member throws
// an error that names it when it is called.
package missing

import (
	"embed"
	"strings"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// names are the modules, as projects import them; each has a file, with a dash
// for the slash.
var names = []string{
	"child_process", "cluster", "dgram", "dns", "dns/promises", "domain", "http2", "inspector", "net", "punycode", "readline",
	"readline/promises", "repl", "tls", "tty", "v8", "vm", "wasi", "worker_threads",
}

// Extension is "node:net" and all the others.
var Extension = &js.Extension{
	Name:    "nodeapi/missing",
	Doc:     "modules that are not provided: https://nodejs.org/docs/latest-v20.x/api/",
	Files:   files,
	Imports: imports(),
}

func imports() []js.Import {
	var out []js.Import
	for _, name := range names {
		module := "internal:nodeapi/missing/" + file(name)
		for _, specifier := range []string{"node:" + name, name} {
			out = append(out, js.Import{Specifier: specifier, Module: module, Runtimes: js.NodeJS})
		}
	}
	return out
}

func file(name string) string { return strings.ReplaceAll(name, "/", "-") }
