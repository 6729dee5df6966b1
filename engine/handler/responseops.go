package handler

import (
	"strings"

	"routescope/engine/event"
	"routescope/engine/js"
)

// How JavaScript answers an exchange.
var responseOps = []js.Op{
	{Name: "op_response_whole", Call: responseWhole},
	{Name: "op_response_interim", Call: responseInterim},
	{Name: "op_response_head", Call: responseHead},
	{Name: "op_response_chunk", Start: responseChunk},
	{Name: "op_response_end", Call: responseEnd},
	{Name: "op_response_cut", Call: responseCut},
	{Name: "op_response_page", Call: responsePage},
	{Name: "op_response_ended", Start: responseEnded},
}

// bytesOf reads a part of a body: text or bytes.
func bytesOf(a js.Args, i int) []byte {
	if i < len(a) {
		if s, ok := a[i].(string); ok {
			return []byte(s)
		}
	}
	return a.Bytes(i)
}

// lines reads header lines that JavaScript wrote as text.
func lines(text string) event.Header {
	if text == "" {
		return nil
	}
	return pairs(strings.Split(text, "\n"))
}

// asLatin1 writes values in Latin-1, as Node.js writes a head that goes out
// alone. One that goes out with text, or is flushed, is written in UTF-8.
func asLatin1(header event.Header) event.Header {
	for i, f := range header {
		header[i].Value = bytesOfLatin1(f.Value)
	}
	return header
}

// bytesOfLatin1 is the opposite of latin1.
func bytesOfLatin1(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			out := make([]byte, 0, len(s))
			for _, r := range s {
				out = append(out, byte(r))
			}
			return string(out)
		}
	}
	return s
}

// op_response_whole(id, status, reason, headers, body, lengthCounts): of an API
// route's response lengthCounts says whether the body is known to be short
func responseWhole(iso *js.Isolate, a js.Args) (any, error) {
	_, inv := of(iso, a)
	if inv == nil {
		return nil, nil
	}
	inv.returned()
	header, body := inv.head(lines(a.String(3))), bytesOf(a, 4)
	if _, isText := a[4].(string); len(body) == 0 || (inv.Kind == "API route" && !(isText && Has(header, "content-length"))) {
		header = asLatin1(header)
	}
	if inv.Kind != "API route" {
		inv.X.Respond(a.Int(1), a.String(2), header, body)
		return nil, nil
	}
	// Its ServerResponse has decided about Content-Length.
	length := -1
	if a.Bool(5) {
		length = len(body)
	}
	if inv.X.sendHead(a.Int(1), a.String(2), header, length) {
		inv.X.SendChunk(body, nil)
		inv.X.End()
	}
	return nil, nil
}

// op_response_interim(id, status, headers)
func responseInterim(iso *js.Isolate, a js.Args) (any, error) {
	if _, inv := of(iso, a); inv != nil {
		inv.X.SendInterim(a.Int(1), lines(a.String(2)))
	}
	return nil, nil
}

// op_response_head(id, status, reason, headers)
func responseHead(iso *js.Isolate, a js.Args) (any, error) {
	if _, inv := of(iso, a); inv != nil {
		inv.returned()
		inv.X.SendHead(a.Int(1), a.String(2), inv.head(lines(a.String(3))))
	}
	return nil, nil
}

func (inv *Invocation) returned() {
	if inv.Export == "" {
		return
	}
	inv.X.Emit(&event.HandlerReturned{Duration: inv.X.now().Sub(inv.start)})
	inv.Export = ""
}

// op_response_chunk(id, data): settles when the client has taken it
func responseChunk(iso *js.Isolate, a js.Args, d *js.Deferred) error {
	_, inv := of(iso, a)
	if inv == nil {
		d.Resolve(nil)
		return nil
	}
	inv.X.SendChunk(bytesOf(a, 1), func() { d.Resolve(nil) })
	return nil
}

// op_response_end(id, trailer)
func responseEnd(iso *js.Isolate, a js.Args) (any, error) {
	if _, inv := of(iso, a); inv != nil {
		inv.X.EndWith(lines(a.String(1)))
	}
	return nil, nil
}

// op_response_cut(id, reason)
func responseCut(iso *js.Isolate, a js.Args) (any, error) {
	if _, inv := of(iso, a); inv != nil {
		inv.X.Cut(a.String(1))
	}
	return nil, nil
}

// op_response_page(id, status, headers): Next.js's own page for a status
func responsePage(iso *js.Isolate, a js.Args) (any, error) {
	if _, inv := of(iso, a); inv != nil {
		RespondPage(inv.X, a.Int(1), inv.head(lines(a.String(2))))
	}
	return nil, nil
}

// op_response_ended(id): settles when the response has ended
func responseEnded(iso *js.Isolate, a js.Args, d *js.Deferred) error {
	_, inv := of(iso, a)
	if inv == nil {
		d.Resolve(nil)
		return nil
	}
	inv.X.OnEnd(func() { d.Resolve(nil) })
	return nil
}
