package golden

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sort"
	"strings"

	"github.com/andybalholm/brotli"

	"routescope/engine/event"
	"routescope/recorder"
)

// A Difference is one thing that is not as a golden expects it.
type Difference struct {
	Where string // "status", "header vary", "body $.books[0].id", "stream", …
	Want  string // empty if nothing was expected
	Got   string // empty if nothing came
	Note  string // why they differ, where that is not plain to see
}

// section returns the section of the file that the difference is about.
func (d *Difference) section() string {
	switch place, _, _ := strings.Cut(d.Where, " "); place {
	case "status", "header":
		return "expect"
	default:
		return "expect." + place
	}
}

// Compare returns how an exchange differs from what the golden expects. It
// binds the golden's indexed masks in scope. Headers called as one of ignore are
// left out.
func (g *Golden) Compare(ex *recorder.Exchange, scope *Scope, ignore ...string) []Difference {
	x := g.Expect
	if x == nil {
		return []Difference{{Where: "status", Got: statusLine(ex.Status, ex.Reason), Note: "nothing is expected yet: record it with --update"}}
	}
	ex = g.clip(ex)
	var all []Difference
	if want, got := statusLine(x.Status, x.Reason), statusLine(ex.Status, ex.Reason); want != got && x.Status != 0 {
		all = append(all, Difference{Where: "status", Want: want, Got: got})
	}
	if x.Status != 0 {
		all = append(all, g.compareHeader(ex.Header, scope, ignore)...)
	}
	all = append(all, g.compareBody(ex, scope)...)
	if x.Stream != nil {
		masked := x.Body != nil && strings.Contains(x.Body.Text, "«")
		if d := compareStream(x.Stream, ex.Chunks, masked); d != nil {
			all = append(all, *d)
		}
	}
	if ex.Cut != x.Cut {
		all = append(all, Difference{Where: "stream", Note: map[bool]string{
			true:  "the server broke off inside the body",
			false: "the server is expected to break off inside the body, and did not",
		}[ex.Cut]})
	}
	if tells(ex) {
		all = append(all, compareLines("route", x.Route, routeLines(ex), scope)...)
		all = append(all, compareLines("cache", x.Cache, cacheLines(ex), scope)...)
		all = append(all, compareLines("console", x.Console, consoleLines(ex), scope)...)
	}
	return all
}

// clip returns the exchange as far as the golden looks at it: up to the chunk
// after which it hangs up.
func (g *Golden) clip(ex *recorder.Exchange) *recorder.Exchange {
	if g.Meta.Hangup == 0 || len(ex.Chunks) <= g.Meta.Hangup {
		return ex
	}
	clipped := *ex
	clipped.Chunks = ex.Chunks[:g.Meta.Hangup]
	clipped.Body = ex.Body[:ex.Chunks[g.Meta.Hangup].Offset]
	return &clipped
}

func statusLine(status int, reason string) string {
	if reason == "" {
		reason = http.StatusText(status)
	}
	return strings.TrimRight(fmt.Sprintf("%d %s", status, reason), " ")
}

// headerOf returns the header lines of an answer that a golden is about: names
// in lower case and sorted, lines of one name in their order.
func (g *Golden) headerOf(h event.Header, ignore []string) event.Header {
	out := make(event.Header, 0, len(h))
	for _, f := range h {
		if !g.Meta.ignores(f.Name, ignore) {
			out = append(out, event.Field{Name: strings.ToLower(f.Name), Value: f.Value})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

func (g *Golden) compareHeader(h event.Header, scope *Scope, ignore []string) []Difference {
	want, got := g.headerOf(g.Expect.Header, ignore), g.headerOf(h, ignore)
	var all []Difference
	for len(want) > 0 || len(got) > 0 {
		switch {
		case len(got) == 0 || len(want) > 0 && want[0].Name < got[0].Name:
			all = append(all, Difference{Where: "header " + want[0].Name, Want: want[0].Value, Note: "the header is missing"})
			want = want[1:]
		case len(want) == 0 || got[0].Name < want[0].Name:
			all = append(all, Difference{Where: "header " + got[0].Name, Got: got[0].Value, Note: "the header is new"})
			got = got[1:]
		default:
			if d := compareText(want[0].Value, got[0].Value, scope); d != nil {
				d.Where = "header " + want[0].Name
				all = append(all, *d)
			}
			want, got = want[1:], got[1:]
		}
	}
	return all
}

// compareText compares text with a template.
func compareText(want, got string, scope *Scope) *Difference {
	t, err := parseTemplate(want)
	if err == nil {
		err = t.match(got, scope)
	}
	if err == nil {
		return nil
	}
	d := &Difference{Want: want, Got: got}
	if !errors.Is(err, errOther) {
		d.Note = err.Error()
	}
	return d
}

func (g *Golden) compareBody(ex *recorder.Exchange, scope *Scope) []Difference {
	want := g.Expect.Body
	if want == nil {
		return nil
	}
	data, err := plain(ex)
	if err != nil {
		return []Difference{{Where: "body", Want: want.Text, Got: preview(ex.Body), Note: err.Error()}}
	}
	switch want.form {
	case formFile:
		if !bytes.Equal(want.Data, data) {
			return []Difference{{Where: "body", Want: want.Text, Got: preview(data), Note: fmt.Sprintf("%d bytes differ from the %d expected", len(data), len(want.Data))}}
		}
		return nil
	case formJSON:
		return compareJSONBody(want.Text, string(data), scope)
	}
	if d := compareText(want.Text, string(data), scope); d != nil {
		d.Where = "body"
		return []Difference{*d}
	}
	return nil
}

// plain returns the exchange's body without its content codings.
func plain(ex *recorder.Exchange) ([]byte, error) {
	coding := strings.ToLower(headerValue(ex.Header, "Content-Encoding"))
	if coding == "" || coding == "identity" || len(ex.Body) == 0 {
		return ex.Body, nil
	}
	var r io.Reader = bytes.NewReader(ex.Body)
	var err error
	switch coding {
	case "gzip", "x-gzip":
		r, err = gzip.NewReader(r)
	case "br":
		r = brotli.NewReader(r)
	case "deflate":
		if z, zErr := zlib.NewReader(r); zErr == nil {
			r = z
		} else {
			r = flate.NewReader(bytes.NewReader(ex.Body))
		}
	default:
		return ex.Body, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the body is not %s, as its header says: %w", coding, err)
	}
	data, err := io.ReadAll(r)
	if err != nil && !ex.Aborted && !ex.Cut {
		return nil, fmt.Errorf("the body is not %s, as its header says: %w", coding, err)
	}
	return data, nil
}

// preview returns bytes as text short enough for a report.
func preview(data []byte) string {
	if !printable(data) {
		return fmt.Sprintf("%d bytes, %x…", len(data), data[:min(16, len(data))])
	}
	return string(data)
}

// compareLines compares lists of lines. A list that is not expected is not
// compared.
func compareLines(where string, want, got []string, scope *Scope) []Difference {
	if want == nil {
		return nil
	}
	same := slices.EqualFunc(want, got, func(w, g string) bool { return compareText(w, g, scope) == nil })
	if same {
		return nil
	}
	return []Difference{{Where: where, Want: strings.Join(want, "\n"), Got: strings.Join(got, "\n")}}
}
