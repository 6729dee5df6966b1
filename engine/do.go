package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
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
	switch host {
	case "":
		host = e.origin.Host
	case e.origin.Host:
	default:
		target = req.Target // the form in which proxies are asked: see begin
	}
	header := req.Header
	if !handler.Has(header, "host") {
		header = append(event.Header{{Name: "Host", Value: host}}, header...)
	}
	target, _, _ = strings.Cut(target, "#") // as Node.js's url.parse does
	x := handler.NewExchange(ctx, e.ids.Add(1), e.clock.Now, method, target, header, req.Body)
	x.Remote, x.HTTP10 = req.Remote, req.HTTP10
	x.Compress = e.project.Config().Compress
	x.Development = e.opts.Mode == Development
	return x
}

// begin takes an exchange through the pipeline and hands it to what answers it.
func (e *Engine) begin(ctx context.Context, s *state, x *handler.Exchange) {
	if !strings.HasPrefix(x.Target, "/") {
		// Next.js finds repeated slashes in a URL with a scheme, and sends it back
		// without them: to itself.
		e.answer(s, x, &pipeline.Answer{
			Status: 308, Body: strings.NewReader(x.Target),
			Header: event.Header{{Name: "location", Value: x.Target}, {Name: "Refresh", Value: "0;url=" + x.Target}},
		})
		return
	}
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
		e.forward(ctx, s, x, preq, &out)
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
	if r.Kind.App() {
		if strings.Contains(r.Page, "/(.") { // an intercepting segment: see route.Intercept
			x.Intercepting = true
		}
		if location, ok := redirectRSC(x, x.Target); ok {
			x.Respond(307, "", event.Header{{Name: "location", Value: location}}, nil)
			x.Finish()
			return
		}
	}
	switch {
	case r.Kind == route.PublicFile:
		handler.ServeFile(x, e.project.Path(r.File))
	case !r.Kind.Endpoint():
		e.serveUnrendered(x, r)
	default:
		c := e.call(x, out)
		c.RawHeader = x.Header
		x.Header = e.incoming(x.Header, x.Remote, handler.Get(x.Header, "host"))
		s.runner.Serve(ctx, c)
	}
}

// serveUnrendered answers for a page. What getServerSideProps makes can be asked
// for with any method.
func (e *Engine) serveUnrendered(x *handler.Exchange, r *route.Route) {
	defer x.Finish()
	readOnly := r.Kind.App()
	if exports, err := e.project.Exports(r.File); err == nil && !readOnly {
		readOnly = !exports.Has("getServerSideProps")
	}
	if readOnly && x.Method != "GET" && x.Method != "HEAD" {
		handler.RefuseMethod(x, r.Kind.App())
		return
	}
	x.Emit(&event.ConsoleWritten{Level: "warn", Text: r.File + " is a page: routescope runs endpoints and does not render pages."})
	handler.RespondPage(x, 501, nil)
}

// call makes the call of a route from what the pipeline found.
func (e *Engine) call(x *handler.Exchange, out pipeline.Outcome) *handler.Call {
	target := out.URL
	if target == "" {
		target = x.Target
	}
	c := &handler.Call{X: x, Route: out.Route, Params: out.Params, Path: out.Path, Target: target}
	c.URL = e.scheme(x) + "://" + e.shownHost() + queryAsForm(target, none)
	if out.Route.Kind == route.APIRoute {
		c.Target = queryAsForm(target, func(name string) bool { return name == "__proto__" || isFilled(c.Params, name) })
		if c.Query = out.Query; c.Query == nil {
			_, text, _ := strings.Cut(target, "?")
			c.Query = pipeline.ParseQuery(text)
		}
		c.Query = slices.DeleteFunc(c.Query, func(q pipeline.QueryValue) bool { return isInternal(q.Name) })
	}
	return c
}

func none(string) bool { return false }

// isFilled reports whether a route's pattern gives the parameter of that name.
func isFilled(params route.Params, name string) bool {
	_, ok := params.Lookup(name)
	return ok
}

// shownHost is the host in the URLs that a project's code sees: Next.js turns
// loopback addresses into localhost there.
func (e *Engine) shownHost() string {
	host := e.origin.Hostname()
	if !strings.HasPrefix(host, "127.") && host != "::1" {
		return e.origin.Host
	}
	if port := e.origin.Port(); port != "" {
		return "localhost:" + port
	}
	return "localhost"
}

func (e *Engine) scheme(x *handler.Exchange) string {
	if proto := handler.Get(x.Header, "x-forwarded-proto"); proto != "" {
		first, _, _ := strings.Cut(proto, ",")
		return strings.TrimSpace(first)
	}
	return e.origin.Scheme
}
