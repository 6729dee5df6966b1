package handler

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"routescope/engine/js"
)

// How JavaScript reads the request of an exchange.
var requestOps = []js.Op{
	{Name: "op_request_watch", Call: requestWatch},
	{Name: "op_request_text", Start: requestText},
	{Name: "op_request_bytes", Start: requestBytes},
	{Name: "op_request_chunk", Start: requestChunk},
}

// op_request_watch(id)
func requestWatch(iso *js.Isolate, a js.Args) (any, error) {
	w, inv := of(iso, a)
	if inv == nil {
		return nil, nil
	}
	id := a.Int(0)
	inv.X.OnGone(func() { iso.Post(func() { _, _ = w.gone.Call(id) }) })
	return nil, nil
}

// op_request_text(id): text, or bytes where they are not UTF-8
func requestText(iso *js.Isolate, a js.Args, d *js.Deferred) error {
	return readBody(iso, a, d, func(data []byte) any {
		if !utf8.Valid(data) {
			return data
		}
		return strings.TrimPrefix(string(data), "\ufeff")
	})
}

// op_request_bytes(id)
func requestBytes(iso *js.Isolate, a js.Args, d *js.Deferred) error {
	return readBody(iso, a, d, func(data []byte) any {
		if data == nil {
			data = []byte{}
		}
		return data
	})
}

func readBody(iso *js.Isolate, a js.Args, d *js.Deferred, convert func([]byte) any) error {
	_, inv := of(iso, a)
	if inv == nil {
		return errAborted
	}
	go func() {
		data, err := inv.X.Body.All(0)
		if err != nil {
			d.Reject(bodyError(err))
			return
		}
		d.Resolve(convert(data))
	}()
	return nil
}

var errAborted = js.ThrowCode("Error", "ECONNRESET", "aborted")

func bodyError(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrClosedPipe) {
		return errAborted
	}
	return js.ThrowCode("Error", "ECONNRESET", "aborted: %v", err)
}

// op_request_chunk(id): bytes, or null at the end
func requestChunk(iso *js.Isolate, a js.Args, d *js.Deferred) error {
	_, inv := of(iso, a)
	if inv == nil {
		return errAborted
	}
	go func() {
		data, err := inv.X.Body.Next()
		switch {
		case errors.Is(err, io.EOF):
			d.Resolve(nil)
		case err != nil:
			d.Reject(bodyError(err))
		default:
			d.Resolve(data)
		}
	}()
	return nil
}
