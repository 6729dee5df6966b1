package engine

import (
	"context"
	"testing"

	"routescope/engine/event"
)

// BenchmarkDispatch measures one exchange through the door: pipeline, match,
// isolate, handler, answer.
func BenchmarkDispatch(b *testing.B) {
	e, err := Open(context.Background(), Options{Dir: "../fixtures/demo"})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	for name, target := range map[string]string{
		"json":      "/api/books/walden",
		"static":    "/api/hours",
		"api route": "/api/session",
		"redirect":  "/b/whale",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := e.Do(context.Background(), &Request{Target: target}, func(event.Event) {}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
