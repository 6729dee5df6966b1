package report

import (
	"fmt"
	"io"
	"strings"

	"routescope/golden"
)

// maxAnnotations is how many annotations GitHub shows for one step:
// https://docs.github.com/en/actions/reference/limits.
const maxAnnotations = 10

type gitHub struct {
	w     io.Writer
	shown int
}

func newGitHub(w io.Writer) Reporter { return &gitHub{w: w} }

// Result writes a workflow command for a golden that did not pass. See
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions.
func (g *gitHub) Result(r *golden.Result) error {
	if r.Outcome == golden.Passed || r.Outcome == golden.Updated || g.shown == maxAnnotations {
		return nil
	}
	g.shown++
	file, line := r.Handler()
	message := fmt.Sprintf("%s: %s %s", r.Golden.Path, r.Golden.Request.Method, r.Golden.Request.Target)
	if r.Err != nil {
		message += "\n" + r.Err.Error()
	}
	for i := range r.Differences {
		message += "\n" + r.Differences[i].Where + "\n" + r.Differences[i].Text()
	}
	_, err := fmt.Fprintf(g.w, "::error file=%s,line=%d,title=%s::%s\n",
		property(file), max(1, line), property("golden "+string(r.Outcome)+": "+r.Golden.Name()), data(message))
	return err
}

// End says how many annotations were left out.
func (g *gitHub) End(s *golden.Summary) error {
	if s.Failed+s.Broken+s.Crashed <= maxAnnotations {
		return nil
	}
	_, err := fmt.Fprintf(g.w, "::notice title=routescope::%s\n", data(Line(s)))
	return err
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func data(s string) string     { return dataEscapes.Replace(s) }
func property(s string) string { return propertyEscapes.Replace(s) }
