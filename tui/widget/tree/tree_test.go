package tree

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sample() []*Node {
	leaf := func(id string) *Node { return &Node{ID: id, Text: id} }
	return []*Node{
		{ID: "/api", Text: "/api", Children: []*Node{
			{ID: "/api/books", Text: "/api/books", Children: []*Node{
				leaf("GET /api/books"), leaf("POST /api/books"),
			}},
			leaf("GET /api/clock"),
		}},
		leaf("GET /robots.txt"),
	}
}

func ids(m *Model) []string {
	var out []string
	for _, r := range m.Rows() {
		out = append(out, strings.Repeat(" ", r.Depth)+r.ID)
	}
	return out
}

func TestFoldsAndFilter(t *testing.T) {
	tests := []struct {
		name string
		do   func(*Model)
		want []string
	}{
		{"everything is open at first", func(m *Model) {},
			[]string{"/api", " /api/books", "  GET /api/books", "  POST /api/books", " GET /api/clock", "GET /robots.txt"}},
		{"a closed folder hides what is in it", func(m *Model) { m.Select("/api/books"); m.Toggle() },
			[]string{"/api", " /api/books", " GET /api/clock", "GET /robots.txt"}},
		{"a filter keeps the way to what it found", func(m *Model) { m.SetFilter("post") },
			[]string{"/api", " /api/books", "  POST /api/books"}},
		{"words may come in any order", func(m *Model) { m.SetFilter("clock get") },
			[]string{"/api", " GET /api/clock"}},
		{"a folder that fits shows all of it", func(m *Model) { m.SetFilter("books") },
			[]string{"/api", " /api/books", "  GET /api/books", "  POST /api/books"}},
		{"a filter looks into closed folders", func(m *Model) { m.Select("/api"); m.Toggle(); m.SetFilter("clock") },
			[]string{"/api", " GET /api/clock"}},
		{"nothing fits", func(m *Model) { m.SetFilter("tea") }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var m Model
			m.SetRoots(sample())
			tt.do(&m)
			if diff := cmp.Diff(tt.want, ids(&m)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheCursorStaysWithItsNode(t *testing.T) {
	var m Model
	m.SetRoots(sample())
	m.Select("GET /robots.txt")
	m.SetRoots(append([]*Node{{ID: "GET /a", Text: "GET /a"}}, sample()...))
	if got := m.Selected().ID; got != "GET /robots.txt" {
		t.Errorf("after a reload on %s", got)
	}
	m.SetRoots(sample()[:1])
	if m.Selected() == nil {
		t.Error("nothing is selected although rows are left")
	}
	m.SetRoots(nil)
	if m.Selected() != nil {
		t.Error("something is selected in an empty tree")
	}
}

func TestLeftAndRightWalkTheTree(t *testing.T) {
	var m Model
	m.SetRoots(sample())
	m.Select("POST /api/books")
	steps := []struct {
		do   func()
		want string
	}{
		{m.Close, "/api/books"}, {m.Close, "/api/books"}, {m.Close, "/api"},
		{m.Open, "/api/books"}, {m.Open, "/api/books"}, {m.Open, "GET /api/books"}, {m.Open, "GET /api/books"},
	}
	for i, s := range steps {
		s.do()
		if got := m.Selected().ID; got != s.want {
			t.Fatalf("step %d: on %s, want %s", i, got, s.want)
		}
	}
}
