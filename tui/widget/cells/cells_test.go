package cells

import (
	"strings"
	"testing"
)

func TestFitFillsExactly(t *testing.T) {
	tests := []struct {
		name, in string
		w        int
		want     string
	}{
		{"short text is padded", "ab", 4, "ab  "},
		{"long text is cut", "abcdef", 4, "abc…"},
		{"a wide character that does not fit leaves a space", "日本語", 4, "日… "},
		{"no room", "abc", 0, ""},
		{"negative room", "abc", -3, ""},
		{"one cell", "abc", 1, "…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fit(tt.in, tt.w); got != tt.want {
				t.Errorf("Fit(%q, %d) = %q, want %q", tt.in, tt.w, got, tt.want)
			}
		})
	}
}

func TestBetweenKeepsTheRightEnd(t *testing.T) {
	tests := []struct {
		name, left, right string
		w                 int
		want              string
	}{
		{"both fit", "a", "z", 5, "a   z"},
		{"left is cut", "abcdefgh", "zz", 8, "abcd… zz"},
		{"right alone would fill the line", "abc", "zzzz", 4, "abc "},
		{"nothing on the right", "abc", "", 5, "abc  "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Between(tt.left, tt.right, tt.w); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCutLeftKeepsTheEnd(t *testing.T) {
	if got := CutLeft("app/api/books/route.ts", 10); got != "…/route.ts" {
		t.Errorf("got %q", got)
	}
}

func TestCleanDisarmsControlCharacters(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain text is left alone", "GET /api", "GET /api"},
		{"an escape sequence shows as what it is", "\x1b[2J", "␛[2J"},
		{"line ends and tabs", "a\r\n\tb", "a⏎  b"},
		{"C1 controls", "a\u009bb", "a·b"},
		{"text that would turn around", "a\u202eb", "a·b"},
		{"accents and emoji stay", "é👩\u200d💻", "é👩\u200d💻"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Clean(tt.in); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestOverlayKeepsTheSize(t *testing.T) {
	base := Block([]string{"aaaaaa", "bbbbbb", "cccccc"}, 6, 3)
	got := Overlay(base, "XX\nYY", 2, 1)
	lines := strings.Split(got, "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, l := range lines {
		if Width(l) != 6 {
			t.Errorf("%q is %d wide", l, Width(l))
		}
	}
	if !strings.Contains(lines[1], "XX") || !strings.Contains(lines[2], "YY") {
		t.Errorf("got %q", got)
	}
}
