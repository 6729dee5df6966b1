package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"routescope/engine/event"
	"routescope/recorder"
)

// A printer shows an exchange while it happens. Which of its parts go where is
// decided once, when it is made.
type printer struct {
	out, notes io.Writer
	command    *sendCommand
	err        error // the first error of writing
}

func (s *sendCommand) printer(stdout, stderr io.Writer) *printer {
	return &printer{out: stdout, notes: stderr, command: s}
}

func (p *printer) printf(w io.Writer, format string, args ...any) {
	_, err := fmt.Fprintf(w, format, args...)
	p.note(err)
}

func (p *printer) note(err error) {
	if p.err == nil {
		p.err = err
	}
}

// observe shows one event.
func (p *printer) observe(e event.Event) {
	if p.command.events {
		line, err := event.Marshal(e)
		if err != nil {
			p.err = err
			return
		}
		p.printf(p.out, "%s\n", line)
		return
	}
	if p.command.verbose {
		p.verbose(e)
	}
	switch e := e.(type) {
	case *event.HeadersSent:
		if p.command.include && !p.command.json {
			p.head(p.out, "", e)
		}
	case *event.ChunkSent:
		p.chunk(e)
	case *event.ConsoleWritten:
		if !p.command.silent && !isThrown(e) {
			p.note(printConsole(p.notes, e))
		}
	case *event.HandlerThrew:
		if !p.command.silent {
			p.note(printThrown(p.notes, "", e))
		}
	}
}

func (p *printer) head(w io.Writer, prefix string, e *event.HeadersSent) {
	reason := e.Reason
	if reason == "" {
		reason = http.StatusText(e.Status)
	}
	p.printf(w, "%sHTTP/1.1 %d %s\n", prefix, e.Status, reason)
	for _, f := range e.Header {
		p.printf(w, "%s%s: %s\n", prefix, f.Name, f.Value)
	}
	p.printf(w, "%s\n", prefix)
}

func (p *printer) chunk(e *event.ChunkSent) {
	switch {
	case p.command.json:
	case p.command.stream:
		p.printf(p.out, "%8.3fs %6d  %s\n", e.At.Seconds(), len(e.Data), quoteChunk(e.Data))
	default:
		if _, err := p.out.Write(e.Data); err != nil && p.err == nil {
			p.err = err
		}
	}
}

// quoteChunk shows the bytes of a chunk on one line.
func quoteChunk(data []byte) string {
	if utf8.Valid(data) {
		return strconv.Quote(string(data))
	}
	return fmt.Sprintf("% x", data)
}

// isThrown reports whether a line is what Next.js prints about a handler that
// threw: printThrown shows that with more.
func isThrown(line *event.ConsoleWritten) bool {
	return strings.HasPrefix(line.Text, "⨯ ") && !strings.HasPrefix(line.Text, "⨯ unhandledRejection")
}

// printConsole prints a line of a project's console with its place.
func printConsole(w io.Writer, line *event.ConsoleWritten) error {
	text := line.Text
	if line.From.File != "" {
		text += fmt.Sprintf(" (%s:%d)", line.From.File, line.From.Line)
	}
	_, err := fmt.Fprintln(w, text)
	return err
}

// printThrown prints what a handler threw, the way Node.js does.
func printThrown(w io.Writer, sign string, e *event.HandlerThrew) error {
	var b strings.Builder
	b.WriteString(sign)
	if e.Name != "" { // not for what is no Error: throw 'a string'
		b.WriteString(e.Name + ": ")
	}
	b.WriteString(e.Message + "\n")
	for _, f := range e.Stack {
		where := fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
		if f.Function != "" {
			where = f.Function + " (" + where + ")"
		}
		fmt.Fprintf(&b, "    at %s\n", where)
	}
	if e.Hint != "" {
		fmt.Fprintf(&b, "  %s\n", e.Hint)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// verbose shows an event with curl's signs: > is sent, < is received, * is said.
func (p *printer) verbose(e event.Event) {
	note := func(format string, args ...any) { p.printf(p.notes, "* "+format+"\n", args...) }
	switch e := e.(type) {
	case *event.RequestReceived:
		p.printf(p.notes, "> %s %s HTTP/1.1\n", e.Method, e.Target)
		for _, f := range e.Header {
			p.printf(p.notes, "> %s: %s\n", f.Name, f.Value)
		}
		p.printf(p.notes, ">\n")
	case *event.StageRan:
		note("%s: %s %s %s", e.Stage, e.Action, e.From, e.To)
	case *event.RouteMatched:
		note("%s %s, %s", e.Kind, e.Route, e.File)
	case *event.RouteMissed:
		note("no route for %s: %s", e.Path, e.Reason)
	case *event.ModuleCompiled:
		note("compiled %s for %s in %s", counted(e.Modules, "module"), e.Entry, e.Duration)
	case *event.HandlerStarted:
		note("calling %s at %s:%d on %s", e.Export, e.File, e.Line, e.Runtime)
	case *event.CacheRead:
		note("%s cache: %s: %s", e.Cache, e.Outcome, e.Reason)
	case *event.CacheStored:
		note("%s cache: stored %s, %d bytes, tags %s", e.Cache, e.Key, e.Bytes, strings.Join(e.Tags, " "))
	case *event.CacheInvalidated:
		note("%s(%q): %d entries", e.Call, e.Value, len(e.Entries))
	case *event.UpstreamStarted:
		note("fetch %s %s", e.Method, e.URL)
	case *event.UpstreamFinished:
		note("fetch was answered with %d%s", e.Status, e.Error)
	case *event.InterimSent:
		p.head(p.notes, "< ", &event.HeadersSent{Status: e.Status, Header: e.Header})
	case *event.HeadersSent:
		p.head(p.notes, "< ", e)
	case *event.ResponseEnded:
		note("%d bytes in %s", e.Bytes, e.At)
	}
}

// jsonExchange is what --json prints. The names are an interface: scripts read
// them.
type jsonExchange struct {
	Method  string          `json:"method"`
	Target  string          `json:"target"`
	Status  int             `json:"status"`
	Reason  string          `json:"statusText"`
	Headers []event.Field   `json:"headers"`
	Body    string          `json:"body"`             // text, or nothing if it is none
	Bytes   []byte          `json:"base64,omitempty"` // a body that is no text
	Chunks  []jsonChunk     `json:"chunks"`
	Route   *jsonMatch      `json:"route,omitempty"`
	Cache   []jsonCacheRead `json:"cache,omitempty"`
	Console []jsonConsole   `json:"console,omitempty"`
	Error   *jsonError      `json:"error,omitempty"`
	Cut     bool            `json:"cut,omitempty"`
	Millis  float64         `json:"ms"`
}

type jsonChunk struct {
	Millis float64 `json:"ms"`
	Size   int     `json:"size"`
}

type jsonMatch struct {
	Pattern string         `json:"pattern"`
	Kind    string         `json:"kind"`
	File    string         `json:"file"`
	Params  map[string]any `json:"params,omitempty"`
}

type jsonCacheRead struct {
	Cache   string `json:"cache"`
	Key     string `json:"key"`
	Outcome string `json:"outcome"`
	Reason  string `json:"reason"`
}

type jsonConsole struct {
	Level string         `json:"level"`
	Text  string         `json:"text"`
	From  event.Position `json:"from"`
}

type jsonError struct {
	Name    string        `json:"name"`
	Message string        `json:"message"`
	Stack   []event.Frame `json:"stack,omitempty"`
}

// finish shows what can be shown only of a whole exchange.
func (p *printer) finish(ex *recorder.Exchange) error {
	if ex.Cut && !p.command.json && !p.command.events {
		p.printf(p.notes, "routescope: the response was cut inside its body\n")
	}
	if !p.command.json {
		return nil
	}
	e := json.NewEncoder(p.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(newJSONExchange(ex))
}

func newJSONExchange(ex *recorder.Exchange) *jsonExchange {
	out := &jsonExchange{
		Method: ex.Request.Method, Target: ex.Request.Target, Status: ex.Status, Reason: ex.Reason, Headers: ex.Header,
		Chunks: []jsonChunk{}, Cut: ex.Cut, Millis: float64(ex.Duration.Microseconds()) / 1000,
	}
	if out.Reason == "" {
		out.Reason = http.StatusText(ex.Status)
	}
	if out.Body = string(ex.Body); !utf8.Valid(ex.Body) {
		out.Body, out.Bytes = "", ex.Body
	}
	for _, c := range ex.Chunks {
		out.Chunks = append(out.Chunks, jsonChunk{float64(c.At.Microseconds()) / 1000, len(c.Data)})
	}
	if r := ex.Route(); r != nil {
		out.Route = &jsonMatch{r.Route, r.Kind, r.File, r.Params}
	}
	for _, e := range ex.Events {
		if read, ok := e.(*event.CacheRead); ok {
			out.Cache = append(out.Cache, jsonCacheRead{read.Cache, read.Key, read.Outcome, read.Reason})
		}
	}
	for _, c := range ex.Console() {
		out.Console = append(out.Console, jsonConsole{c.Level, c.Text, c.From})
	}
	if t := ex.Thrown(); t != nil {
		out.Error = &jsonError{t.Name, t.Message, t.Stack}
	}
	return out
}
