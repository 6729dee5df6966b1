// Package nodeapi lists the modules of Node.js that an isolate has.
//
// Each module is a folder named as the module, with its JavaScript and its Go
// half.
package nodeapi

import (
	"routescope/engine/js"
	"routescope/engine/nodeapi/assert"
	"routescope/engine/nodeapi/async_hooks"
	"routescope/engine/nodeapi/buffer"
	"routescope/engine/nodeapi/console"
	"routescope/engine/nodeapi/crypto"
	"routescope/engine/nodeapi/diagnostics_channel"
	"routescope/engine/nodeapi/errors"
	"routescope/engine/nodeapi/events"
	"routescope/engine/nodeapi/fs"
	"routescope/engine/nodeapi/http"
	"routescope/engine/nodeapi/missing"
	"routescope/engine/nodeapi/module"
	"routescope/engine/nodeapi/os"
	"routescope/engine/nodeapi/path"
	"routescope/engine/nodeapi/perf_hooks"
	"routescope/engine/nodeapi/process"
	"routescope/engine/nodeapi/querystring"
	"routescope/engine/nodeapi/stream"
	"routescope/engine/nodeapi/string_decoder"
	"routescope/engine/nodeapi/timers"
	"routescope/engine/nodeapi/url"
	"routescope/engine/nodeapi/util"
	"routescope/engine/nodeapi/zlib"
)

// Extensions returns the modules, sorted by name.
func Extensions() []*js.Extension {
	return []*js.Extension{
		assert.Extension,
		async_hooks.Extension,
		buffer.Extension,
		console.Extension,
		crypto.Extension,
		diagnostics_channel.Extension,
		errors.Extension,
		events.Extension,
		fs.Extension,
		http.Extension,
		missing.Extension,
		module.Extension,
		os.Extension,
		path.Extension,
		perf_hooks.Extension,
		process.Extension,
		querystring.Extension,
		stream.Extension,
		string_decoder.Extension,
		timers.Extension,
		url.Extension,
		util.Extension,
		zlib.Extension,
	}
}
