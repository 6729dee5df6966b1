// Package report tells what a run of goldens found, in the words of whoever
// listens: people, scripts, CI servers.
package report

import (
	"io"

	"routescope/golden"
)

// A Reporter is told each result of a run as it is known, and then the summary.
type Reporter interface {
	Result(r *golden.Result) error
	End(s *golden.Summary) error
}

// A Format is a way to write reports.
type Format struct {
	Name string // as a flag names it
	Doc  string // one line
	New  func(w io.Writer) Reporter
}

// formats are all formats, sorted by name.
var formats = []Format{
	{"github", "annotations for GitHub Actions, on the lines of the handlers", newGitHub},
	{"json", "one JSON object a line: each result, then the summary", newJSON},
	{"junit", "JUnit XML, as CI servers read it", newJUnit},
	{"text", "for people: what differs, and a last line that counts", newText},
}

// Formats returns all formats, sorted by name.
func Formats() []Format { return formats }

// New returns a reporter in the format called name, which must be one of
// [Formats].
func New(name string, w io.Writer) Reporter {
	for _, f := range formats {
		if f.Name == name {
			return f.New(w)
		}
	}
	panic("report: no format " + name)
}
