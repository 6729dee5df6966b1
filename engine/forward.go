package engine

import (
	"context"
	"errors"
	"io"

	"routescope/engine/event"
	"routescope/engine/handler"
	"routescope/engine/pipeline"
)

// forward sends a request to where a rewrite leads outside, and its answer back.
// Where that is this server again, the request is begun anew: nothing is asked
// over the network.
func (e *Engine) forward(ctx context.Context, s *state, x *handler.Exchange, req *pipeline.Request, out *pipeline.Outcome) {
	transport := e.opts.Upstream
	if _, own := s.pipeline.Loops(out.External); own {
		transport = &ownServer{engine: e, shown: x}
	}
	x.Emit(&event.UpstreamStarted{ID: 1, Method: x.Method, URL: out.External})
	go func() {
		defer x.Finish()
		begun := e.clock.Now()
		var body io.Reader
		if !x.Body.Empty() {
			body = x.Body
		}
		answer := s.pipeline.Forward(ctx, req, out, body, transport)
		done := &event.UpstreamFinished{ID: 1, Status: answer.Status}
		err := answer.Err
		if err != nil {
			done.Status = 0
			x.Emit(&event.ConsoleWritten{Level: "error", Text: err.Error()})
		}
		if sent := relay(x, answer); err == nil {
			err = sent
		}
		if err != nil {
			done.Error = err.Error()
		}
		done.Duration = e.clock.Now().Sub(begun)
		x.Emit(done)
	}()
}

// relay sends what another server answered, as it came.
func relay(x *handler.Exchange, a *pipeline.Answer) error {
	if closer, ok := a.Body.(io.Closer); ok {
		defer closer.Close()
	}
	x.Compress = false
	x.SendHead(a.Status, a.Reason, a.Header)
	return pump(x, a.Body)
}

// pump sends a body part by part, and waits until the client has taken each.
func pump(x *handler.Exchange, body io.Reader) error {
	for {
		buf := make([]byte, 32<<10)
		n, err := body.Read(buf)
		if n > 0 {
			taken := make(chan struct{})
			x.SendChunk(buf[:n], func() { close(taken) })
			<-taken
		}
		switch {
		case errors.Is(err, io.EOF):
			x.End()
			return nil
		case err != nil:
			x.Cut(err.Error())
			return err
		}
	}
}
