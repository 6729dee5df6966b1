package route

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A conflictCase is one small project and what Next.js said about it.
type conflictCase struct {
	ID      string
	Files   map[string]string
	Config  string
	Outcome string
	Message string
	Runs    []struct {
		Command, Outcome, Message string
		Started                   *bool
		Requests                  []struct{ Path string }
	}
}

// notRouting lists the cases that are decided by what is in a file, by type
// checks or by prerendering, and who answers for them.
var notRouting = map[string]string{
	"cache-components-dynamic":      "segment config",
	"cache-components-runtime-edge": "segment config",
	"config-dynamic-invalid":        "segment config",
	"config-reexported":             "segment config",
	"config-revalidate-negative":    "segment config",
	"config-runtime-not-static":     "segment config",
	"edge-and-static-params":        "segment config",
	"output-export-dynamic-route":   "segment config",
	"dynamic-error-cookies":         "prerendering",
	"dynamic-error-search-params":   "prerendering",
	"export-default-ts":             "type check",
	"handler-params-not-promise-ts": "type check",
}

func readConflicts(t testing.TB) []conflictCase {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(corpusDir, "conflicts", "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatal("no conflict cases", err)
	}
	cases := make([]conflictCase, len(names))
	for i, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &cases[i]); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return cases
}

// stops is the first command that refused, with what it printed.
func (c conflictCase) stops() (Stage, string) {
	if c.Outcome == "error" {
		return Build, c.Message
	}
	for _, run := range c.Runs {
		if run.Started == nil || *run.Started {
			continue
		}
		if run.Command == "next start" {
			return Start, run.Message
		}
		return Dev, run.Message
	}
	return Nothing, c.Runs[len(c.Runs)-1].Message
}

func (c conflictCase) options() Options {
	if strings.Contains(c.Config, "api.js") {
		return Options{PageExtensions: []string{"api.js"}}
	}
	return Options{}
}

func findAll(files []string, options Options) []Conflict {
	found := Discover(files, options)
	_, conflicts := NewTable(found.Routes)
	return append(found.Conflicts, conflicts...)
}

// firstStop returns the conflict that the earliest command stops at.
func firstStop(conflicts []Conflict) (first Conflict) {
	for _, c := range conflicts {
		if c.Stops != Nothing && (first.Stops == Nothing || c.Stops < first.Stops) {
			first = c
		}
	}
	return first
}

func TestCorpusConflicts(t *testing.T) {
	var rows []conflictCase
	for _, c := range readConflicts(t) {
		if notRouting[c.ID] == "" {
			rows = append(rows, c)
		}
	}
	tally(t, rows, func(c conflictCase) string {
		got := firstStop(findAll(slices.Sorted(maps.Keys(c.Files)), c.options()))
		want, message := c.stops()
		if c.ID == "pages-duplicate-with-app" {
			want = Dev // its server starts, and never answers
		}
		if got.Stops != want {
			return c.ID + ": stops " + got.Stops.String() + " (" + got.Message + "), want " + want.String() + " (" + message + ")"
		}
		quoted, _, _ := strings.Cut(got.Message, ": text stands around")
		if want != Nothing && !strings.Contains(message, quoted) {
			return c.ID + ":\n got " + got.Message + "\nwant " + message
		}
		for _, file := range got.Files {
			if _, ok := c.Files[file]; !ok && got.Kind != SplitDirectories {
				return c.ID + ": names the file " + file
			}
		}
		return ""
	})
	t.Logf("%d cases are decided elsewhere", len(notRouting))
}

func TestConflictsThatNextOnlyHintsAt(t *testing.T) {
	for _, test := range []struct {
		files   []string
		kind    ConflictKind
		message string
	}{
		{[]string{"pages/api/hello.js", "pages/api/hello.ts"}, DuplicateFile,
			"Duplicate page detected. pages/api/hello.js and pages/api/hello.ts both resolve to /api/hello."},
		{[]string{"pages/api/hello/index.js", "pages/api/hello.js"}, DuplicateFile,
			"Duplicate page detected. pages/api/hello.js and pages/api/hello/index.js both resolve to /api/hello."},
		{[]string{"app/x/route.js", "app/x/route.ts"}, DuplicateFile, "Two files for /x: app/x/route.js and app/x/route.ts."},
		{[]string{"public/hello", "app/hello/route.js"}, Shadowed,
			"A conflicting public file and page file was found for path /hello https://nextjs.org/docs/messages/conflicting-public-file-page"},
		{[]string{"app/café/route.js"}, Shadowed,
			`No URL reaches /café: browsers send "café" as caf%C3%A9, and Next.js compares it as sent. A request ends in 404.`},
		{[]string{"app/café/route.js", "app/[any]/route.js"}, Shadowed,
			`No URL reaches /café: browsers send "café" as caf%C3%A9, and Next.js compares it as sent. A request goes to /[any].`},
		{[]string{"app/Foo/route.js", "app/foo/route.js"}, DiffersByCaseOnly, "/Foo and /foo differ by case only."},
		{[]string{"app/pre-[id]/route.js"}, LiteralBrackets,
			"/pre-[id] is a literal path in production: only that very text reaches it. In development it is dynamic."},
		{[]string{"pages/api.js"}, APIFile, "pages/api is a page and not an API route when it is a file of that name."},
	} {
		conflicts := findAll(test.files, Options{})
		if len(conflicts) != 1 {
			t.Errorf("%v: got %d conflicts, want 1: %v", test.files, len(conflicts), conflicts)
			continue
		}
		got := conflicts[0]
		if diff := cmp.Diff(test.message, got.Message); diff != "" || got.Kind != test.kind {
			t.Errorf("%v: kind %s (-want +got)\n%s", test.files, got.Kind, diff)
		}
		if got.Hint == "" {
			t.Errorf("%v: no hint", test.files)
		}
	}
}

func TestSeveralConflictsAreAllReported(t *testing.T) {
	conflicts := findAll([]string{
		"pages/api/[id].js", "pages/api/[slug]/x.js", "pages/api/[name]/y.js",
		"pages/api/o/index.js", "pages/api/o/[[...b]].js", "pages/api/p/index.js", "pages/api/p/[[...c]].js",
	}, Options{})
	var got []string
	for _, c := range conflicts {
		got = append(got, string(c.Kind)+" "+strings.Join(c.Routes, " "))
	}
	want := []string{
		"slug-names /api/[id] /api/[slug]/x", "slug-names /api/[id] /api/[name]/y",
		"same-specificity /api/o /api/o/[[...b]]", "same-specificity /api/p /api/p/[[...c]]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// served is which of two files the server was seen to answer with.
func TestServedFileOfTwo(t *testing.T) {
	for _, test := range []struct{ files, path, want string }{
		{"app/robots.js app/robots.txt", "/robots.txt", "app/robots.txt"},
		{"app/sitemap.js app/sitemap.xml", "/sitemap.xml", "app/sitemap.xml"},
		{"pages/api/hello.js pages/api/hello/index.js", "/api/hello", "pages/api/hello/index.js"},
		{"app/hello/route.js public/hello", "/hello", "public/hello"},
	} {
		table, _ := NewTable(Discover(strings.Fields(test.files), Options{}).Routes)
		result := table.Match(test.path)
		if !result.Found() || result.Match.Route.File != test.want {
			t.Errorf("%s: got %+v, want %s", test.files, result.Match.Route, test.want)
		}
	}
}
