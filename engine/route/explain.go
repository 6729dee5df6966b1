package route

import (
	"fmt"
	"strconv"
	"strings"
)

// Level says how near a candidate came.
type Level uint8

// The levels of a verdict.
const (
	No      Level = iota // the pattern does not fit
	Almost               // one thing away, or taken before it
	Matches              // this route answers
)

var levelNames = [...]string{"no", "almost", "matches"}

// String returns "no", "almost" or "matches".
func (l Level) String() string { return levelNames[min(l, Matches)] }

// A Verdict says why one candidate won or lost.
type Verdict struct {
	Route  *Route
	Level  Level
	Reason string // "segment 2 `users` ≠ `user`"
}

// Explain is [Table.Match] with one verdict per route, in order of precedence.
// Where a redirect comes first, the verdicts are about the path it leads to.
func (t *Table) Explain(rawPath string) Result {
	path, redirect := Clean(rawPath)
	target := redirect
	for range 3 { // collapsing slashes may leave one at the end
		if target == "" {
			break
		}
		path, target = Clean(target)
	}
	result := t.ExplainLookup(path)
	if redirect != "" {
		return Result{Redirect: redirect, Verdicts: result.Verdicts}
	}
	return result
}

// ExplainLookup is [Table.Lookup] with one verdict per route. path is normalized.
func (t *Table) ExplainLookup(path string) Result {
	match, ok, err := t.Exact(path)
	if !ok && err == nil {
		match, _, err = t.Dynamic(path)
	}
	e := explainer{path: path, parts: splitPath(path), mode: t.mode, winner: match.Route, exact: match.Exact, err: err}
	result := Result{Match: match, Err: err, Verdicts: make([]Verdict, len(t.routes))}
	if err != nil {
		result.Match = Match{}
	}
	for i := range t.routes {
		result.Verdicts[i] = e.verdict(&t.routes[i], match.Params)
	}
	return result
}

// An explainer compares one path with one pattern after another.
type explainer struct {
	path   string
	parts  []string
	mode   Mode
	winner *Route
	exact  bool
	err    error
	words  nearness
	room   [8]string
	last   []mismatch // by segment
}

// A mismatch is what is wrong with one part of the path. Neighbours in the table
// mostly fail at the same segment, so the last one of each is kept.
type mismatch struct {
	segment Segment
	dynamic bool
	reason  string
	far     bool // another word, not a slip
}

func (e *explainer) verdict(r *Route, params Params) Verdict {
	v := Verdict{Route: r}
	if r == e.winner {
		v.Level, v.Reason = Matches, e.wins(params)
		if e.err != nil {
			v.Level, v.Reason = Almost, "its parameter cannot be decoded: the request ends here with 400"
		}
		return v
	}
	if _, ok := r.Pattern.capture(e.path, e.room[:0]); ok {
		v.Level, v.Reason = Almost, e.taken(r)
		return v
	}
	v.Level, v.Reason = e.differs(r)
	return v
}

func (e *explainer) wins(params Params) string {
	if len(params) == 0 {
		return "the path itself"
	}
	var b strings.Builder
	for i, p := range params {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s = %s", p.Name, p)
	}
	return b.String()
}

// taken says what an equally fitting route lost by.
func (e *explainer) taken(r *Route) string {
	w := e.winner
	switch {
	case w == nil:
		return "fits, but only by its literal text"
	case e.err != nil:
		return fmt.Sprintf("not tried: %s fits first, and its parameter cannot be decoded", w.Pattern)
	case w.Kind == PublicFile:
		return fmt.Sprintf("taken before it by the file %s", w.File)
	case w.Pattern.String() == r.Pattern.String():
		return fmt.Sprintf("taken before it by %s, which has the same path", w.File)
	}
	for i, s := range r.Pattern.segments {
		if i >= len(w.Pattern.segments) {
			break
		}
		if own := w.Pattern.segments[i]; own.Kind != s.Kind || own.Text != s.Text {
			return fmt.Sprintf("taken before it by %s, which is %s here", w.Pattern, own.Kind)
		}
	}
	return fmt.Sprintf("taken before it by %s, which ends here", w.Pattern)
}

// differs finds what is in the way. One difference, be it a slip in a text or a
// segment too many or too few, is almost a match; another word is not.
func (e *explainer) differs(r *Route) (Level, string) {
	segments := r.Pattern.segments
	reason, wrong := "", 0
	for i, s := range segments {
		if s.takesRest() || i >= len(e.parts) || wrong > 1 {
			break
		}
		if s.fits(e.parts[i]) {
			continue
		}
		m := e.mismatch(i, s, r)
		if wrong++; wrong == 1 {
			reason = m.reason
		}
		if m.far {
			wrong++
		}
	}
	missing, extra := lengths(segments, len(e.parts))
	level := No
	if wrong+missing+extra == 1 {
		level = Almost
	}
	switch {
	case reason != "":
		return level, reason
	case missing > 0:
		return level, "needs " + more(missing, "more segment")
	case extra > 0:
		return level, more(extra, "segment") + " too many"
	default:
		return level, "text stands around its optional catch-all: no path fits"
	}
}

// lengths returns how many segments a path has too few and too many.
func lengths(segments []Segment, have int) (missing, extra int) {
	need, open := len(segments), false
	if need > 0 && segments[need-1].takesRest() {
		open = true
		if segments[need-1].Kind == OptionalCatchAll {
			need--
		}
	}
	if have < need {
		return need - have, 0
	}
	if open {
		return 0, 0
	}
	return 0, have - need
}

// fits reports whether a part is one that the segment takes.
func (s Segment) fits(part string) bool {
	if s.Kind == Static {
		return part == s.Text
	}
	_, ok := s.inner(part)
	return ok
}

func (e *explainer) mismatch(i int, s Segment, r *Route) *mismatch {
	for len(e.last) <= i {
		e.last = append(e.last, mismatch{})
	}
	m := &e.last[i]
	if m.reason == "" || m.segment != s || m.dynamic != r.Pattern.dynamic {
		literal := e.literal(s, e.parts[i], r)
		*m = mismatch{segment: s, dynamic: r.Pattern.dynamic, far: !literal && e.words.change(s, e.parts[i]) == costOther}
		m.reason = e.difference(i, s, literal)
	}
	return m
}

func (e *explainer) difference(i int, s Segment, literal bool) string {
	part := e.parts[i]
	differ := "segment " + strconv.Itoa(i+1) + " `" + part + "` ≠ `" + s.String() + "`"
	if s.Kind != Static {
		return differ
	}
	decoded, err := decodeURIComponent(part)
	switch {
	case strings.EqualFold(part, s.Text):
		return differ + ": case counts"
	case err == nil && decoded == s.Text:
		return differ + ": paths are compared as sent, not decoded"
	case literal:
		return differ + ": with text around its brackets it is literal in production"
	}
	return differ
}

// literal reports whether a part would fit in development, where text around
// brackets leaves a segment dynamic.
func (e *explainer) literal(s Segment, part string, r *Route) bool {
	if e.mode != Production || r.Pattern.dynamic || !holdsBrackets(s.Text) {
		return false
	}
	_, ok := parseSegment(s.Text).inner(part)
	return ok
}

func more(n int, noun string) string {
	if n == 1 {
		return "one " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
