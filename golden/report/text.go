package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"routescope/golden"
)

// signs mark outcomes; without colour they still tell.
var signs = map[golden.Outcome]string{
	golden.Failed: "✗", golden.Broken: "!", golden.Crashed: "!", golden.Updated: "✎",
}

// maxDifferences is how many differences of one golden are shown: after a
// dozen, one looks at the golden itself.
const maxDifferences = 12

type text struct{ w *bufio.Writer }

func newText(w io.Writer) Reporter { return &text{bufio.NewWriter(w)} }

// Result writes what is worth reading; a golden that passes is not.
func (t *text) Result(r *golden.Result) error {
	sign, ok := signs[r.Outcome]
	if !ok {
		return nil
	}
	fmt.Fprintf(t.w, "%s %s  %s\n", sign, r.Golden.Path, r.Golden.Name())
	if r.Err != nil {
		fmt.Fprintf(t.w, "    %s\n", indent(r.Err.Error()))
	}
	if r.Outcome == golden.Updated {
		return t.w.Flush()
	}
	for i := range r.Differences {
		if i == maxDifferences {
			fmt.Fprintf(t.w, "    … and %d more differences\n", len(r.Differences)-i)
			break
		}
		d := &r.Differences[i]
		fmt.Fprintf(t.w, "    %s\n      %s\n", d.Where, strings.ReplaceAll(d.Text(), "\n", "\n      "))
	}
	return t.w.Flush()
}

func indent(s string) string { return strings.ReplaceAll(s, "\n", "\n    ") }

// End writes one line: "64 goldens: 63 passed, 1 failed (1.2s)".
func (t *text) End(s *golden.Summary) error {
	fmt.Fprintln(t.w, Line(s))
	return t.w.Flush()
}

// Line returns the summary in one line.
func Line(s *golden.Summary) string {
	var counts []string
	for _, c := range []struct {
		n    int
		name golden.Outcome
	}{{s.Passed, golden.Passed}, {s.Failed, golden.Failed}, {s.Updated, golden.Updated}, {s.Broken, golden.Broken}, {s.Crashed, golden.Crashed}} {
		if c.n > 0 || c.name == golden.Passed {
			counts = append(counts, fmt.Sprintf("%d %s", c.n, c.name))
		}
	}
	return fmt.Sprintf("%s: %s (%s)", plural(s.Total, "golden"), strings.Join(counts, ", "), s.Duration.Round(10*time.Millisecond))
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
