package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"routescope/engine"
)

// A tally counts what became of the requests of a file.
type tally struct {
	requests, skipped int
	outcomes          map[string]int // "handler", "forwarded" or a status
	routes            map[string]int // by pattern
	misses            map[string]int // 404 and 405, by method and path
}

func newTally() *tally {
	return &tally{outcomes: map[string]int{}, routes: map[string]int{}, misses: map[string]int{}}
}

func (t *tally) count(x engine.Explanation) {
	t.requests++
	outcome := "handler"
	switch {
	case x.Status != 0:
		outcome = fmt.Sprint(x.Status)
	case x.Winner == nil:
		outcome = "forwarded"
	}
	t.outcomes[outcome]++
	if x.Winner != nil {
		t.routes[x.Winner.Pattern.String()]++
	}
	if x.Status == 404 || x.Status == 405 {
		path, _, _ := strings.Cut(x.Path, "?")
		t.misses[x.Method+" "+path]++
	}
}

// A jsonSum is the summary of a file of requests.
type jsonSum struct {
	Requests int            `json:"requests"`
	Skipped  int            `json:"skipped"` // lines without a request
	Outcomes map[string]int `json:"outcomes"`
	Routes   map[string]int `json:"routes"`
	Misses   []jsonMiss     `json:"misses"` // the most frequent first
	Unused   []string       `json:"unused"` // endpoints that no request reaches
}

type jsonMiss struct {
	Request string `json:"request"`
	Count   int    `json:"count"`
}

// shownInSum is how many misses a summary names.
const shownInSum = 10

func (t *tally) sum(routes []engine.Route) jsonSum {
	s := jsonSum{Requests: t.requests, Skipped: t.skipped, Outcomes: t.outcomes, Routes: t.routes, Misses: []jsonMiss{}, Unused: []string{}}
	for _, request := range slices.Sorted(maps.Keys(t.misses)) {
		s.Misses = append(s.Misses, jsonMiss{request, t.misses[request]})
	}
	slices.SortStableFunc(s.Misses, func(a, b jsonMiss) int { return cmp.Compare(b.Count, a.Count) })
	s.Misses = s.Misses[:min(shownInSum, len(s.Misses))]
	for _, r := range routes {
		if pattern := r.Pattern.String(); r.Kind.Endpoint() && t.routes[pattern] == 0 && !slices.Contains(s.Unused, pattern) {
			s.Unused = append(s.Unused, pattern)
		}
	}
	return s
}

// outcomeWords are the outcomes that are no refusal, in words.
var outcomeWords = map[string]string{"handler": "answered by a handler", "forwarded": "sent to another server"}

// summary prints the counts below the lines.
func (w *whyWriter) summary(s jsonSum) {
	if w.json {
		w.encode(map[string]jsonSum{"summary": s})
		return
	}
	w.printf("\n%s\n", w.style.strong.Render(counted(s.Requests, "request")))
	for _, outcome := range slices.Sorted(maps.Keys(s.Outcomes)) {
		words := outcomeWords[outcome]
		if words == "" {
			words = "answered with " + outcome
		}
		w.printf("%7d %s\n", s.Outcomes[outcome], words)
	}
	if s.Skipped > 0 {
		w.printf("%7d passed over: no request\n", s.Skipped)
	}
	if len(s.Misses) > 0 {
		w.printf("%s\n", w.style.strong.Render("Missed most"))
	}
	for _, m := range s.Misses {
		w.printf("%7d %s\n", m.Count, m.Request)
	}
	if len(s.Unused) > 0 {
		w.printf("%s\n", w.style.strong.Render(counted(len(s.Unused), "endpoint")+" that nothing asked for"))
		for _, pattern := range s.Unused {
			w.printf("        %s\n", pattern)
		}
	}
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
