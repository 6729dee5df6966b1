package route

import (
	"slices"
	"strconv"
	"strings"
)

// A Near is a route that a path does not reach, but almost does.
type Near struct {
	Route   *Route
	Path    string   // what reaches it; a parameter without a value is written as in the pattern
	Changes []string // what would have to differ, from left to right, in words

	cost int
}

// What it costs to make a path fit, in hundredths of a segment. Two segments
// too many or too few are over the limit, and so is a segment with nothing in
// common: "/api/books" is no help to somebody who asked for "/api/users".
const (
	costCase    = 10
	costTypo    = 20  // and up to 100 more, by how much of the text differs
	costValue   = 80  // a parameter without a value
	costSegment = 100 // a segment too many
	costMissing = 120 // a text that is missing
	costOther   = 160 // another text altogether
	costLimit   = 150
	costTier    = 60 // what is so much farther than the nearest is no help beside it
)

// Nearest returns up to n routes that a path comes close to, the closest first:
// by the edit distance of the segments, and of the text within them. A route that
// matches is not among them. path is normalized.
func (t *Table) Nearest(path string, n int) []Near {
	m := &nearness{parts: splitPath(path), limit: costLimit}
	var found []Near
	for i := range t.routes {
		r := &t.routes[i]
		cost := m.cost(r.Pattern.segments)
		if cost == 0 || cost > m.limit || !m.anchored(r.Pattern.segments) {
			continue
		}
		at, _ := slices.BinarySearchFunc(found, cost+1, func(f Near, c int) int { return f.cost - c })
		found = slices.Insert(found, at, Near{Route: r, cost: cost})
		if len(found) > n {
			found = found[:n]
		}
		if len(found) == n {
			m.limit = found[n-1].cost - 1
		}
	}
	for i := range found {
		if found[i].cost > found[0].cost+costTier {
			return found[:i]
		}
		m.describe(&found[i])
	}
	return found
}

// A nearness measures how far one path is from one pattern after another. The
// table's order puts patterns that begin alike together, and what was computed for
// their beginning is used again.
type nearness struct {
	parts []string
	limit int
	rows  [][]int   // rows[i][j]: the cost of fitting i segments to j parts
	of    []Segment // whose rows are filled, from rows[1] on
	typo  [3][]int
}

// row returns row i, as long as the path and one more.
func (m *nearness) row(i int) []int {
	for len(m.rows) <= i {
		m.rows = append(m.rows, make([]int, len(m.parts)+1))
		for j := range m.rows[0] {
			m.rows[0][j] = j * costSegment
		}
	}
	return m.rows[i]
}

// cost fills the rows and returns the last entry, or more than the limit as soon
// as that is certain. It is the algorithm of Wagner and Fischer on segments.
func (m *nearness) cost(segments []Segment) int {
	open := len(segments) > 0 && segments[len(segments)-1].takesRest()
	if gap := len(segments) - len(m.parts); gap > 2 || gap < -1 && !open {
		return costLimit + 1
	}
	same := 0
	for same < len(segments) && same < len(m.of) && segments[same] == m.of[same] {
		same++
	}
	m.of = segments[:same]
	if least := slices.Min(m.row(same)); least > m.limit {
		return least
	}
	for i := same; i < len(segments); i++ {
		least := m.fill(i, segments[i])
		m.of = segments[:i+1]
		if least > m.limit {
			return least
		}
	}
	return m.row(len(segments))[len(m.parts)]
}

// fill computes the row after segment i, and returns its least entry.
func (m *nearness) fill(i int, s Segment) int {
	above, row := m.row(i), m.row(i+1)
	row[0] = above[0] + missing(s)
	least := row[0]
	for j, part := range m.parts {
		cost := min(above[j+1]+missing(s), row[j]+tooMany(s, j))
		if above[j] < cost && above[j] <= m.limit {
			cost = min(cost, above[j]+m.change(s, part))
		}
		row[j+1] = cost
		least = min(least, cost)
	}
	return least
}

// missing is what it costs that nothing stands for a segment.
func missing(s Segment) int {
	switch {
	case s.Kind == OptionalCatchAll:
		return 0
	case s.Kind == Static:
		return costMissing
	}
	return costValue
}

// tooMany is what a further part costs after a segment: nothing where it takes
// the rest, which must be one part or more.
func tooMany(s Segment, j int) int {
	if s.takesRest() && j > 0 {
		return 0
	}
	return costSegment
}

// change is what it costs to make a part fit a segment.
func (m *nearness) change(s Segment, part string) int {
	if s.Kind != Static {
		if _, ok := s.inner(part); ok || s.takesRest() {
			return 0
		}
		return costOther
	}
	switch {
	case part == s.Text:
		return 0
	case strings.EqualFold(part, s.Text):
		return costCase
	}
	if decoded, err := decodeURIComponent(part); err == nil && decoded == s.Text {
		return costCase
	}
	return m.spelling(s.Text, part)
}

// spelling is what it costs to correct a text. Texts of which more than a third
// differs are not the same word.
func (m *nearness) spelling(want, have string) int {
	if want == "" || have == "" { // of a pattern that does not begin with a slash
		return costOther
	}
	longer := max(len(want), len(have))
	allowed := max(1, longer/3)
	gap := len(want) - len(have)
	if gap > allowed || -gap > allowed || want[0] != have[0] && want[len(want)-1] != have[len(have)-1] {
		return costOther
	}
	d := m.distance(want, have)
	if d > allowed {
		return costOther
	}
	return costTypo + 100*d/longer
}

// distance is how many bytes must be put in, taken out, replaced, or swapped with
// their neighbour to make one text of the other: the optimal string alignment.
func (m *nearness) distance(a, b string) int {
	for k := range m.typo {
		m.typo[k] = slices.Grow(m.typo[k][:0], len(b)+1)[:len(b)+1]
	}
	before, above, row := m.typo[0], m.typo[1], m.typo[2]
	for j := range above {
		above[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			substitution := above[j]
			if a[i] != b[j] {
				substitution++
			}
			row[j+1] = min(substitution, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}

// anchored reports whether some text of the pattern is in the path, more or less:
// without that, two patterns of parameters are near to anything.
func (m *nearness) anchored(segments []Segment) bool {
	return slices.ContainsFunc(segments, func(s Segment) bool {
		return s.Kind == Static && slices.ContainsFunc(m.parts, func(part string) bool { return m.change(s, part) < costOther })
	})
}

// describe goes back through the rows and collects the changes.
func (m *nearness) describe(n *Near) {
	segments := n.Route.Pattern.segments
	m.limit, m.of = costLimit, nil
	m.cost(segments)
	var path []string
	for i, j := len(segments), len(m.parts); i > 0 || j > 0; {
		var s Segment
		if i > 0 {
			s = segments[i-1]
		}
		here := m.row(i)[j]
		switch {
		case i > 0 && j > 0 && here == m.row(i - 1)[j-1]+m.change(s, m.parts[j-1]):
			part, words := corrected(s, m.parts[j-1], j)
			path, n.Changes = append(path, part), appendText(n.Changes, words)
			i, j = i-1, j-1
		case i > 0 && here == m.row(i - 1)[j]+missing(s):
			path, n.Changes = appendText(path, placeholder(s)), appendText(n.Changes, absent(s, j))
			i--
		default:
			j--
			if i > 0 && tooMany(s, j) == 0 {
				path = append(path, m.parts[j])
				continue
			}
			n.Changes = append(n.Changes, "without segment "+m.at(j))
		}
	}
	slices.Reverse(path)
	slices.Reverse(n.Changes)
	n.Path = "/" + strings.Join(path, "/")
}

func (m *nearness) at(j int) string { return strconv.Itoa(j+1) + " `" + m.parts[j] + "`" }

func appendText(list []string, text string) []string {
	if text == "" {
		return list
	}
	return append(list, text)
}

// placeholder is what stands in a path for a segment that has no value.
func placeholder(s Segment) string {
	if s.Kind == OptionalCatchAll {
		return ""
	}
	return s.String()
}

// corrected is a part as the segment wants it, and what to say about it.
func corrected(s Segment, part string, at int) (text, words string) {
	if s.Kind != Static || part == s.Text {
		return part, ""
	}
	words = "segment " + strconv.Itoa(at) + " `" + s.Text + "` instead of `" + part + "`"
	switch {
	case strings.EqualFold(part, s.Text):
		words += ": case counts"
	case strings.Contains(part, "%"):
		words += ": paths are compared as sent, not decoded"
	}
	return s.Text, words
}

func absent(s Segment, at int) string {
	switch s.Kind {
	case OptionalCatchAll:
		return ""
	case Static:
		return "with `" + s.Text + "` as segment " + strconv.Itoa(at+1)
	}
	return "with a value for " + s.String() + " as segment " + strconv.Itoa(at+1)
}
