package websockets

import (
	"testing"

	"routescope/engine/js"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/webidl"
)

func TestTheConstructorNamesWhatIsMissing(t *testing.T) {
	jstest.RunCases(t, js.Options{Extensions: []*js.Extension{webidl.Extension, Extension}}, map[string]jstest.Case{
		"a new WebSocket": {
			Body:   `new WebSocket('ws://localhost/');`,
			Throws: "Error: WebSocket is not implemented: routescope answers HTTP requests and opens no sockets.",
		},
		"what can be asked": {
			Body: `return [typeof WebSocket, WebSocket.OPEN, typeof globalThis.EventSource];`,
			Want: `["function", 1, "undefined"]`,
		},
	})
}
