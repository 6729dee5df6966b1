// Package engine runs the endpoints of a Next.js project: it is the one door to
// resolution, dispatch, the handler runtime, caching and streaming.
//
//	e, err := engine.Open(ctx, engine.Options{Dir: "."})
//	...
//	defer e.Close()
//	err = e.Do(ctx, &engine.Request{Method: "GET", Target: "/api/books"}, func(ev event.Event) {
//		if chunk, ok := ev.(*event.ChunkSent); ok {
//			os.Stdout.Write(chunk.Data)
//		}
//	})
//
// Opening a project runs none of its handlers. Everything that happens to a
// request is an event of package event; the HTTP front ([Engine.Serve]) is
// one more reader of those.
package engine
