package golden

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"routescope/recorder"
)

// A volatile is a kind of value that is put behind a mask when an expectation
// is written.
type volatile struct {
	pattern string
	mask    string // without index
	// near tells a moment of the recording from one that belongs to the data.
	near  func(value string, now time.Time) bool
	index indexing
}

// indexing says when masks of a kind get an index.
type indexing int

const (
	never     indexing = iota
	recurring          // when the value came in more than one exchange: it is a cached one
	always
)

// volatiles are the kinds found in text. Of two that fit at one place the
// earlier is taken. Dates of a coarse grain get no index: they are the same by
// chance.
var volatiles = []volatile{
	{pattern: `\b` + uuidPattern + `\b`, mask: "uuid", index: always},
	{pattern: isoPattern, mask: "date:iso", near: around(time.RFC3339, 48*time.Hour, 48*time.Hour), index: recurring},
	{pattern: httpPattern, mask: "date:http", near: around(http.TimeFormat, 48*time.Hour, 400*24*time.Hour)},
	{pattern: `\b` + dayPattern + `\b`, mask: "date:day", near: around(time.DateOnly, 36*time.Hour, 36*time.Hour)},
	{pattern: `https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]+)?`, mask: "origin"},
}

var volatileText = func() *regexp.Regexp {
	var all []string
	for _, v := range volatiles {
		all = append(all, "("+v.pattern+")")
	}
	return regexp.MustCompile(strings.Join(all, "|"))
}()

// around returns whether a date lies near now: cookies made now expire up to
// 400 days later, the longest that browsers keep them.
func around(layout string, before, after time.Duration) func(string, time.Time) bool {
	return func(value string, now time.Time) bool {
		t, err := time.Parse(layout, value)
		return err == nil && t.After(now.Add(-before)) && t.Before(now.Add(after))
	}
}

// A masker puts masks in the place of volatile values. It is shared by the
// goldens of a folder, so that equal values get equal indexes.
type masker struct {
	now   time.Time
	seen  map[string]int    // value → in how many exchanges it came
	keys  map[string]string // value → mask with index, once it has one
	taken map[string]int    // mask without index → the highest index in use
}

func newMasker(now time.Time) *masker {
	return &masker{now: now, seen: map[string]int{}, keys: map[string]string{}, taken: map[string]int{}}
}

// usedMask is a mask with an index, wherever it stands.
var usedMask = regexp.MustCompile(`«([a-z]+(?::[a-z]+)?):([0-9]+)»`)

// avoid keeps clear of the indexes that goldens are written with already.
func (m *masker) avoid(goldens []*Golden) {
	for _, g := range goldens {
		for _, found := range usedMask.FindAllSubmatch(g.Format(), -1) {
			n, _ := strconv.Atoi(string(found[2]))
			m.taken[string(found[1])] = max(m.taken[string(found[1])], n)
		}
	}
}

// reserve takes over which values the masks of a scope stand for.
func (m *masker) reserve(scope *Scope) {
	for key, value := range scope.bound {
		m.keys[value] = key
	}
}

// note counts the volatile values of an exchange and gives indexes to those
// that always have one, which binds them in scope.
func (m *masker) note(texts []string, scope *Scope) {
	here := map[string]bool{}
	for _, text := range texts {
		for _, at := range volatileText.FindAllStringSubmatchIndex(text, -1) {
			kind, value := volatileAt(at), text[at[0]:at[1]]
			if here[value] {
				continue
			}
			here[value] = true
			m.seen[value]++
			if kind.index == always && m.keys[value] == "" {
				scope.bound[m.index(kind, value)] = value
			}
		}
	}
}

func volatileAt(at []int) *volatile {
	for i := range volatiles {
		if at[2+2*i] >= 0 {
			return &volatiles[i]
		}
	}
	panic("golden: a match of no alternative")
}

// index gives a value its mask with an index.
func (m *masker) index(kind *volatile, value string) string {
	m.taken[kind.mask]++
	key := fmt.Sprintf("%s:%d", kind.mask, m.taken[kind.mask])
	m.keys[value] = key
	return key
}

// text returns text as a template, with masks in the place of what is volatile.
func (m *masker) text(text string) string {
	var b strings.Builder
	end := 0
	for _, at := range volatileText.FindAllStringSubmatchIndex(text, -1) {
		kind, value := volatileAt(at), text[at[0]:at[1]]
		if kind.near != nil && !kind.near(value, m.now) {
			continue
		}
		b.WriteString(escapeKept(text[end:at[0]]))
		b.WriteString("«" + m.key(kind, value) + "»")
		end = at[1]
	}
	b.WriteString(escapeKept(text[end:]))
	return b.String()
}

func (m *masker) key(kind *volatile, value string) string {
	switch {
	case m.keys[value] != "":
		return m.keys[value]
	case m.seen[value] > 1 && kind.index == recurring:
		return m.index(kind, value)
	}
	return kind.mask
}

// escapeKept escapes text but for the masks that redaction has put into it.
func escapeKept(text string) string {
	pieces := strings.Split(text, recorder.Redacted)
	for i := range pieces {
		pieces[i] = escape(pieces[i])
	}
	return strings.Join(pieces, recorder.Redacted)
}

// json is text for decoded JSON: numbers that are a moment near now, and all
// strings, become masks.
func (m *masker) json(value any) any {
	switch value := value.(type) {
	case string:
		return m.text(value)
	case json.Number:
		return m.number(value)
	case []any:
		out := make([]any, len(value))
		for i := range value {
			out[i] = m.json(value[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(value))
		for _, name := range slices.Sorted(maps.Keys(value)) {
			out[name] = m.json(value[name])
		}
		return out
	}
	return value
}

func (m *masker) number(n json.Number) any {
	since, err := n.Int64()
	if err != nil {
		return n
	}
	for _, unit := range []struct {
		time time.Time
		mask string
	}{{time.UnixMilli(since), "date:ms"}, {time.Unix(since, 0), "date:s"}} {
		if unit.time.Sub(m.now).Abs() < 48*time.Hour {
			return "«" + unit.mask + "»"
		}
	}
	return n
}
