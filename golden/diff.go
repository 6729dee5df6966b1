package golden

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// Text returns the difference in words, without line end: one line, or a diff
// where there is more to it.
func (d *Difference) Text() string {
	var lines []string
	if d.Note != "" {
		lines = append(lines, d.Note)
	}
	switch multi := strings.Contains(d.Want+d.Got, "\n"); {
	case d.Want == "" && d.Got == "":
	case multi && d.Want != "" && d.Got != "":
		lines = append(lines, strings.TrimRight(unified(d.Want, d.Got), "\n"))
	default:
		lines = append(lines, signed("- ", d.Want)...)
		lines = append(lines, signed("+ ", d.Got)...)
	}
	return strings.Join(lines, "\n")
}

// signed puts a sign before each line of a text, unless it is empty and there is
// nothing to show.
func signed(sign, text string) []string {
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = sign + lines[i]
	}
	return lines
}

// unified returns a diff of what was expected (-) and what came (+). Lines whose
// masks hold count as equal.
func unified(want, got string) string {
	templates := strings.Split(want, "\n")
	lines := strings.Split(got, "\n")
	from := 0
	for i, line := range lines {
		for j := from; j < len(templates); j++ {
			if !strings.Contains(templates[j], "«") || compareText(templates[j], line, NewScope(nil)) != nil {
				continue
			}
			lines[i], from = templates[j], j+1
			break
		}
	}
	diff := udiff.Unified("expected", "got", want+"\n", strings.Join(lines, "\n")+"\n")
	_, diff, _ = strings.Cut(diff, "@@") // the file names say nothing
	if diff == "" {
		return "- " + want + "\n+ " + got
	}
	return "@@" + diff
}
