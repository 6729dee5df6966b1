package compile

import (
	"slices"
	"strings"
)

// nodeModules are the built-in modules of Node.js 20, sorted, without those that
// exist with the prefix node: only. They win over packages of the same name.
// See https://nodejs.org/docs/latest-v20.x/api/module.html#modulebuiltinmodules.
var nodeModules = []string{
	"assert", "assert/strict", "async_hooks", "buffer", "child_process", "cluster", "console", "constants",
	"crypto", "dgram", "diagnostics_channel", "dns", "dns/promises", "domain", "events", "fs", "fs/promises",
	"http", "http2", "https", "inspector", "inspector/promises", "module", "net", "os", "path", "path/posix",
	"path/win32", "perf_hooks", "process", "punycode", "querystring", "readline", "readline/promises", "repl",
	"stream", "stream/consumers", "stream/promises", "stream/web", "string_decoder", "sys", "timers",
	"timers/promises", "tls", "trace_events", "tty", "url", "util", "util/types", "v8", "vm", "wasi",
	"worker_threads", "zlib",
}

// IsNodeModule reports whether a specifier names a module of Node.js.
func IsNodeModule(specifier string) bool {
	if strings.HasPrefix(specifier, "node:") {
		return true
	}
	_, found := slices.BinarySearch(nodeModules, specifier)
	return found
}
