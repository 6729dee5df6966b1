package v8

import (
	"testing"

	"routescope/engine/js"
)

func TestStackOf(t *testing.T) {
	place := func(f js.Frame) js.Frame {
		if f.File == "compiled" {
			f.File, f.Line = "app/source.ts", f.Line+10
		}
		return f
	}
	for _, test := range []struct{ name, stack, want string }{
		{"a plain frame", "    at f (app/a.ts:1:2)\n", "\n    at f (app/a.ts:1:2)"},
		{"internal frames are left out", "    at g (internal:x:1:2)\n    at f (app/a.ts:1:2)\n", "\n    at f (app/a.ts:1:2)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := stackOf(&js.ThrownError{Native: true, Stack: test.stack}, 10, place); got != test.want {
				t.Errorf("got %q\nwant %q", got, test.want)
			}
		})
	}
	if got := stackOf(&js.ThrownError{Native: true, Stack: "    at f (a.ts:1:1)\n    at g (a.ts:2:1)\n"}, 1, place); got != "\n    at f (a.ts:1:1)" {
		t.Errorf("limited to 1: %q", got)
	}
}
