package textview

import (
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"

	"routescope/tui/widget/cells"
)

var plain = Styles{Class: func(Class) lipgloss.Style { return lipgloss.NewStyle() }}

// text has a fold in lines 1–3 and one inside it in line 2.
func text() []Line {
	lines := Lines("zero\none\ntwo\nthree\nfour", Plain)
	lines[1].Fold, lines[1].Folded = 2, []Span{{Text: " …"}}
	lines[2].Fold, lines[2].Folded = 1, []Span{{Text: " ..."}}
	return lines
}

func view(m *Model, w, h int) string {
	var out []string
	for _, l := range strings.Split(m.View(w, h, true, plain), "\n") {
		out = append(out, strings.TrimRight(l, " "))
	}
	return strings.Join(out, "|")
}

func TestFolding(t *testing.T) {
	tests := []struct {
		name string
		do   func(*Model)
		want string
	}{
		{"open", func(m *Model) {}, "▌ zero| ▾one| ▾two|  three|  four"},
		{"closed", func(m *Model) { m.Move(1); m.Toggle() }, "  zero|▌▸one …|  four||"},
		{"left goes to the line that opens the fold", func(m *Model) { m.Move(3); m.Fold() }, "  zero| ▾one|▌▾two|  three|  four"},
		{"left again closes it", func(m *Model) { m.Move(3); m.Fold(); m.Fold() }, "  zero| ▾one|▌▸two ...|  four|"},
		{"right opens it", func(m *Model) { m.Move(2); m.Fold(); m.Unfold() }, "  zero| ▾one|▌▾two|  three|  four"},
		{"all", func(m *Model) { m.FoldAll() }, "▌ zero| ▸one …|  four||"},
		{"all and back", func(m *Model) { m.FoldAll(); m.FoldAll() }, "▌ zero| ▾one| ▾two|  three|  four"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var m Model
			m.SetLines(text())
			tt.do(&m)
			if got := view(&m, 20, 5); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestSearchOpensFoldsAndGoesAround(t *testing.T) {
	var m Model
	m.SetLines(text())
	m.FoldAll()
	if !m.SetQuery("THREE") || m.Line() != 3 {
		t.Fatalf("on line %d", m.Line())
	}
	m.SetQuery("o")
	var seen []int
	for range 4 {
		m.Next(1)
		seen = append(seen, m.Line())
	}
	if want := []int{0, 1, 2, 4}; m.Matches() != 4 || seen[0] != 0 || seen[3] != want[3] {
		t.Errorf("%d matches, visited %v, want %v", m.Matches(), seen, want)
	}
	if m.SetQuery("tea") || m.Next(1) {
		t.Error("found what is not there")
	}
}

func TestLongLinesWrapAndTheCursorStaysInSight(t *testing.T) {
	var m Model
	m.SetLines(Lines("aaaaaaaaaaaa\nbbbbbbbbbbbb\nend", Plain))
	m.SetPage(3)
	if got := view(&m, 8, 3); got != "▌ aaaaaa|▌   aaaa|▌   aa" {
		t.Errorf("got %s", got)
	}
	m.Last()
	if got := view(&m, 8, 3); got != "    bbbb|    bb|▌ end" {
		t.Errorf("got %s", got)
	}
}

func TestViewFillsAnySize(t *testing.T) {
	var m Model
	m.SetLines(Lines("日本語のテキスト\n\x1b[31mred\x1b[0m\n"+strings.Repeat("long ", 5000), Plain))
	m.Last()
	for w := 1; w < 20; w++ {
		for h := 1; h < 5; h++ {
			lines := strings.Split(m.View(w, h, true, plain), "\n")
			if len(lines) != h {
				t.Fatalf("%d×%d: %d lines", w, h, len(lines))
			}
			for _, l := range lines {
				if cells.Width(l) != w {
					t.Fatalf("%d×%d: %q is %d wide", w, h, l, cells.Width(l))
				}
			}
		}
	}
}
