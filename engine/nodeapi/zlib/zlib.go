// Package zlib is Node.js's zlib module: DEFLATE in its three wrappings, and
// Brotli.
//
// A stream is a number that JavaScript writes to and gets output from at once.
// DEFLATE gives the bytes that zlib does, Brotli its own, as there are many for one
// text.
package zlib

import (
	"embed"
	"hash/crc32"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is "node:zlib".
var Extension = &js.Extension{
	Name:  "nodeapi/zlib",
	Doc:   "zlib: https://nodejs.org/docs/latest-v20.x/api/zlib.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:zlib", Module: "internal:nodeapi/zlib", Runtimes: js.NodeJS},
		{Specifier: "zlib", Module: "internal:nodeapi/zlib", Runtimes: js.NodeJS},
	},
	Ops: []js.Op{
		{Name: "op_zlib_open", Call: open},
		{Name: "op_zlib_write", Call: write},
		{Name: "op_zlib_params", Call: params},
		{Name: "op_zlib_close", Call: closeStream},
		{Name: "op_zlib_crc32", Call: func(_ *js.Isolate, a js.Args) (any, error) {
			return float64(crc32.Update(uint32(a.Float(1)), crc32.IEEETable, a.Bytes(0))), nil
		}},
	},
}

// A codec is one stream at work. write gives what the input amounts to; last
// says that there is no more.
type codec interface {
	write(input []byte, flush int, last bool) ([]byte, error)
	close()
}

type streams struct {
	byID map[int]codec
	last int
}

type streamsKey struct{}

func streamsOf(iso *js.Isolate) *streams {
	return iso.Local(streamsKey{}, func() any { return &streams{byID: map[int]codec{}} }).(*streams)
}

// open: kind, level, strategy, dictionary or null, bits of the window, memLevel,
// limit of the output → number.
func open(iso *js.Isolate, a js.Args) (any, error) {
	c := newCodec(iso, settings{a.String(0), a.Int(1), a.Int(2), a.Bytes(3), a.Int(4), a.Int(5), a.Int(6)})
	s := streamsOf(iso)
	s.last++
	s.byID[s.last] = c
	return s.last, nil
}

// write: number, input, kind of flush, whether it is the last → output.
func write(iso *js.Isolate, a js.Args) (any, error) {
	c, ok := streamsOf(iso).byID[a.Int(0)]
	if !ok {
		return nil, js.ThrowCode("Error", "ERR_STREAM_DESTROYED", "Cannot call write after a stream was destroyed")
	}
	out, err := c.write(a.Bytes(1), a.Int(2), a.Bool(3))
	if err != nil {
		return nil, coded(err)
	}
	return out, nil
}

// params: number, level, strategy; what was written has been flushed.
func params(iso *js.Isolate, a js.Args) (any, error) {
	if c, ok := streamsOf(iso).byID[a.Int(0)].(*compressor); ok {
		c.deflate.Change(a.Int(1), a.Int(2))
	}
	return js.Undefined{}, nil
}

func closeStream(iso *js.Isolate, a js.Args) (any, error) {
	s := streamsOf(iso)
	if c, ok := s.byID[a.Int(0)]; ok {
		c.close()
		delete(s.byID, a.Int(0))
	}
	return js.Undefined{}, nil
}
