package v8

import "testing"

func TestStackOf(t *testing.T) {
	const driver = "    at async (internal:js/lowered:50:30)\n"
	for _, test := range []struct{ name, stack, want string }{
		{"a plain frame", "    at f (app/a.ts:1:2)\n", "\n    at f (app/a.ts:1:2)"},
		{"internal frames are left out", "    at g (internal:x:1:2)\n    at f (app/a.ts:1:2)\n", "\n    at f (app/a.ts:1:2)"},
		{
			"an async function is one frame",
			"    at <anonymous> (app/a.ts:3:9)\n    at next (native)\n" + driver + "    at GET (app/a.ts:2:40)\n    at f (app/b.ts:1:1)\n",
			"\n    at GET (app/a.ts:3:9)\n    at f (app/b.ts:1:1)",
		},
		{
			"one that was resumed has no caller",
			"    at <anonymous> (app/a.ts:3:9)\n" + driver,
			"\n    at app/a.ts:3:9",
		},
		{
			"a callback keeps its own frame",
			"    at <anonymous> (app/a.ts:3:9)\n    at map (native)\n    at GET (app/a.ts:2:40)\n",
			"\n    at app/a.ts:3:9\n    at map (<anonymous>)\n    at GET (app/a.ts:2:40)",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := stackOf(test.stack, 10); got != test.want {
				t.Errorf("got %q\nwant %q", got, test.want)
			}
		})
	}
	if got := stackOf("    at f (a.ts:1:1)\n    at g (a.ts:2:1)\n", 1); got != "\n    at f (a.ts:1:1)" {
		t.Errorf("limited to 1: %q", got)
	}
}
