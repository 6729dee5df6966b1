package engine_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"
	"time"

	"routescope/engine"
)

// connectionHeaders are not compared unless a step is strict about them.
var connectionHeaders = []string{"date", "connection", "keep-alive", "transfer-encoding"}

// A comparison collects how an answer differs from the recorded one.
type comparison struct {
	step     *conformanceStep
	got      *wireResponse
	problems []string
}

func (c *comparison) report(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

func (c *comparison) isVolatile(entry string) bool { return slices.Contains(c.step.Volatile, entry) }

func (c *comparison) isStrict(entry string) bool { return slices.Contains(c.step.Strict, entry) }

// volatileRest returns what follows a prefix in the volatile entries that have it.
func (c *comparison) volatileRest(prefix string) []string {
	var out []string
	for _, v := range c.step.Volatile {
		if rest, ok := strings.CutPrefix(v, prefix); ok {
			out = append(out, rest)
		}
	}
	return out
}

// isUnrendered reports whether an answer stands for a page: Next.js renders it,
// and what is recorded of that is that it was a page.
func isUnrendered(step *conformanceStep, got *wireResponse) bool {
	return got.status == 501 && strings.Contains(string(got.body), "does not render pages") &&
		strings.Contains(string(step.Response.Body), `"omitted"`)
}

// compareStep returns how an answer differs from the recorded one.
func compareStep(step *conformanceStep, got *wireResponse, seen []*wireResponse) []string {
	if isUnrendered(step, got) {
		return nil
	}
	c := &comparison{step: step, got: got}
	c.relations(seen)
	want := step.Response
	for _, end := range []struct {
		name      string
		want, got bool
	}{
		{"no response", want.NoResponse, got.noResponse},
		{"closed without a response", want.ClosedWithout, got.closedWithout},
		{"incomplete", want.Incomplete, got.incomplete},
		{"aborted by the client", want.AbortedByClient, got.aborted},
	} {
		if end.want != end.got {
			c.report("%s: got %v, want %v", end.name, end.got, end.want)
		}
	}
	if want.Status == 0 || got.status == 0 {
		return c.problems
	}
	c.head()
	if !c.isVolatile("body") {
		c.body()
	}
	c.around()
	// Under the race detector nothing comes in time.
	if step.Stream && len(want.Chunks) > 0 && !c.isVolatile("chunks") && engine.Slowdown == 1 {
		c.bursts()
	}
	return c.problems
}

func (c *comparison) head() {
	want, got := c.step.Response, c.got
	if want.Status != got.status && !c.isVolatile("status") {
		c.report("status: got %d, want %d", got.status, want.Status)
	}
	if c.isStrict("reason") && want.Reason != got.reason {
		c.report("reason: got %q, want %q", got.reason, want.Reason)
	}
	recorded := &wireResponse{headers: want.Headers}
	for _, name := range namesOf(want.Headers, got.headers) {
		c.header(name, recorded.values(name), got.values(name))
	}
	if c.isStrict("header-order") {
		if a, b := orderOf(got.headers), orderOf(want.Headers); a != b {
			c.report("header order: got %s, want %s", a, b)
		}
	}
	if c.isStrict("header-case") {
		if a, b := spellingOf(got.headers), spellingOf(want.Headers); a != b {
			c.report("header spelling: got %s, want %s", a, b)
		}
	}
}

// namesOf returns the names of header lines, in lower case, each once.
func namesOf(lists ...[][2]string) []string {
	var names []string
	for _, list := range lists {
		for _, h := range list {
			if name := strings.ToLower(h[0]); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

func orderOf(headers [][2]string) string {
	var names []string
	for _, h := range headers {
		if name := strings.ToLower(h[0]); !slices.Contains(connectionHeaders, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

func spellingOf(headers [][2]string) string {
	var names []string
	for _, h := range headers {
		names = append(names, h[0])
	}
	sort.Strings(names)
	return strings.Join(slices.Compact(names), " ")
}

func (c *comparison) header(name string, want, got []string) {
	switch {
	case c.isVolatile("header?:" + name):
	case slices.Contains(connectionHeaders, name) && !c.isStrict(name):
	case c.isVolatile("header:"+name) || (c.lengthMoves() && (name == "content-length" || name == "etag")):
		if (len(want) > 0) != (len(got) > 0) {
			c.report("header %s: got %q, want any value: %v", name, got, len(want) > 0)
		}
	default:
		want, got = slices.Clone(want), slices.Clone(got)
		for _, expression := range c.volatileRest("header-rx:" + name + ":") {
			blankMatches(expression, want)
			blankMatches(expression, got)
		}
		if !slices.Equal(want, got) {
			c.report("header %s: got %q, want %q", name, got, want)
		}
	}
}

// lengthMoves reports whether the body's length and ETag say nothing: a part of
// it is free, or it held the server's own address when it was recorded.
func (c *comparison) lengthMoves() bool {
	if text := string(c.got.body); strings.Contains(text, recordedHost) || strings.Contains(text, "localhost:3000") || strings.Contains(text, `"3000"`) {
		return true
	}
	return slices.ContainsFunc(c.step.Volatile, func(v string) bool { return v == "body" || strings.HasPrefix(v, "body.") })
}

// blankMatches replaces what /expression/ finds.
func blankMatches(expression string, values []string) {
	rx := regexp.MustCompile(strings.Trim(expression, "/"))
	for i, v := range values {
		values[i] = rx.ReplaceAllString(v, "~")
	}
}

func (c *comparison) body() {
	var text string
	if json.Unmarshal(c.step.Response.Body, &text) != nil {
		c.packedBody()
		return
	}
	texts := []string{text, string(c.got.body)}
	for _, expression := range c.volatileRest("body.rx:") {
		blankMatches(expression, texts)
	}
	if paths := c.volatileRest("body.json:"); len(paths) > 0 && equalJSON(texts[0], texts[1], paths) {
		return
	}
	if texts[0] != texts[1] {
		c.report("body: got %s, want %s", shorten(texts[1]), shorten(texts[0]))
	}
}

// equalJSON compares two texts as JSON, without what is at the paths.
func equalJSON(a, b string, paths []string) bool {
	var values [2]any
	for i, text := range []string{a, b} {
		if json.Unmarshal([]byte(text), &values[i]) != nil {
			return false
		}
		for _, path := range paths {
			blankOut(values[i], keysOf(path))
		}
	}
	return reflect.DeepEqual(values[0], values[1])
}

// packedBody compares with a body that was recorded as base64 or as its hash.
func (c *comparison) packedBody() {
	var want struct {
		SHA256 string
		Bytes  int
	}
	if err := json.Unmarshal(c.step.Response.Body, &want); err != nil {
		c.report("recorded body: %v", err)
		return
	}
	if want.SHA256 == "" {
		body, err := bytesOfBody(c.step.Response.Body)
		if err != nil || string(body) != string(c.got.body) {
			c.report("body: got %q, want %q", c.got.body, body)
		}
		return
	}
	sum := sha256.Sum256(c.got.body)
	if len(c.got.body) != want.Bytes || hex.EncodeToString(sum[:]) != want.SHA256 {
		c.report("body: got %d bytes with SHA-256 %x, want %d with %s", len(c.got.body), sum, want.Bytes, want.SHA256)
	}
}

func shorten(s string) string {
	const most = 300
	if len(s) > most {
		return fmt.Sprintf("%q… (%d bytes)", s[:most], len(s))
	}
	return fmt.Sprintf("%q", s)
}

// around compares what is before and behind the response, and what requests that
// were sent at once had in common.
func (c *comparison) around() {
	want, got := c.step.Response, c.got
	if fmt.Sprint(want.Trailers) != fmt.Sprint(got.trailers) {
		c.report("trailers: got %q, want %q", got.trailers, want.Trailers)
	}
	var interim []int
	for _, i := range want.Interim {
		interim = append(interim, i.Status)
	}
	if interim != nil && !slices.Equal(interim, got.interim) {
		c.report("interim responses: got %v, want %v", got.interim, interim)
	}
	if w, g := want.Concurrent, got.concurrent; w != nil && (!slices.Equal(w.Statuses, g.statuses) || w.DistinctBodies != g.distinctBodies) {
		c.report("sent at once: got %+v, want %+v", *g, *w)
	}
}

// A burst is what came at about the same time.
type burst struct {
	at, last time.Duration
	text     string
	known    bool
}

// within is how close parts of one burst are.
const within = 70 * time.Millisecond

func burstsOf(chunks []wireChunk, known func(int) bool) []burst {
	var out []burst
	for i, c := range chunks {
		if n := len(out); n > 0 && c.at-out[n-1].last < within {
			out[n-1].text += string(c.data)
			out[n-1].last = c.at
			continue
		}
		out = append(out, burst{c.at, c.at, string(c.data), known(i)})
	}
	return out
}

// defaultSlack is how far the gaps between bursts may be off, as the recordings
// have it; machines that run other tests at the same time need more.
const defaultSlack = 180

func (c *comparison) bursts() {
	recorded := c.step.Response.Chunks
	chunks := make([]wireChunk, len(recorded))
	for i, r := range recorded {
		chunks[i].at = milliseconds(r.At)
		if r.Text != nil {
			chunks[i].data = []byte(*r.Text)
		}
	}
	want := burstsOf(chunks, func(i int) bool { return recorded[i].Text != nil })
	got := burstsOf(c.got.chunks, func(int) bool { return true })
	if len(want) != len(got) {
		c.report("streamed in %d bursts, want %d", len(got), len(want))
		return
	}
	slack := max(c.step.TimingSlack, defaultSlack)
	for i, w := range want {
		if w.known && w.text != got[i].text && !c.isVolatile("body") {
			c.report("burst %d: got %q, want %q", i, got[i].text, w.text)
		}
		if i == 0 || c.isVolatile("timing") {
			continue
		}
		a, b := w.at-want[i-1].at, got[i].at-got[i-1].at
		if (a - b).Abs() > milliseconds(slack) {
			c.report("burst %d came %s after the one before, want %s", i, b.Round(time.Millisecond), a)
		}
	}
}

// relations checks what must hold between this answer and earlier ones.
func (c *comparison) relations(seen []*wireResponse) {
	for _, rel := range c.step.Expect {
		switch {
		case rel.PNG != nil:
			if got := sizeOfPNG(c.got.body); !slices.Equal(got, rel.PNG) {
				c.report("PNG of size %v, want %v", got, rel.PNG)
			}
		case rel.Same != nil:
			if a, b := rel.pick(c.got), rel.pick(seen[*rel.Same]); !reflect.DeepEqual(a, b) {
				c.report("%s%s: got %v, want %v as in step %d", rel.JSON, rel.Header, a, b, *rel.Same)
			}
		case rel.Differs != nil:
			if a := rel.pick(c.got); reflect.DeepEqual(a, rel.pick(seen[*rel.Differs])) {
				c.report("%s%s: got %v as in step %d, want something else", rel.JSON, rel.Header, a, *rel.Differs)
			}
		}
	}
}

func (rel relation) pick(r *wireResponse) any {
	switch {
	case rel.JSON != "":
		return lookUp(r.json(), rel.JSON)
	case rel.Header != "":
		return r.values(rel.Header)
	}
	return string(r.body)
}

func sizeOfPNG(b []byte) []uint32 {
	if len(b) < 24 || !strings.HasPrefix(string(b), "\x89PNG\r\n\x1a\n") {
		return nil
	}
	return []uint32{binary.BigEndian.Uint32(b[16:]), binary.BigEndian.Uint32(b[20:])}
}
