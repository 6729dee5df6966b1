// Package cells measures, cuts and fills text in terminal cells.
//
// A view must fill its rectangle exactly, whatever the text holds: wide
// characters, escape sequences of our own styles, control characters of
// somebody else's program. The functions here are the only ones that pad or cut.
package cells

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// tab is how wide a tab is shown, as in most editors of JavaScript.
const tab = "  "

// Width returns how many cells s takes on one line.
func Width(s string) int { return ansi.StringWidth(s) }

// Cut shortens s to at most w cells, ending in "…" if something is missing.
func Cut(s string, w int) string {
	if w <= 0 {
		return ""
	}
	return ansi.Truncate(s, w, "…")
}

// CutLeft shortens s to at most w cells by leaving out its beginning, for paths
// whose end says more.
func CutLeft(s string, w int) string {
	n := Width(s)
	switch {
	case w <= 0:
		return ""
	case n <= w:
		return s
	}
	return ansi.TruncateLeft(s, n-w+1, "…")
}

// Fit returns s in exactly w cells: cut, or padded with spaces.
func Fit(s string, w int) string {
	if w <= 0 {
		return ""
	}
	s = Cut(s, w)
	return s + strings.Repeat(" ", max(0, w-Width(s)))
}

// Right returns s in exactly w cells, padded on the left.
func Right(s string, w int) string {
	if w <= 0 {
		return ""
	}
	s = Cut(s, w)
	return strings.Repeat(" ", max(0, w-Width(s))) + s
}

// Between puts left and right at the two ends of w cells. Where both do not
// fit, right keeps its place and left is cut.
func Between(left, right string, w int) string {
	r := Width(right)
	if r == 0 || r+1 >= w {
		return Fit(left, w)
	}
	return Fit(left, w-r-1) + " " + right
}

// Block returns lines as h lines of w cells each, joined with "\n".
func Block(lines []string, w, h int) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	out := make([]string, h)
	for i := range out {
		if i < len(lines) {
			out[i] = Fit(lines[i], w)
		} else {
			out[i] = strings.Repeat(" ", w)
		}
	}
	return strings.Join(out, "\n")
}

// Wrap breaks s into lines of at most w cells, at spaces where there are any.
func Wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	return strings.Split(ansi.Wrap(s, w, ""), "\n")
}

// Overlay puts box over base with its upper left corner at (x, y). Both are
// blocks; what sticks out of base is dropped.
func Overlay(base, box string, x, y int) string {
	lines := strings.Split(base, "\n")
	reset := ""
	if strings.ContainsRune(base, ansi.ESC) {
		reset = ansi.ResetStyle // what the cut leaves open
	}
	for i, line := range strings.Split(box, "\n") {
		row := y + i
		if row < 0 || row >= len(lines) {
			continue
		}
		total := Width(lines[row])
		left := Fit(ansi.Truncate(lines[row], x, ""), x)
		right := ansi.TruncateLeft(lines[row], x+Width(line), "")
		lines[row] = Fit(left+reset+line+reset+right, total)
	}
	return strings.Join(lines, "\n")
}

// Clean makes text from elsewhere safe to show on one line: tabs become spaces,
// line ends "⏎", other control characters their picture, and characters that
// would reorder or hide text "·". Without it a console line of a handler could
// move our cursor.
func Clean(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	for _, r := range s {
		writeClean(&b, r)
	}
	return b.String()
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

func writeClean(b *strings.Builder, r rune) {
	switch {
	case r == '\t':
		b.WriteString(tab)
	case r == '\n':
		b.WriteRune('⏎')
	case r == '\r':
	case r < 0x20:
		b.WriteRune('␀' + r)
	case r == 0x7f:
		b.WriteRune('␡')
	case r == '\u200d', r == '\ufe0f': // they join and colour emoji
		b.WriteRune(r)
	case r < 0xa0 && r > 0x7f, unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
		b.WriteRune('·')
	default:
		b.WriteRune(r)
	}
}
