package golden

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"routescope/engine/event"
	"routescope/recorder"
)

// RecordOptions say how exchanges become goldens. The zero value is good.
type RecordOptions struct {
	Redact *recorder.Redactor // the default rules if nil
	Ignore []string           // headers that no expectation holds
	Now    func() time.Time   // to tell volatile dates from data; time.Now if nil

	// Masks holds for all goldens what [Meta.Masks] holds for one.
	Masks map[string]string
}

func (o *RecordOptions) now() time.Time {
	if o.Now != nil {
		return o.Now()
	}
	return time.Now()
}

// redactor returns the redactor for a golden, which knows what to keep.
func (o *RecordOptions) redactor(g *Golden) *recorder.Redactor {
	r := recorder.Redactor{}
	if o.Redact != nil {
		r = *o.Redact
	}
	r.Keep = append(r.Keep[:len(r.Keep):len(r.Keep)], g.Meta.Keep...)
	return &r
}

// New makes a golden of an exchange: secrets redacted, volatile values masked.
// It has no path yet.
func New(name string, ex *recorder.Exchange, opts RecordOptions) *Golden {
	g := &Golden{Meta: Meta{Version: Version, Name: name}}
	g.Request = opts.redactor(g).Request(ex.Request)
	// Framing and addressing are the target's own business.
	g.Request.Header = g.headerWithout(g.Request.Header, "Host", "Content-Length", "Connection", "Transfer-Encoding")
	g.Record([]*recorder.Exchange{ex}, opts)
	return g
}

func (g *Golden) headerWithout(h event.Header, names ...string) event.Header {
	var out event.Header
	for _, f := range h {
		drop := false
		for _, name := range names {
			drop = drop || strings.EqualFold(f.Name, name)
		}
		if !drop {
			out = append(out, f)
		}
	}
	return out
}

// Record makes the exchange what the golden expects from now on. What still
// holds stays as it is written, masks included. Given several exchanges of the
// same request, what differs between them becomes a mask.
func (g *Golden) Record(exchanges []*recorder.Exchange, opts RecordOptions) {
	scope := NewScope(nil)
	m := newMasker(opts.now())
	first := exchanges[0]
	if g.Expect != nil {
		g.Compare(first, scope, opts.Ignore...) // for what it binds
	}
	g.note(first, m, scope, &opts)
	scope = NewScope(nil)
	g.record(first, m, scope, &opts)
	for _, again := range exchanges[1:] {
		for _, d := range g.Compare(again, NewScope(nil), opts.Ignore...) {
			if _, ok := g.Meta.Masks[d.Where]; !ok && d.Want != "" && d.Got != "" && !strings.Contains(d.Want, "«") {
				g.forceMask(d)
			}
		}
		g.record(first, m, scope, &opts)
	}
}

// forceMask writes a mask for a value that differs into the golden's meta.
func (g *Golden) forceMask(d Difference) {
	if !strings.HasPrefix(d.Where, "body $") && !strings.HasPrefix(d.Where, "header ") {
		return
	}
	mask := "«any»"
	if _, err := json.Number(d.Want).Float64(); err == nil {
		mask = "«number»"
	}
	if g.Meta.Masks == nil {
		g.Meta.Masks = map[string]string{}
	}
	g.Meta.Masks[d.Where] = mask
}

// note lets the masker see an exchange before anything is written.
func (g *Golden) note(ex *recorder.Exchange, m *masker, scope *Scope, opts *RecordOptions) {
	ex = g.clip(ex)
	redact := opts.redactor(g)
	var texts []string
	for _, f := range redact.Header(g.headerOf(ex.Header, opts.Ignore)) {
		texts = append(texts, f.Value)
	}
	if data, err := plain(ex); err == nil && printable(data) {
		texts = append(texts, redact.Text(string(data)))
	}
	m.reserve(scope)
	m.note(texts, scope)
}

// record rewrites the golden's expectation section by section.
func (g *Golden) record(ex *recorder.Exchange, m *masker, scope *Scope, opts *RecordOptions) {
	ex = g.clip(ex)
	old := g.Expect
	if old == nil {
		old = &Expect{}
	}
	w := &writer{golden: g, old: old, masker: m, scope: scope, opts: opts, redact: opts.redactor(g)}
	x := &Expect{Status: ex.Status, Reason: ex.Reason, Cut: ex.Cut}
	x.Body = w.body(ex)
	x.Header = w.header(ex, x.Body)
	x.Stream = w.stream(ex)
	x.Route, x.Cache, x.Console = old.Route, old.Cache, old.Console
	if tells(ex) {
		x.Route = w.lines(old.Route, routeLines(ex))
		if old.Cache != nil || g.Meta.State != stateAny {
			x.Cache = w.lines(old.Cache, cacheLines(ex)) // what happens in caches hangs on their state
		}
		x.Console = w.lines(old.Console, consoleLines(ex))
	}
	g.Expect = x
	g.Compare(ex, scope, opts.Ignore...) // for what it binds
}

// A writer writes one expectation.
type writer struct {
	golden *Golden
	old    *Expect
	masker *masker
	scope  *Scope
	opts   *RecordOptions
	redact *recorder.Redactor
}

// forced returns the mask that is demanded for a place.
func (w *writer) forced(where string) (string, bool) {
	if mask, ok := w.golden.Meta.Masks[where]; ok {
		return mask, true
	}
	mask, ok := w.opts.Masks[where]
	return mask, ok
}

// forcesBody reports whether a mask is demanded within the body.
func (w *writer) forcesBody() bool {
	for _, masks := range []map[string]string{w.golden.Meta.Masks, w.opts.Masks} {
		for place := range masks {
			if strings.HasPrefix(place, "body") {
				return true
			}
		}
	}
	return false
}

// holds reports whether a template still matches, without binding anything.
func (w *writer) holds(want, got string) bool {
	return compareText(want, got, w.scope.clone()) == nil
}

func (w *writer) header(ex *recorder.Exchange, body *Body) event.Header {
	raw := w.golden.headerOf(ex.Header, w.opts.Ignore)
	redacted := w.redact.Header(raw)
	seen := map[string]int{}
	out := make(event.Header, len(raw))
	for i, f := range raw {
		out[i] = event.Field{Name: f.Name, Value: w.headerValue(f, redacted[i].Value, seen[f.Name], body)}
		if f.Name == "etag" && headerValue(raw, "last-modified") != "" {
			out[i].Value = "«any»" // made of the file's time, which a checkout changes
		}
		seen[f.Name]++
	}
	return out
}

// headerValue writes the nth line of a name.
func (w *writer) headerValue(f event.Field, redacted string, nth int, body *Body) string {
	if mask, ok := w.forced("header " + f.Name); ok {
		return mask
	}
	for _, old := range w.old.Header {
		if !strings.EqualFold(old.Name, f.Name) {
			continue
		}
		if nth == 0 && w.holds(old.Value, f.Value) {
			return old.Value
		}
		nth--
	}
	masked := body != nil && strings.Contains(body.Text, "«")
	switch {
	case f.Name == "etag" && masked:
		return "«any»"
	case f.Name == "last-modified":
		return "«date:http»"
	}
	return w.masker.text(redacted)
}

func (w *writer) body(ex *recorder.Exchange) *Body {
	if old := w.old.Body; old != nil && (old.form != formJSON || !w.forcesBody()) && len(w.golden.expecting(w.old).compareBody(ex, w.scope.clone())) == 0 {
		return old
	}
	data, err := plain(ex)
	if err != nil {
		data = ex.Body
	}
	if mask, ok := w.forced("body"); ok {
		return &Body{Text: mask}
	}
	text := w.redact.Text(string(data))
	if isJSON(headerValue(ex.Header, "content-type")) && !w.golden.Meta.Raw && printable(data) {
		if value, err := decodeJSON(text); err == nil {
			return &Body{form: formJSON, Text: printJSON(w.json(w.oldJSON(), value))}
		}
	}
	if f := textForm([]byte(text)); f != formFile {
		return &Body{form: f, Text: w.masker.text(text)}
	}
	return &Body{form: formFile, Data: data}
}

// expecting returns a golden that differs in its expectation only.
func (g *Golden) expecting(x *Expect) *Golden {
	other := *g
	other.Expect = x
	return &other
}

// oldJSON returns the body expected so far, if it is JSON.
func (w *writer) oldJSON() any {
	if w.old.Body == nil || w.old.Body.form != formJSON {
		return nil
	}
	value, err := decodeJSON(w.old.Body.Text)
	if err != nil {
		return nil
	}
	return value
}

// json writes a JSON body beside the one expected so far.
func (w *writer) json(old, value any) any { return w.jsonAt("$", old, value) }

func (w *writer) jsonAt(path string, old, value any) any {
	if mask, ok := w.forced("body " + path); ok {
		return mask
	}
	if text, ok := old.(string); ok && strings.Contains(text, "«") && matchJSON(text, value, w.scope.clone()) == nil {
		return text
	}
	switch value := value.(type) {
	case map[string]any:
		before, _ := old.(map[string]any)
		out := make(map[string]any, len(value))
		for _, name := range slices.Sorted(maps.Keys(value)) { // indexes are given in order
			out[name] = w.jsonAt(member(path, name), before[name], value[name])
		}
		return out
	case []any:
		before, _ := old.([]any)
		out := make([]any, len(value))
		for i := range value {
			var was any
			if i < len(before) {
				was = before[i]
			}
			out[i] = w.jsonAt(fmt.Sprintf("%s[%d]", path, i), was, value[i])
		}
		return out
	}
	return w.masker.json(value)
}

func (w *writer) stream(ex *recorder.Exchange) []StreamLine {
	masked := w.old.Body != nil && strings.Contains(w.old.Body.Text, "«")
	if w.old.Stream != nil && compareStream(w.old.Stream, ex.Chunks, masked) == nil {
		return w.old.Stream
	}
	if w.old.Stream == nil && !streams(ex.Chunks) && w.golden.Meta.Hangup == 0 {
		return nil
	}
	return streamLines(ex.Chunks, func(text string) string {
		if !printable([]byte(text)) {
			return text
		}
		return w.masker.text(w.redact.Text(text))
	})
}

// lines writes a list of lines. Nothing is written where nothing was and
// nothing is.
func (w *writer) lines(old, lines []string) []string {
	scope := w.scope.clone()
	if old == nil && len(lines) == 0 || old != nil && compareLines("", old, lines, scope) == nil {
		return old
	}
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = line
		if i >= len(old) || !w.holds(old[i], line) {
			out[i] = w.masker.text(w.redact.Text(line))
		} else {
			out[i] = old[i]
		}
	}
	return out
}
