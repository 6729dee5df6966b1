package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"routescope/engine/event"
	"routescope/engine/handler"
	"routescope/engine/pipeline"
	"routescope/engine/route"
)

// Do carries out one exchange and calls observe with each of its events, in
// order, from one goroutine. A slow observe slows the handler's stream: that is
// the back-pressure. When ctx ends, the client has gone away: the handler's
// signal aborts. Do returns after the final event; its error is that of
// [event.Failed], nil otherwise.
func (e *Engine) Do(ctx context.Context, req *Request, observe func(event.Event)) error {
	s := e.now()
	if s == nil {
		return errClosed
	}
	x := e.exchange(ctx, req)
	e.begin(ctx, s, x)
	if failed, ok := x.Wait(observe).(*event.Failed); ok {
		return errors.New(failed.Error)
	}
	return nil
}

// exchange makes an exchange of a request, with the headers a server adds.
func (e *Engine) exchange(ctx context.Context, req *Request) *handler.Exchange {
	method := req.Method
	if method == "" {
		method = "GET"
	}
	target, host := splitTarget(req.Target)
	if host == "" {
		host = e.origin.Host
	}
	header := req.Header
	if !handler.Has(header, "host") {
		header = append(event.Header{{Name: "Host", Value: host}}, header...)
	}
	x := handler.NewExchange(ctx, e.ids.Add(1), e.clock.Now, method, target, header, req.Body)
	x.Remote, x.HTTP10 = req.Remote, req.HTTP10
	x.Compress = e.project.Config().Compress
	return x
}

// begin takes an exchange through the pipeline and hands it to what answers it.
func (e *Engine) begin(ctx context.Context, s *state, x *handler.Exchange) {
	preq := &pipeline.Request{Method: x.Method, Target: x.Target, Header: x.Header, Secure: e.isSecure(x)}
	ctx = context.WithValue(ctx, exchangeKey{}, x)
	out := s.pipeline.Run(ctx, preq, func(ran event.StageRan) { x.Emit(&ran) })
	if out.RequestHeader != nil {
		x.Header = out.RequestHeader
	}
	switch {
	case out.Answer != nil:
		e.answer(s, x, out.Answer)
	case out.External != "":
		x.Overrides = out.ResponseHeader
		e.forward(ctx, x, out.External)
	default:
		x.Overrides = out.ResponseHeader
		e.serve(ctx, s, x, out)
	}
}

type exchangeKey struct{}

func (e *Engine) isSecure(x *handler.Exchange) bool {
	proto := handler.Get(x.Header, "x-forwarded-proto")
	first, _, _ := strings.Cut(proto, ",")
	return strings.TrimSpace(first) == "https" || (proto == "" && e.origin.Scheme == "https")
}

// answer sends what the pipeline itself answers.
func (e *Engine) answer(s *state, x *handler.Exchange, a *pipeline.Answer) {
	defer x.Finish()
	if a.Err != nil {
		x.Emit(&event.ConsoleWritten{Level: "error", Text: "⨯ " + a.Err.Error()})
	}
	if a.Page != "" {
		if a.Status == 404 {
			x.Emit(&event.RouteMissed{Path: x.Target, Reason: e.missReason(s, x.Target)})
			handler.RespondNotFound(x, a.Header, e.project.Dirs.App != "")
			return
		}
		handler.RespondPageWith(x, a.Status, a.Header)
		return
	}
	body, err := readAnswer(a.Body)
	header := a.Header
	if handler.Has(header, "location") && !x.Compress && x.Method != "HEAD" {
		header = append(header, event.Field{Name: "Content-Length", Value: strconv.Itoa(len(body))})
	}
	if !x.SendHead(a.Status, "", header) {
		return
	}
	x.SendChunk(body, nil)
	if err != nil {
		x.Cut(fmt.Sprintf("reading the body failed: %v", err))
	}
	x.End()
}

// readAnswer reads the body of a pipeline's answer: they are small, or come from
// proxy.ts as one piece.
func readAnswer(r io.Reader) ([]byte, error) {
	if r == nil {
		return nil, nil
	}
	return io.ReadAll(r)
}

// serve hands a request to its route.
func (e *Engine) serve(ctx context.Context, s *state, x *handler.Exchange, out pipeline.Outcome) {
	r := out.Route
	x.FlushParts = r.Kind.App()
	matched := &event.RouteMatched{Route: r.Pattern.String(), Kind: r.Kind.String(), File: r.File}
	if len(out.Params) > 0 {
		matched.Params = out.Params.Map()
	}
	x.Emit(matched)
	switch {
	case r.Kind == route.PublicFile:
		handler.ServeFile(x, e.project.Path(r.File))
	case !r.Kind.Endpoint():
		x.Emit(&event.ConsoleWritten{Level: "warn", Text: r.File + " is a page: routescope runs endpoints and does not render pages."})
		handler.RespondUnrendered(x, r.Kind.App())
		x.Finish()
	default:
		if location, ok := redirectRSC(x, x.Target); ok && r.Kind.App() {
			x.Respond(307, "", event.Header{{Name: "location", Value: location}}, nil)
			x.Finish()
			return
		}
		c := e.call(x, out)
		c.RawHeader = x.Header
		x.Header = e.incoming(x.Header, x.Remote, handler.Get(x.Header, "host"))
		s.runner.Serve(ctx, c)
	}
}

// call makes the call of a route from what the pipeline found.
func (e *Engine) call(x *handler.Exchange, out pipeline.Outcome) *handler.Call {
	target := out.URL
	if target == "" {
		target = x.Target
	}
	c := &handler.Call{X: x, Route: out.Route, Params: out.Params, Path: out.Path, Target: target}
	c.URL = e.scheme(x) + "://" + e.origin.Host + queryAsForm(target)
	if out.Route.Kind == route.APIRoute {
		if c.Query = out.Query; c.Query == nil {
			_, text, _ := strings.Cut(target, "?")
			c.Query = pipeline.ParseQuery(text)
		}
	}
	return c
}

func (e *Engine) scheme(x *handler.Exchange) string {
	if proto := handler.Get(x.Header, "x-forwarded-proto"); proto != "" {
		first, _, _ := strings.Cut(proto, ",")
		return strings.TrimSpace(first)
	}
	return e.origin.Scheme
}
