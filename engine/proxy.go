package engine

import (
	"bytes"
	"context"
	"io"
	"path"
	"strings"

	"routescope/engine/event"
	"routescope/engine/handler"
	"routescope/engine/pipeline"
)

// proxy returns how proxy.ts (or middleware.ts) is run: as a handler of its own,
// whose answer says what is to become of the request.
func (e *Engine) proxy(s *state, file string) pipeline.ProxyFunc {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	return func(ctx context.Context, req *pipeline.Request) (*pipeline.ProxyResult, error) {
		shown, _ := ctx.Value(exchangeKey{}).(*handler.Exchange)
		var body io.Reader
		if shown != nil {
			body = shown.Body.Fork()
		}
		x := handler.NewExchange(ctx, s.runner.NextBackground(), e.clock.Now, req.Method, req.Target, req.Header, body)
		inv := &handler.Invocation{
			X: x, Kind: "proxy", File: file, Route: "/" + name, Mode: handler.ModeDynamic,
			Edge: e.isEdgeProxy(file),
			URL:  e.scheme(x) + "://" + e.shownHost() + req.Target,
			Extra: map[string]any{
				"file": file, "name": name,
				"config": map[string]any{"basePath": e.project.Config().BasePath, "trailingSlash": e.project.Config().TrailingSlash},
			},
			Done: func(handler.Outcome) { x.Finish() },
		}
		if err := s.runner.Run(ctx, inv); err != nil {
			return nil, err
		}
		return waitProxy(x, shown), nil
	}
}

// isEdgeProxy reports whether the proxy is a middleware.ts on the edge runtime,
// as it is unless it says otherwise. A proxy.ts runs on Node.js.
func (e *Engine) isEdgeProxy(file string) bool {
	if strings.TrimSuffix(path.Base(file), path.Ext(file)) != "middleware" {
		return false
	}
	exports, err := e.project.Exports(file)
	if err != nil {
		return true
	}
	config, ok := exports.Lookup("config")
	if !ok {
		return true
	}
	runtime, _ := config.Value.Field("runtime")
	return runtime.String() != "nodejs"
}

// waitProxy waits for the proxy's answer; what concerns the developer shows in
// the exchange it decides about.
func waitProxy(x, shown *handler.Exchange) *pipeline.ProxyResult {
	var result pipeline.ProxyResult
	var body bytes.Buffer
	x.Wait(func(ev event.Event) {
		switch ev := ev.(type) {
		case *event.HeadersSent:
			result.Status, result.Header = ev.Status, ev.Header
		case *event.ChunkSent:
			body.Write(ev.Data)
		case *event.RequestReceived, *event.ResponseEnded, *event.Finished, *event.Failed:
		default:
			if shown != nil {
				shown.Emit(ev)
			}
		}
	})
	if body.Len() > 0 {
		result.Body = io.Reader(&body)
	}
	return &result
}
