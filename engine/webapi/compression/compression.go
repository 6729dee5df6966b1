// Package compression holds CompressionStream and DecompressionStream.
package compression

import (
	"embed"
	"errors"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is the Compression standard.
var Extension = &js.Extension{
	Name:  "webapi/compression",
	Doc:   "Compression: https://compression.spec.whatwg.org/",
	Files: files,
	Globals: []js.Global{
		{Name: "CompressionStream", Module: "internal:webapi/compression"},
		{Name: "DecompressionStream", Module: "internal:webapi/compression"},
	},
	Ops: []js.Op{
		{Name: "op_compression_open", Call: open},
		{Name: "op_compression_write", Start: write},
		{Name: "op_compression_finish", Start: finish},
		{Name: "op_compression_drop", Call: drop},
	},
}

// codecs are an isolate's open streams by number.
type codecs struct {
	last int
	open map[int]*codec
}

type codecsKey struct{}

func codecsOf(iso *js.Isolate) *codecs {
	return iso.Local(codecsKey{}, func() any { return &codecs{open: map[int]*codec{}} }).(*codecs)
}

// open is op_compression_open(format, decompress): the number of the stream.
func open(iso *js.Isolate, a js.Args) (any, error) {
	c := codecsOf(iso)
	c.last++
	if a.Bool(1) {
		c.open[c.last] = newDecompressor(a.String(0), iso.Done())
		return c.last, nil
	}
	compressor, err := newCompressor(a.String(0), iso.Done())
	if err != nil {
		return nil, err
	}
	c.open[c.last] = compressor
	return c.last, nil
}

var errDropped = errors.New("the stream is closed")

// write is op_compression_write(number, bytes): what came out.
func write(iso *js.Isolate, a js.Args, done *js.Deferred) error {
	c, ok := codecsOf(iso).open[a.Int(0)]
	if !ok {
		return errDropped
	}
	c.send(step{input: a.Bytes(1), answer: answerTo(done)})
	return nil
}

// finish is op_compression_finish(number): the rest of what comes out.
func finish(iso *js.Isolate, a js.Args, done *js.Deferred) error {
	all := codecsOf(iso)
	c, ok := all.open[a.Int(0)]
	if !ok {
		return errDropped
	}
	delete(all.open, a.Int(0))
	c.send(step{last: true, answer: answerTo(done)})
	return nil
}

func answerTo(done *js.Deferred) func([]byte, error) {
	return func(output []byte, err error) {
		if err != nil {
			done.Reject(err)
			return
		}
		done.Resolve(output)
	}
}

// drop is op_compression_drop(number): nobody wants what would come out.
func drop(iso *js.Isolate, a js.Args) (any, error) {
	all := codecsOf(iso)
	if c, ok := all.open[a.Int(0)]; ok {
		delete(all.open, a.Int(0))
		close(c.steps)
	}
	return js.Undefined{}, nil
}
