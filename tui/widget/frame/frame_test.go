package frame

import (
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"

	"routescope/tui/widget/cells"
)

func TestRender(t *testing.T) {
	got := Render("one\ntwo", Words{Title: "Routes", Note: "35", Foot: "1/2"}, 22, 4, Style{Border: lipgloss.RoundedBorder()})
	want := strings.Join([]string{
		"╭─ Routes ────── 35 ─╮",
		"│one                 │",
		"│two                 │",
		"╰────────────── 1/2 ─╯",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestRenderFillsAnySize(t *testing.T) {
	style := Style{Border: lipgloss.RoundedBorder()}
	for w := range 30 {
		for h := range 6 {
			got := Render("some content\nhere", Words{"A title", "a note", "a foot"}, w, h, style)
			if w == 0 || h == 0 {
				if got != "" {
					t.Errorf("%d×%d: %q", w, h, got)
				}
				continue
			}
			lines := strings.Split(got, "\n")
			if len(lines) != h {
				t.Errorf("%d×%d: %d lines", w, h, len(lines))
			}
			for _, l := range lines {
				if cells.Width(l) != w {
					t.Errorf("%d×%d: %q is %d wide", w, h, l, cells.Width(l))
				}
			}
		}
	}
}
