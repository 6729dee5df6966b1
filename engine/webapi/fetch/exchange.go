package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"routescope/engine/js"
	"routescope/engine/webapi/internal/utf8text"
)

// Upstream does one round trip with a server: no redirects, no decompression, no
// cookies. The isolate's host implements it ([js.Isolate.Host]); an isolate whose
// host does not has [Direct].
type Upstream interface {
	// RoundTrip is called on a goroutine of its own. request is the number of
	// the request whose handler fetches, 0 if none; r's context ends when the
	// fetch is aborted or the isolate is closed.
	RoundTrip(request int, r *http.Request) (*http.Response, error)
}

func upstreamOf(iso *js.Isolate) Upstream {
	if u, ok := iso.Host().(Upstream); ok {
		return u
	}
	return Direct
}

// An exchange is one request on its way and its response.
type exchange struct {
	cancel context.CancelFunc
	upload *io.PipeWriter // of a streaming request body; else nil
	ready  chan struct{}  // closed when response or err is there
	raw    bool           // the response's body stays as it is coded

	// What follows is written before ready is closed.
	response *http.Response
	body     io.ReadCloser // decoded
	err      error
}

// The exchanges under way, of all isolates: JavaScript knows them by number.
var (
	exchanges    sync.Map // int → *exchange
	lastExchange atomic.Int64
)

func exchangeOf(a js.Args) (*exchange, error) {
	x, ok := exchanges.Load(a.Int(0))
	if !ok {
		return nil, js.Throw("TypeError", "terminated")
	}
	return x.(*exchange), nil
}

// opOpen starts an exchange and returns its number. Arguments: the number of
// the request whose handler fetches, method, URL, flat headers, and the body:
// null, text, bytes, or true for one that comes through op_fetch_write; then
// whether the response's body stays as it is coded, as node:http leaves it.
func opOpen(iso *js.Isolate, a js.Args) (any, error) {
	ctx, cancel := context.WithCancel(context.Background())
	x := &exchange{cancel: cancel, ready: make(chan struct{}), raw: a.Bool(5)}
	r, err := x.request(ctx, a)
	if err != nil {
		cancel()
		return nil, err
	}
	id := int(lastExchange.Add(1))
	exchanges.Store(id, x)
	go x.endWith(ctx, iso)
	go x.roundTrip(upstreamOf(iso), a.Int(0), r)
	return id, nil
}

func (x *exchange) request(ctx context.Context, a js.Args) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, a.String(1), a.String(2), nil)
	if err != nil {
		return nil, js.Throw("TypeError", "%v", err)
	}
	switch {
	case a.Bool(4):
		r.Body, x.upload = io.Pipe()
		r.ContentLength = -1
	case a.Bytes(4) != nil:
		setBody(r, a.Bytes(4))
	case !a.IsNil(4):
		setBody(r, []byte(a.String(4)))
	}
	headers := a.Strings(3)
	for i := 0; i+1 < len(headers); i += 2 {
		addHeader(r, headers[i], headers[i+1])
	}
	if x.raw {
		asGiven(r, headers)
	}
	return r, nil
}

// A wholeBody is a request body that is there from the start. An [Upstream] that
// records it need not read it.
type wholeBody struct {
	*bytes.Reader
	data []byte
}

// Bytes returns all of the body; it must not be changed.
func (b *wholeBody) Bytes() []byte { return b.data }

// Close implements [io.Closer].
func (b *wholeBody) Close() error { return nil }

func setBody(r *http.Request, data []byte) {
	r.ContentLength = int64(len(data))
	if len(data) == 0 {
		r.Body = http.NoBody
		return
	}
	r.GetBody = func() (io.ReadCloser, error) { return &wholeBody{bytes.NewReader(data), data}, nil }
	r.Body, _ = r.GetBody()
}

// addHeader adds what JavaScript gave. Content-Length follows from the body.
func addHeader(r *http.Request, name, value string) {
	switch strings.ToLower(name) {
	case "host":
		r.Host = value
	case "content-length":
	default:
		r.Header.Add(name, latin1(value))
	}
}

// asGiven keeps net/http from adding headers that node:http does not, and lets a
// body that is streamed have the length that its headers tell.
func asGiven(r *http.Request, headers []string) {
	if r.Header.Get("User-Agent") == "" {
		r.Header.Set("User-Agent", "")
	}
	for i := 0; i+1 < len(headers) && r.ContentLength < 0; i += 2 {
		if n, err := strconv.ParseInt(headers[i+1], 10, 64); err == nil && strings.EqualFold(headers[i], "content-length") {
			r.ContentLength = n
		}
	}
}

// latin1 turns a ByteString into the bytes it stands for.
func latin1(s string) string {
	var b strings.Builder
	for _, c := range s {
		b.WriteByte(byte(c))
	}
	return b.String()
}

// isomorphicDecode is latin1's inverse.
func isomorphicDecode(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// endWith ends the exchange with its isolate.
func (x *exchange) endWith(ctx context.Context, iso *js.Isolate) {
	select {
	case <-iso.Done():
		x.cancel()
	case <-ctx.Done():
	}
}

func (x *exchange) roundTrip(up Upstream, request int, r *http.Request) {
	defer close(x.ready)
	x.response, x.err = up.RoundTrip(request, r)
	if x.err != nil {
		if x.upload != nil {
			x.upload.CloseWithError(x.err)
		}
		return
	}
	x.body = x.response.Body
	if !x.raw && mayHaveBody(r.Method, x.response.StatusCode) {
		x.body = decode(x.response.Body, x.response.Header.Values("Content-Encoding"))
	}
}

func mayHaveBody(method string, status int) bool {
	return method != http.MethodHead && status >= 200 && status != 204 && status != 205 && status != 304
}

// opResponse waits for the response's headers: [status, status text, flat
// headers], or the failure as an object.
func opResponse(_ *js.Isolate, a js.Args, done *js.Deferred) error {
	x, err := exchangeOf(a)
	if err != nil {
		return err
	}
	id := a.Int(0)
	go func() {
		<-x.ready
		if x.err != nil {
			x.finish(id)
			done.Resolve(describe(x.err))
			return
		}
		_, text, _ := strings.Cut(x.response.Status, " ")
		done.Resolve([]any{x.response.StatusCode, utf8text.DecodeWithoutBOM([]byte(text)), flatten(x.response.Header)})
	}()
	return nil
}

// flatten makes a flat list of lowercase names, with values combined but for
// Set-Cookie.
func flatten(h http.Header) []string {
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	sort.Strings(names)
	flat := make([]string, 0, 2*len(names))
	for _, name := range names {
		lower := strings.ToLower(name)
		if lower == "set-cookie" {
			for _, value := range h[name] {
				flat = append(flat, lower, isomorphicDecode(value))
			}
			continue
		}
		flat = append(flat, lower, isomorphicDecode(strings.Join(h[name], ", ")))
	}
	return flat
}

// A chunk of a response body is what one read gives, up to this many bytes.
const chunkSize = 64 << 10

// opRead waits for the next chunk of the response's body: bytes, null at its
// end, or the failure as an object.
func opRead(_ *js.Isolate, a js.Args, done *js.Deferred) error {
	x, err := exchangeOf(a)
	if err != nil {
		return err
	}
	id := a.Int(0)
	go func() {
		b := make([]byte, chunkSize)
		n, err := x.body.Read(b)
		for n == 0 && err == nil {
			n, err = x.body.Read(b)
		}
		if n > 0 { // an error comes back with the next read
			done.Resolve(b[:n])
			return
		}
		x.finish(id)
		if errors.Is(err, io.EOF) {
			done.Resolve(nil)
			return
		}
		done.Resolve(describe(err))
	}()
	return nil
}

// opReadAll waits for the rest of the body: as text if its second argument is
// true, else as bytes, or the failure as an object.
func opReadAll(_ *js.Isolate, a js.Args, done *js.Deferred) error {
	x, err := exchangeOf(a)
	if err != nil {
		return err
	}
	id, asText := a.Int(0), a.Bool(1)
	go func() {
		b, err := io.ReadAll(x.body)
		x.finish(id)
		switch {
		case err != nil:
			done.Resolve(describe(err))
		case asText:
			done.Resolve(utf8text.Decode(b))
		default:
			done.Resolve(b)
		}
	}()
	return nil
}

// opWrite sends a chunk of the request's body, bytes or text, and waits until it
// is on its way; false means that nobody takes the rest.
func opWrite(_ *js.Isolate, a js.Args, done *js.Deferred) error {
	x, err := exchangeOf(a)
	if err != nil || x.upload == nil {
		done.Resolve(false)
		return nil
	}
	go func() {
		_, err := x.upload.Write(a.Bytes(1))
		done.Resolve(err == nil)
	}()
	return nil
}

var errBodyFailed = errors.New("the request body failed")

// opEnd ends the request's body; true as second argument means that it failed.
func opEnd(_ *js.Isolate, a js.Args) (any, error) {
	if x, err := exchangeOf(a); err == nil && x.upload != nil {
		if a.Bool(1) {
			x.upload.CloseWithError(errBodyFailed)
		} else {
			x.upload.Close()
		}
	}
	return js.Undefined{}, nil
}

// opCancel gives an exchange up.
func opCancel(_ *js.Isolate, a js.Args) (any, error) {
	if x, err := exchangeOf(a); err == nil {
		x.cancel()
		id := a.Int(0)
		go func() {
			<-x.ready
			x.finish(id)
		}()
	}
	return js.Undefined{}, nil
}

// finish lets the exchange go. The connection returns to its pool if the body
// was read to its end.
func (x *exchange) finish(id int) {
	if _, there := exchanges.LoadAndDelete(id); !there {
		return
	}
	if x.response != nil {
		x.response.Body.Close()
	}
	x.cancel()
}
