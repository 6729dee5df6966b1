package route

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The corpus holds what Next.js 16.4.6 answered; see its README.
const corpusDir = "../../fixtures/router"

// readCorpus decodes one file of the corpus, one row per line.
func readCorpus[T any](t testing.TB, name string) []T {
	t.Helper()
	f, err := os.Open(filepath.Join(corpusDir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []T
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row T
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// tally runs check for every row, reports what it returns, and prints the count.
func tally[T any](t *testing.T, rows []T, check func(T) string) {
	t.Helper()
	passed := 0
	for _, row := range rows {
		if problem := check(row); problem != "" {
			t.Error(problem)
		} else {
			passed++
		}
	}
	t.Logf("%d of %d rows pass", passed, len(rows))
}

func TestCorpusSort(t *testing.T) {
	type row struct {
		ID, Error      string
		Routes, Sorted []string
	}
	tally(t, readCorpus[row](t, "sort.jsonl"), func(r row) string {
		got, err := Sort(r.Routes)
		if err != nil && err.Error() == r.Error {
			return ""
		}
		if err != nil || r.Error != "" {
			return r.ID + ": got error " + errorText(err) + ", want " + r.Error
		}
		if diff := cmp.Diff(r.Sorted, got); diff != "" {
			return r.ID + " (-want +got)\n" + diff
		}
		return ""
	})
}

func TestCorpusMatch(t *testing.T) {
	type outcome struct {
		Params         map[string]any
		Error, Message string
	}
	type row struct {
		ID, Route, Path string
		outcome
		Params map[string]any
		FS     *outcome
	}
	rows := readCorpus[row](t, "match.jsonl")
	check := func(id string, p Pattern, path string, want outcome) string {
		params, ok, err := p.Match(path)
		if want.Error == "DecodeError" {
			var decode *DecodeError
			if !errors.As(err, &decode) || err.Error() != want.Message {
				return id + ": got error " + errorText(err) + ", want " + want.Message
			}
			return ""
		}
		var got map[string]any
		if ok {
			got = asJSON(t, params.Map())
		}
		if diff := cmp.Diff(want.Params, got); diff != "" || err != nil {
			return id + " " + p.String() + " " + path + ": " + errorText(err) + " (-want +got)\n" + diff
		}
		return ""
	}
	tally(t, rows, func(r row) string {
		want := outcome{Params: r.Params, Error: r.Error, Message: r.Message}
		if problem := check(r.ID, withoutAffixes(r.Route), r.Path, want); problem != "" {
			return problem
		}
		if r.FS == nil {
			r.FS = &want
		}
		return check(r.ID+"/fs", Development.ParsePattern(r.Route), r.Path, *r.FS)
	})
}

// withoutAffixes reads a path as getRouteRegex does by default: text around
// brackets does not count.
func withoutAffixes(text string) Pattern {
	p := Development.ParsePattern(text)
	for i, s := range p.segments {
		if s.Kind != Static && !s.single {
			p.segments[i] = Segment{Kind: s.Kind, Text: s.Text}
		}
	}
	p.fallback = newRegexMatcher(p)
	return p
}

type resolveRow struct {
	ID, Router, Path string
	Routes, Pages    []string
	Status           int
	Winner           *string
	Params           map[string]any
	Location         string
	Dev              json.RawMessage
}

func TestCorpusResolve(t *testing.T) {
	tables := map[string]*Table{}
	tally(t, readCorpus[resolveRow](t, "resolve.jsonl"), func(r resolveRow) string {
		return r.check(t, tables, Production)
	})
}

func TestCorpusResolveDevelopment(t *testing.T) {
	tables := map[string]*Table{}
	var rows []resolveRow
	for _, r := range readCorpus[resolveRow](t, "resolve.jsonl") {
		if len(r.Dev) == 0 {
			continue
		}
		if string(r.Dev) != `"same"` {
			r.Params, r.Winner = nil, nil
			if err := json.Unmarshal(r.Dev, &r); err != nil {
				t.Fatal(err)
			}
		}
		rows = append(rows, r)
	}
	tally(t, rows, func(r resolveRow) string { return r.check(t, tables, Development) })
}

func (r resolveRow) check(t *testing.T, tables map[string]*Table, mode Mode) string {
	got := resolveRow{ID: r.ID, Status: 404}
	result := r.table(tables, mode).Match(r.Path)
	switch {
	case result.Err != nil:
		got.Status = 400
	case result.Redirect != "":
		got.Status, got.Location = 308, result.Redirect
	case result.Found():
		text := result.Match.Route.Pattern.String()
		got.Status, got.Winner, got.Params = 200, &text, asJSON(t, result.Match.Params.Map())
	}
	want := resolveRow{ID: r.ID, Status: r.Status, Winner: r.Winner, Params: r.Params, Location: r.Location}
	if diff := cmp.Diff(want, got); diff != "" {
		return r.ID + " " + r.Path + " among " + strings.Join(r.Routes, " ") + " (-want +got)\n" + diff
	}
	return ""
}

func (r resolveRow) table(tables map[string]*Table, mode Mode) *Table {
	key := strings.Join(r.Routes, "\n")
	if tables[key] == nil {
		var routes []Route
		for _, text := range r.Routes {
			kind := AppRoute
			if r.Router == "pages" || contains(r.Pages, text) {
				kind = APIRoute
			}
			routes = append(routes, Route{Pattern: ParsePattern(text), Kind: kind})
		}
		tables[key], _ = mode.NewTable(routes)
	}
	return tables[key]
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

type appPathRow struct {
	ID, File, Content string
	PageExtensions    []string
	Kind              string
	Route             *string
	Page              string
	Private           bool
	Dynamic           *bool
	DynamicError      string
	Intercepts        *Intercept
	InterceptError    string
	ValidateError     string
	Slots             []Slot
	Builder           json.RawMessage
}

// served applies what the builder made of the file where Next's own discovery
// disagrees with it: the builder's routes are those the server has.
func (r appPathRow) served(t *testing.T) appPathRow {
	data := r.Builder
	r.Content, r.PageExtensions, r.Private, r.Builder = "", nil, false, nil
	if !strings.HasPrefix(string(data), `{"route"`) {
		return r
	}
	var builder struct {
		Route *string
		As    string
	}
	if err := json.Unmarshal(data, &builder); err != nil {
		t.Fatal(err)
	}
	if builder.Route == nil {
		return appPathRow{ID: r.ID, File: r.File, Kind: "ignored"}
	}
	static := false
	r.Kind, r.Route, r.Page, r.Dynamic = "metadata", builder.Route, *builder.Route+"/route", &static
	if strings.HasPrefix(r.File, "pages/") {
		r.Kind, r.Page = "api", *builder.Route
	}
	if builder.As == "page" {
		r.Kind = "pages-page"
	}
	return r
}

func TestCorpusAppPaths(t *testing.T) {
	tally(t, readCorpus[appPathRow](t, "app-paths.jsonl"), func(r appPathRow) string {
		want, got := r.served(t), r.discover()
		if diff := cmp.Diff(want, got); diff != "" {
			return r.ID + " " + r.File + " (-want +got)\n" + diff
		}
		return ""
	})
}

// discover describes the row's file by our own means.
func (r appPathRow) discover() appPathRow {
	found := Discover([]string{r.File}, Options{
		PageExtensions: r.PageExtensions,
		Inspect: func(string) Facts {
			return Facts{Many: strings.Contains(r.Content, "generateSitemaps") || strings.Contains(r.Content, "generateImageMetadata")}
		},
	})
	got := appPathRow{ID: r.ID, File: r.File, Kind: "ignored", Slots: found.Slots}
	switch {
	case len(found.Layouts) > 0:
		got.Kind, got.Route = "layout", &found.Layouts[0].Route
	case len(found.Defaults) > 0:
		got.Kind = "default"
	case len(found.Reserved) > 0:
		got.describe(found.Reserved[0], "reserved")
	case len(found.Routes) > 0:
		names := map[Kind]string{AppRoute: "route", AppPage: "page", MetadataRoute: "metadata", APIRoute: "api", Page: "pages-page"}
		got.describe(found.Routes[0], names[found.Routes[0].Kind])
	}
	return got
}

func (r *appPathRow) describe(route Route, kind string) {
	text := route.Pattern.String()
	r.Kind, r.Route, r.Page = kind, &text, route.Page
	var err error
	if r.Intercepts, err = ParseIntercept(text); err != nil {
		r.DynamicError, r.InterceptError = err.Error(), err.Error()
	} else {
		dynamic := route.Pattern.Dynamic()
		r.Dynamic = &dynamic
	}
	if route.Kind.App() {
		if err := validateAppPath(text); err != nil {
			r.ValidateError = err.Error()
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return "none"
	}
	return err.Error()
}

// asJSON sends a value through JSON, so that it compares with decoded rows.
func asJSON(t testing.TB, v any) map[string]any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
