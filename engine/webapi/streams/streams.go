// Package streams holds readable, writable and transform streams.
package streams

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

const (
	readable  = "internal:webapi/streams/readable"
	bytes     = "internal:webapi/streams/bytes"
	writable  = "internal:webapi/streams/writable"
	transform = "internal:webapi/streams/transform"
	queue     = "internal:webapi/streams/strategies"
)

// Extension is the Streams standard. It is JavaScript alone; "internal:webapi/streams"
// holds the short cuts that bodies and the engine use.
var Extension = &js.Extension{
	Name:  "webapi/streams",
	Doc:   "Streams: https://streams.spec.whatwg.org/",
	Files: files,
	Globals: []js.Global{
		{Name: "ReadableStream", Module: readable},
		{Name: "ReadableStreamDefaultReader", Module: readable},
		{Name: "ReadableStreamDefaultController", Module: "internal:webapi/streams/controller"},
		{Name: "ReadableStreamBYOBReader", Module: "internal:webapi/streams/byob"},
		{Name: "ReadableStreamBYOBRequest", Module: bytes},
		{Name: "ReadableByteStreamController", Module: bytes},
		{Name: "WritableStream", Module: writable},
		{Name: "WritableStreamDefaultWriter", Module: "internal:webapi/streams/writer"},
		{Name: "WritableStreamDefaultController", Module: writable},
		{Name: "TransformStream", Module: transform},
		{Name: "TransformStreamDefaultController", Module: transform},
		{Name: "ByteLengthQueuingStrategy", Module: queue},
		{Name: "CountQueuingStrategy", Module: queue},
	},
}
