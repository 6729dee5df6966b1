package nodeapi_test

import (
	"slices"
	"testing"

	"routescope/engine/js"
	"routescope/engine/nodeapi"
	"routescope/engine/webapi"
)

// BenchmarkNewIsolate starts isolates with the whole runtime of a handler, but for
// next/*: its globals and modules load when they are used.
func BenchmarkNewIsolate(b *testing.B) {
	extensions := slices.Concat(webapi.Extensions(), nodeapi.Extensions())
	for b.Loop() {
		iso, err := js.New(js.Options{Extensions: extensions, Host: corpusHost{}})
		if err != nil {
			b.Fatal(err)
		}
		iso.Close()
	}
}
