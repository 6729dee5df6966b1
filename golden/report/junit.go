package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"routescope/golden"
)

// junit collects results, because JUnit XML begins with their counts. See
// https://github.com/testmoapp/junitxml for the dialect that servers share.
type junit struct {
	w      io.Writer
	suites []*junitSuite
}

func newJUnit(w io.Writer) Reporter { return &junit{w: w} }

type junitSuites struct {
	XMLName  xml.Name      `xml:"testsuites"`
	Name     string        `xml:"name,attr"`
	Tests    int           `xml:"tests,attr"`
	Failures int           `xml:"failures,attr"`
	Errors   int           `xml:"errors,attr"`
	Time     string        `xml:"time,attr"`
	Suites   []*junitSuite `xml:"testsuite"`
}

// A junitSuite is one folder.
type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`

	seconds float64
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"` // the handler's file, or the golden's
	File    string        `xml:"file,attr"`
	Line    int           `xml:"line,attr,omitempty"`
	Time    string        `xml:"time,attr"`
	Failure *junitProblem `xml:"failure"`
	Error   *junitProblem `xml:"error"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// Result implements [Reporter].
func (j *junit) Result(r *golden.Result) error {
	dir := filepath.ToSlash(filepath.Dir(r.Golden.Path))
	if len(j.suites) == 0 || j.suites[len(j.suites)-1].Name != dir {
		j.suites = append(j.suites, &junitSuite{Name: dir})
	}
	suite := j.suites[len(j.suites)-1]
	file, line := r.Handler()
	test := junitCase{Name: r.Golden.Name(), Class: file, File: r.Golden.Path, Time: seconds(r.Duration.Seconds())}
	if file == r.Golden.Path {
		test.Line = line
	}
	switch r.Outcome {
	case golden.Failed:
		test.Failure = &junitProblem{plural(len(r.Differences), "difference"), problemText(r)}
		suite.Failures++
	case golden.Broken, golden.Crashed:
		test.Error = &junitProblem{printableXML(r.Err.Error()), problemText(r)}
		suite.Errors++
	}
	suite.Tests++
	suite.seconds += r.Duration.Seconds()
	suite.Cases = append(suite.Cases, test)
	return nil
}

// problemText shows the request and what differs.
func problemText(r *golden.Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", r.Golden.Request.Method, r.Golden.Request.Target)
	if r.Err != nil {
		fmt.Fprintf(&b, "\n%v\n", r.Err)
	}
	for i := range r.Differences {
		fmt.Fprintf(&b, "\n%s\n%s\n", r.Differences[i].Where, r.Differences[i].Text())
	}
	return printableXML(b.String())
}

// printableXML replaces characters that XML 1.0 cannot hold, not even escaped.
func printableXML(s string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' && c != '\t' || c == 0xFFFE || c == 0xFFFF {
			return '\uFFFD'
		}
		return c
	}, s)
}

func seconds(s float64) string { return fmt.Sprintf("%.3f", s) }

// End implements [Reporter].
func (j *junit) End(s *golden.Summary) error {
	all := junitSuites{Name: "routescope", Tests: s.Total, Failures: s.Failed, Errors: s.Broken + s.Crashed,
		Time: seconds(s.Duration.Seconds()), Suites: j.suites}
	for _, suite := range j.suites {
		suite.Time = seconds(suite.seconds)
	}
	if _, err := io.WriteString(j.w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(j.w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(j.w, "\n")
	return err
}
