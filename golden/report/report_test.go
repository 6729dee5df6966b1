package report

import (
	"encoding/xml"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/event"
	"routescope/golden"
	"routescope/recorder"
)

var update = flag.Bool("update", false, "rewrite testdata")

// results are one golden of each outcome.
func results(t *testing.T) ([]*golden.Result, *golden.Summary) {
	t.Helper()
	of := func(path, name string) *golden.Golden {
		g, err := golden.Parse(path, []byte("-- meta --\nversion: 1\nname: '"+name+"'\n-- request --\nGET /api/books?a=1&b=2\n-- expect --\n200 OK\n"))
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	handled := &recorder.Exchange{Status: 200, Events: []event.Event{
		&event.HandlerStarted{Position: event.Position{File: "app/api/books/route.ts", Line: 7}},
	}}
	return []*golden.Result{
			{Golden: of("books/01.golden.txtar", "passes"), Outcome: golden.Passed, Duration: 12 * time.Millisecond, Exchange: handled},
			{Golden: of("books/02.golden.txtar", "differs, 100%"), Outcome: golden.Failed, Duration: time.Second, Exchange: handled, Differences: []golden.Difference{
				{Where: "status", Want: "200 OK", Got: "404 Not Found"},
				{Where: "body $.text", Got: "a < b\x01\nc & d", Note: "the member is new"},
			}},
			{Golden: of("orders/01.golden.txtar", "cannot be sent"), Outcome: golden.Broken, Err: errors.New("orders/01.golden.txtar:3: the request needs {{env:KEY}}")},
			{Golden: of("orders/02.golden.txtar", "is not answered"), Outcome: golden.Crashed, Err: errors.New("firing GET /api/books: out of order")},
			{Golden: of("orders/03.golden.txtar", "is new"), Outcome: golden.Updated},
		}, &golden.Summary{
			Total: 5, Passed: 1, Failed: 1, Broken: 1, Crashed: 1, Updated: 1, Duration: 1234 * time.Millisecond,
		}
}

// TestFormats walks the list: each format has a line of documentation and a
// file with what it makes of the same results.
func TestFormats(t *testing.T) {
	last := ""
	for _, f := range Formats() {
		if f.Doc == "" || f.Name <= last {
			t.Errorf("format %q: without documentation, or out of order", f.Name)
		}
		last = f.Name
		t.Run(f.Name, func(t *testing.T) {
			var b strings.Builder
			reporter := New(f.Name, &b)
			all, summary := results(t)
			for _, r := range all {
				if err := reporter.Result(r); err != nil {
					t.Fatal(err)
				}
			}
			if err := reporter.End(summary); err != nil {
				t.Fatal(err)
			}
			compareFile(t, filepath.Join("testdata", f.Name+".txt"), b.String())
		})
	}
}

func compareFile(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-), got (+):\n%s", path, diff)
	}
}

func TestJUnitIsXML(t *testing.T) {
	var b strings.Builder
	reporter := New("junit", &b)
	all, summary := results(t)
	for _, r := range all {
		if err := reporter.Result(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := reporter.End(summary); err != nil {
		t.Fatal(err)
	}
	var suites junitSuites
	if err := xml.Unmarshal([]byte(b.String()), &suites); err != nil {
		t.Fatal(err)
	}
	if len(suites.Suites) != 2 || suites.Tests != 5 || suites.Failures != 1 || suites.Errors != 2 {
		t.Errorf("got %d suites, %d tests, %d failures, %d errors", len(suites.Suites), suites.Tests, suites.Failures, suites.Errors)
	}
}

func TestGitHubCapsAnnotations(t *testing.T) {
	var b strings.Builder
	reporter := New("github", &b)
	all, _ := results(t)
	for range 30 {
		if err := reporter.Result(all[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := reporter.End(&golden.Summary{Total: 30, Failed: 30}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), "::error "); got != maxAnnotations {
		t.Errorf("%d annotations, want %d", got, maxAnnotations)
	}
	if !strings.Contains(b.String(), "::notice title=routescope::30 goldens") {
		t.Errorf("what was left out is not summed up:\n%s", b.String())
	}
}
