// Package http1 is an HTTP/1.1 server that speaks the way Node.js's does.
//
// net/http hides what the clients of a Next.js server see and its handlers can
// ask for: reason phrases of one's own, header lines in their order and
// spelling (req.rawHeaders), which requests the parser refuses, and what is on
// the wire when it does. So this is a server of our own:
//
//	err := http1.Serve(ctx, listener, func(w *http1.Response, r *http1.Request) {
//		w.WriteHead(200, "", event.Header{{Name: "Content-Length", Value: "2"}})
//		w.WriteChunk([]byte("ok"))
//		w.End(nil)
//	})
//
// Requests are read as llhttp 9 reads them in its strict mode
// (https://github.com/nodejs/llhttp), and what is answered without asking the
// handler, like the lines added to a response's head, is what Node.js's
// lib/_http_server.js and lib/_http_outgoing.js write. testdata/node.txtar holds
// what Node.js 20 answers to a few hundred odd requests.
//
// One thing is done otherwise: pipelined requests are handled one after the
// other, so that a malformed one does not cost the answer of the one before it.
//
// Non-goals: TLS, HTTP/2, upgrades.
package http1
