// Package wasm is WebAssembly's JavaScript API. wazero runs the code, in pure Go.
//
// Values cross between the two worlds as the JavaScript half prepares them:
// numbers as they are, 64-bit integers as decimal text, references as numbers of
// objects that the JavaScript half keeps.
//
// Missing: shared memories, v128 at the border, tags and exceptions.
package wasm

import (
	"embed"
	"encoding/json"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is the namespace WebAssembly.
var Extension = &js.Extension{
	Name:    "webapi/wasm",
	Doc:     "WebAssembly JavaScript Interface: https://webassembly.github.io/spec/js-api/",
	Files:   files,
	Globals: []js.Global{{Name: "WebAssembly", Module: "internal:webapi/wasm"}},
	Ops: []js.Op{
		{Name: "op_wasm_validate", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			_, err := compile(a.Bytes(0))
			return err == nil, nil
		}},
		{Name: "op_wasm_compile", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			m, err := compile(a.Bytes(0))
			if err != nil {
				return nil, err
			}
			return storeOf(iso).keepModule(m), nil
		}},
		{Name: "op_wasm_compile_async", Start: func(iso *js.Isolate, a js.Args, done *js.Deferred) error {
			go func() {
				m, err := compile(a.Bytes(0))
				iso.Post(func() {
					if err != nil {
						done.Reject(err)
						return
					}
					done.Resolve(storeOf(iso).keepModule(m))
				})
			}()
			return nil
		}},
		{Name: "op_wasm_custom_sections", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			return storeOf(iso).modules[a.Int(0)].customSections(a.String(1)), nil
		}},
		{Name: "op_wasm_instantiate", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			bound, _ := a[2].([]any)
			info, err := storeOf(iso).instantiate(a.Int(0), a.Int(1), bound)
			if err != nil {
				return nil, err
			}
			text, err := json.Marshal(info)
			return string(text), err
		}},
		{Name: "op_wasm_call", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			return storeOf(iso).call(a.Int(0), a[1:])
		}},
		{Name: "op_wasm_new", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			return storeOf(iso).define(a)
		}},
		{Name: "op_wasm_release", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			storeOf(iso).release(a.Int(0))
			return js.Undefined{}, nil
		}},
		{Name: "op_wasm_memory_buffer", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			return storeOf(iso).objects[a.Int(0)].bytes.Buffer(), nil
		}},
		{Name: "op_wasm_memory_grow", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			return storeOf(iso).objects[a.Int(0)].growMemory(a.Int(1)), nil
		}},
		{Name: "op_wasm_global_get", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			o := storeOf(iso).objects[a.Int(0)]
			return decode(o.value, o.global.Get()), nil
		}},
		{Name: "op_wasm_global_set", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			storeOf(iso).objects[a.Int(0)].setGlobal(a[1])
			return js.Undefined{}, nil
		}},
		{Name: "op_wasm_table_size", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			return storeOf(iso).tableSize(a.Int(0))
		}},
		{Name: "op_wasm_table_get", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			return storeOf(iso).tableGet(a.Int(0), a.Int(1))
		}},
		{Name: "op_wasm_table_set", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			return js.Undefined{}, storeOf(iso).tableSet(a.Int(0), a.Int(1), a.Int(2))
		}},
		{Name: "op_wasm_table_grow", Call: func(iso *js.Isolate, a js.Args) (any, error) {
			return storeOf(iso).tableGrow(a.Int(0), a.Int(1), a.Int(2))
		}},
	},
}
