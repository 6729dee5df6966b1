package form

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/google/go-cmp/cmp"
)

func press(m *Model, keys ...string) {
	for _, k := range keys {
		switch k {
		case "enter":
			m.Update(tea.KeyMsg{Type: tea.KeyEnter})
		case "esc":
			m.Update(tea.KeyMsg{Type: tea.KeyEsc})
		case "tab":
			m.Update(tea.KeyMsg{Type: tea.KeyTab})
		default:
			m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(k)})
		}
	}
}

func TestEditing(t *testing.T) {
	tests := []struct {
		name string
		rows []Row
		do   func(*Model)
		want []Row
	}{
		{"a value is typed at its end", []Row{{Name: "id", Value: "em", Fixed: true}},
			func(m *Model) { m.Edit(); press(m, "ma") },
			[]Row{{Name: "id", Value: "emma", Fixed: true}}},
		{"a row is added name first", nil,
			func(m *Model) { m.Edit(); press(m, "q", "enter", "whale", "enter") },
			[]Row{{Name: "q", Value: "whale"}}},
		{"a row left empty is dropped", nil,
			func(m *Model) { m.Edit(); press(m, "esc") }, []Row{}},
		{"tab goes back to the name", []Row{{Name: "a", Value: "1"}},
			func(m *Model) { m.Edit(); press(m, "2", "tab", "b", "esc") },
			[]Row{{Name: "ab", Value: "12"}}},
		{"a fixed row keeps its name", []Row{{Name: "id", Fixed: true}, {Name: "x"}},
			func(m *Model) { m.Edit(); press(m, "1", "tab") },
			[]Row{{Name: "id", Value: "1", Fixed: true}, {Name: "x"}}},
		{"a fixed row stays", []Row{{Name: "id", Fixed: true}},
			func(m *Model) { m.Remove() }, []Row{{Name: "id", Fixed: true}}},
		{"another goes", []Row{{Name: "a"}, {Name: "b"}},
			func(m *Model) { m.Remove() }, []Row{{Name: "b"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := New("add")
			m.SetRows(tt.rows)
			tt.do(&m)
			if diff := cmp.Diff(tt.want, m.Rows()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestView(t *testing.T) {
	m := New("+ add")
	m.SetRows([]Row{{Name: "shelf", Value: "sea"}, {Name: "id", Hint: "a segment", Note: "needed", Fixed: true}})
	m.SetSize(30, 4)
	got := m.View(30, 4, true, Styles{Cursor: "▌", Plain: true})
	want := strings.Join([]string{
		"▌ shelf   sea                 ",
		"  id      a segment     needed",
		"  + add                       ",
		"                              ",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
