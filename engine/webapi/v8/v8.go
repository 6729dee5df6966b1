// Package v8 makes the engine's errors read as V8's: their messages, their stacks,
// and what Error has beyond the language standard.
//
// Programs match on these texts, logs show them, and handlers put them into
// answers. QuickJS words them in its own way; as an error comes to be, this
// package finds the expression that failed in the function's source, as V8 does,
// and rewords it.
package v8

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension words errors as V8 11.3 does, the V8 of Node.js 20.
var Extension = &js.Extension{
	Name:  "webapi/v8",
	Doc:   "V8's error messages and stack trace API: https://v8.dev/docs/stack-trace-api",
	Files: files,
	Eager: []string{"internal:webapi/v8", "internal:webapi/v8/sort", "internal:webapi/v8/fromasync"},
	Globals: []js.Global{
		{Name: "WeakRef", Module: "internal:webapi/v8/weakref"},
	},
	Ops: []js.Op{
		{Name: "op_v8_install", Call: install},
		{Name: "op_v8_stack_limit", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			settingsOf(iso).stackLimit = a.Int(0)
			return js.Undefined{}, nil
		}},
		{Name: "op_v8_stack_prepare", Call: prepareStacks},
	},
}

// settings are what JavaScript set on Error.
type settings struct {
	stackLimit int
	prepare    *js.Function // of capture.js; nil until it is wanted
}

type settingsKey struct{}

func settingsOf(iso *js.Isolate) *settings {
	return iso.Local(settingsKey{}, func() any { return &settings{stackLimit: 10} }).(*settings)
}

// install is op_v8_install(), which runs once when the isolate starts.
func install(iso *js.Isolate, _ js.Args) (any, error) {
	set := settingsOf(iso)
	iso.OnError(func(e *js.ThrownError) {
		if e.Native {
			reword(e)
		}
		e.Stack = stackOf(e, set.stackLimit, iso.Place)
	})
	iso.OnDateText(parseDate)
	return js.Undefined{}, nil
}

// prepareStacks is op_v8_stack_prepare(on): Error.prepareStackTrace was set.
func prepareStacks(iso *js.Isolate, a js.Args) (any, error) {
	set := settingsOf(iso)
	if a.Bool(0) && set.prepare == nil {
		prepare, err := iso.Function("internal:webapi/v8/capture", "prepare")
		if err != nil {
			return nil, err
		}
		set.prepare = prepare
	}
	if a.Bool(0) {
		iso.PrepareStacks(set.prepare)
	} else {
		iso.PrepareStacks(nil)
	}
	return js.Undefined{}, nil
}
