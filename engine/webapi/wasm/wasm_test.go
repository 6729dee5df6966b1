package wasm_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/js"
	"routescope/engine/webapi"
	"routescope/engine/webapi/internal/jstest"
)

// TestAsInNode compares the JavaScript API with that of Node.js 20.
func TestAsInNode(t *testing.T) {
	cases, err := os.ReadFile("testdata/cases.js")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/node.txt")
	if err != nil {
		t.Fatal(err)
	}
	got, err := jstest.Run(t, js.Options{Extensions: webapi.Extensions()}, string(cases)+"return run();")
	if err != nil {
		t.Fatal(err)
	}
	var lines []any
	for line := range strings.SplitSeq(strings.TrimSpace(string(want)), "\n") {
		lines = append(lines, line)
	}
	if diff := cmp.Diff(lines, got); diff != "" {
		t.Error(diff)
	}
}

func TestLimits(t *testing.T) {
	const bytes = `const b = (...x) => new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...x]);`
	for name, c := range map[string]struct {
		limits js.Limits
		body   string
		want   any
		lost   error
	}{
		"an endless loop ends with the turn": {
			limits: js.Limits{Turn: 200 * time.Millisecond},
			body:   `const { instance } = await WebAssembly.instantiate(b(1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 0x66, 0, 0, 10, 9, 1, 7, 0, 3, 0x40, 0x0c, 0, 0x0b, 0x0b)); instance.exports.f();`,
			lost:   js.ErrTimeLimit,
		},
		"memory has a limit": {
			limits: js.Limits{Memory: 16 << 20},
			body:   `const m = new WebAssembly.Memory({ initial: 1 }); try { m.grow(1000); } catch (e) { return [e.name, m.buffer.byteLength]; }`,
			want:   []any{"RangeError", 65536.0},
		},
		"instances that are gone give it back": {
			limits: js.Limits{Memory: 16 << 20},
			body:   `for (let i = 0; i < 100; i++) { new WebAssembly.Memory({ initial: 100 }); await new Promise((r) => setTimeout(r)); } return 'done';`,
			want:   "done",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var lost error
			got, err := jstest.Run(t, js.Options{
				Extensions: webapi.Extensions(), Limits: c.limits, Lost: func(_ int, reason error) { lost = reason },
			}, bytes+c.body)
			if c.lost != nil {
				if !errors.Is(lost, c.lost) {
					t.Errorf("lost by %v, got %v, %v", lost, got, err)
				}
				return
			}
			if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}
