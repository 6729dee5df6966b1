package tui

import (
	"fmt"
	"strings"
	"testing"

	"routescope/tui/widget/split"
)

func (l layout) String() string {
	names := [paneCount]string{"routes", "request", "response", "conflicts"}
	var b strings.Builder
	for id, r := range l.panes {
		if !r.Empty() {
			fmt.Fprintf(&b, "%s %d,%d %d×%d; ", names[id], r.X, r.Y, r.W, r.H)
		}
	}
	return strings.TrimSuffix(b.String(), "; ")
}

func TestArrange(t *testing.T) {
	tests := []struct {
		name string
		in   shape
		want string
	}{
		{"a wide screen", shape{width: 200, height: 60, share: 33},
			"routes 0,1 66×58; request 66,1 134×14; response 66,15 134×44"},
		{"a wide screen with conflicts", shape{width: 200, height: 60, share: 33, conflicts: 3},
			"routes 0,1 66×53; request 66,1 134×14; response 66,15 134×44; conflicts 0,54 66×5"},
		{"80×24 in the tree", shape{width: 80, height: 24, share: 33},
			"routes 0,2 80×21"},
		{"80×24 writing a request", shape{width: 80, height: 24, share: 33, focus: requestPane},
			"request 0,2 80×9; response 0,11 80×12"},
		{"80×24 reading the response", shape{width: 80, height: 24, share: 33, focus: responsePane},
			"request 0,2 80×3; response 0,5 80×18"},
		{"a tall narrow screen stacks", shape{width: 80, height: 60, share: 33},
			"routes 0,1 80×19; request 0,20 80×9; response 0,29 80×30"},
		{"the smallest screen with columns", shape{width: 86, height: 24, share: 33},
			"routes 0,1 30×22; request 30,1 56×9; response 30,10 56×13"},
		{"full screen", shape{width: 200, height: 60, share: 33, focus: responsePane, zoom: fullZoom},
			"response 0,2 200×57"},
		{"half screen", shape{width: 200, height: 60, share: 33, focus: responsePane, zoom: halfZoom},
			"routes 0,1 40×58; request 40,1 160×3; response 40,4 160×55"},
		{"too small", shape{width: 20, height: 5, share: 33}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := arrange(tt.in).String(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// At every size, in every state: the focused pane is shown, nothing overlaps,
// nothing stands outside, and no cell between header and footer is left over.
func TestArrangeCoversTheScreen(t *testing.T) {
	for width := minWidth; width < 130; width += 3 {
		for height := minHeight; height < 70; height += 2 {
			for focus := range paneCount {
				for z := normalZoom; z <= fullZoom; z++ {
					for _, conflicts := range []int{0, 1, 30} {
						s := shape{width, height, focus, z, 33, conflicts}
						checkCover(t, s, arrange(s))
					}
				}
			}
		}
	}
}

func checkCover(t *testing.T, s shape, l layout) {
	t.Helper()
	if l.panes[s.focus].Empty() {
		t.Fatalf("%+v: the focused pane is not shown", s)
	}
	area := 0
	screen := split.Rect{W: s.width, H: s.height}
	for _, r := range append(l.panes[:], l.header, l.crumbs, l.footer) {
		area += r.W * r.H
		if r.Empty() {
			continue
		}
		if r.X < 0 || r.Y < 0 || r.X+r.W > screen.W || r.Y+r.H > screen.H {
			t.Fatalf("%+v: %v leaves the screen", s, r)
		}
	}
	if area != s.width*s.height {
		t.Fatalf("%+v: %d of %d cells are covered: %v", s, area, s.width*s.height, l)
	}
}
