package engine

import (
	"bufio"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"routescope/engine/route"
)

// TestWhatIfCorpus asks a list of patterns what real servers were asked: see
// fixtures/router/README.md.
func TestWhatIfCorpus(t *testing.T) {
	passed, total := 0, 0
	eachLine(t, "../fixtures/router/resolve.jsonl", func(line []byte) {
		var c struct {
			ID, Path, Location string
			Routes             []string
			Status             int
			Winner             *string
			Params             map[string]any
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		total++
		w, err := NewWhatIf(c.Routes, Production)
		if err != nil {
			t.Errorf("%s: %v", c.ID, err)
			return
		}
		x := w.Why("GET", c.Path)
		status, winner := x.Status, (*string)(nil)
		if x.Winner != nil {
			text := x.Winner.Pattern.String()
			winner = &text
			if status == 0 {
				status = 200
			}
		}
		if status != c.Status || x.Location != c.Location || !reflect.DeepEqual(winner, c.Winner) || winner != nil && !sameJSON(t, x.Params.Map(), c.Params) {
			t.Errorf("%s: got %d %s %v %v, want %s", c.ID, status, x.Location, x.Winner, x.Params, line)
			return
		}
		checkVerdicts(t, c.ID, x)
		passed++
	})
	t.Logf("%d of %d", passed, total)
}

// TestWhatIfSorts puts the lists of the corpus in order, or refuses them in
// Next.js's words.
func TestWhatIfSorts(t *testing.T) {
	passed, total := 0, 0
	eachLine(t, "../fixtures/router/sort.jsonl", func(line []byte) {
		var c struct {
			ID             string
			Routes, Sorted []string
			Error          string
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		total++
		w, err := NewWhatIf(c.Routes, Production)
		if err != nil {
			if err.Error() != c.Error {
				t.Errorf("%s: got %v, want %s", c.ID, err, line)
				return
			}
			passed++
			return
		}
		got := []string{}
		for _, r := range w.Routes() {
			got = append(got, r.Pattern.String())
		}
		if c.Error != "" || !reflect.DeepEqual(got, c.Sorted) {
			t.Errorf("%s: got %q, want %s", c.ID, got, line)
			return
		}
		passed++
	})
	t.Logf("%d of %d", passed, total)
}

// checkVerdicts makes sure that a winner, and nothing else, is said to match.
func checkVerdicts(t *testing.T, id string, x Explanation) {
	t.Helper()
	for _, v := range x.Verdicts {
		wins := x.Winner != nil && v.Route.Pattern.String() == x.Winner.Pattern.String()
		if (v.Level == route.Matches) != wins || v.Reason == "" {
			t.Errorf("%s: %s %s: %q", id, v.Route.Pattern, v.Level, v.Reason)
		}
	}
	for _, s := range x.Stages {
		if s.Reason == "" {
			t.Errorf("%s: stage %s says nothing", id, s.Stage)
		}
	}
}

func sameJSON(t *testing.T, a, b any) bool {
	t.Helper()
	left, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	right, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(left) == string(right)
}

func eachLine(t *testing.T, name string, do func([]byte)) {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		do(lines.Bytes())
	}
}

func TestReadPatterns(t *testing.T) {
	got, err := ReadPatterns(strings.NewReader("# the shop\n/api/books\r\n\n  api/[id]\n"))
	if err != nil || !reflect.DeepEqual(got, []string{"/api/books", "/api/[id]"}) {
		t.Errorf("got %q, %v", got, err)
	}
}

// Whatever a list holds, it is refused or answers.
func FuzzWhatIf(f *testing.F) {
	f.Add("/a\n/[b]\n/[...c]\n", "/x/y")
	f.Add("# none\n[[...x]]\n/\n", "//")
	f.Add("/a/[b\n/(.)x\n/é\n", "/a/%zz?q#f")
	f.Fuzz(func(t *testing.T, list, target string) {
		patterns, err := ReadPatterns(strings.NewReader(list))
		if err != nil {
			return
		}
		w, err := NewWhatIf(patterns, Production)
		if err != nil {
			return
		}
		checkVerdicts(t, list+target, w.Why("GET", target))
	})
}
