package tabs

import (
	"strings"
	"testing"

	"routescope/tui/widget/cells"
)

func TestViewFindsRoom(t *testing.T) {
	all := []Tab{{"Body", ""}, {"Headers", "8"}, {"Stream", "6"}, {"Cache", "HIT"}}
	tests := []struct {
		name   string
		active int
		w      int
		want   string
	}{
		{"all of it", 0, 48, "[Body] Headers 8  Stream 6  Cache HIT"},
		{"without idle badges", 2, 34, " Body  Headers [Stream] 6  Cache"},
		{"neighbours only", 2, 20, "‹[Stream] 6  Cache"},
		{"one tab", 1, 12, "‹[Headers]›"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := View(all, tt.active, tt.w, Styles{Left: "[", Right: "]"})
			if cells.Width(got) != tt.w {
				t.Errorf("%d wide, want %d", cells.Width(got), tt.w)
			}
			if got = strings.TrimRight(got, " "); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}
