package scroll

import "testing"

func TestWindowHoldsTheCursor(t *testing.T) {
	tests := []struct {
		name                 string
		length, page, cursor int
		h                    int
		from, to             int
	}{
		{"a list that fits", 3, 10, 2, 10, 0, 3},
		{"the end of a long list", 100, 10, 99, 10, 90, 100},
		{"the middle", 100, 10, 50, 10, 41, 51},
		{"drawn lower than announced", 100, 10, 50, 4, 47, 51},
		{"no room", 100, 10, 50, 0, 0, 0},
		{"an empty list", 0, 10, 5, 10, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var m Model
			m.SetLength(tt.length)
			m.SetPage(tt.page)
			m.Select(tt.cursor)
			if from, to := m.Window(tt.h); from != tt.from || to != tt.to {
				t.Errorf("got %d–%d, want %d–%d", from, to, tt.from, tt.to)
			}
		})
	}
}

func TestTheWindowMovesOnlyWhenItMust(t *testing.T) {
	var m Model
	m.SetLength(100)
	m.SetPage(10)
	m.Select(50)
	m.Move(-5)
	if from, _ := m.Window(10); from != 41 {
		t.Errorf("top is %d after a move inside the window, want 41", from)
	}
	m.SetLength(20)
	if m.Cursor() != 19 {
		t.Errorf("cursor is %d in a list that shrank to 20", m.Cursor())
	}
}
