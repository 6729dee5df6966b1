// Package html holds what the HTML standard gives to every global scope: timers,
// microtasks, structured cloning, base64 and message channels, as Node.js 20 has
// them.
package html

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

const timers = "internal:webapi/html/timers"

// Extension is the HTML standard's part of the global scope.
var Extension = &js.Extension{
	Name:  "webapi/html",
	Doc:   "Timers, microtasks, structured cloning, base64, messaging: https://html.spec.whatwg.org/",
	Files: files,
	Globals: []js.Global{
		{Name: "setTimeout", Module: timers, Runtimes: js.NodeJS, Enumerable: true},
		{Name: "setInterval", Module: timers, Runtimes: js.NodeJS, Enumerable: true},
		{Name: "setImmediate", Module: timers, Runtimes: js.NodeJS, Enumerable: true},
		{Name: "clearImmediate", Module: timers, Runtimes: js.NodeJS, Enumerable: true},
		// The Edge runtime's timers are numbers, as in browsers.
		{Name: "setTimeout", Module: timers, Export: "setTimeoutID", Runtimes: js.Edge, Enumerable: true},
		{Name: "setInterval", Module: timers, Export: "setIntervalID", Runtimes: js.Edge, Enumerable: true},
		{Name: "clearTimeout", Module: timers, Enumerable: true},
		{Name: "clearInterval", Module: timers, Enumerable: true},
		{Name: "queueMicrotask", Module: "internal:webapi/html/microtask", Enumerable: true},
		{Name: "structuredClone", Module: "internal:webapi/html/clone", Enumerable: true},
		{Name: "atob", Module: "internal:webapi/html/base64", Enumerable: true},
		{Name: "btoa", Module: "internal:webapi/html/base64", Enumerable: true},
		{Name: "MessageChannel", Module: "internal:webapi/html/messaging"},
		{Name: "MessagePort", Module: "internal:webapi/html/messaging"},
		{Name: "MessageEvent", Module: "internal:webapi/html/messaging"},
		{Name: "BroadcastChannel", Module: "internal:webapi/html/messaging"},
	},
	Ops: []js.Op{
		{Name: "op_timers_now", Call: timersNow},
		{Name: "op_timers_arm", Call: timersArm},
		{Name: "op_timers_turn", Call: timersTurn},
		{Name: "op_base64_encode", Call: func(_ *js.Isolate, a js.Args) (any, error) { return encodeBase64(a.String(0)) }},
		{Name: "op_base64_decode", Call: func(_ *js.Isolate, a js.Args) (any, error) { return decodeBase64(a.String(0)) }},
	},
}
