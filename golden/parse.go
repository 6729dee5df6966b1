package golden

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/txtar"

	"routescope/engine/event"
)

// A ParseError says where a file is no golden, in one line.
type ParseError struct {
	Path   string
	Line   int
	Reason string
}

// Error implements error: "goldens/01.golden.txtar:3: …".
func (e *ParseError) Error() string { return fmt.Sprintf("%s:%d: %s", e.Path, e.Line, e.Reason) }

// Load reads the golden in a file.
func Load(path string) (*Golden, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading a golden: %w", err)
	}
	return Parse(path, data)
}

// Parse parses a golden. path is where it lies: for messages, and to find the
// files that its sections name. Every error is a [*ParseError].
func Parse(path string, data []byte) (*Golden, error) {
	p := &parser{golden: &Golden{Path: path, lines: map[string]int{}}}
	if err := p.parse(data); err != nil {
		var at *lineError
		line := p.line
		if errors.As(err, &at) {
			line += at.line
			err = at.err
		}
		return nil, &ParseError{path, line, err.Error()}
	}
	return p.golden, nil
}

// A lineError is an error so many lines below the marker of its section.
type lineError struct {
	line int
	err  error
}

func (e *lineError) Error() string { return e.err.Error() }

func below(line int, format string, args ...any) error {
	return &lineError{line, fmt.Errorf(format, args...)}
}

// A parser fills a golden, section by section.
type parser struct {
	golden *Golden
	line   int // of the section's marker
}

// sections are the known sections with what reads them, in the order in which
// they are written. Names with a body's suffix stand for all its forms.
var sections = []struct {
	name string
	read func(p *parser, suffix form, text string) error
}{
	{"meta", (*parser).meta},
	{"request", (*parser).request},
	{"request.body", (*parser).requestBody},
	{"expect", (*parser).expect},
	{"expect.body", (*parser).expectBody},
	{"expect.stream", (*parser).expectStream},
	{"expect.route", lines(func(x *Expect) *[]string { return &x.Route })},
	{"expect.cache", lines(func(x *Expect) *[]string { return &x.Cache })},
	{"expect.console", lines(func(x *Expect) *[]string { return &x.Console })},
}

func (p *parser) parse(data []byte) error {
	p.line = 1
	// No form of a body leaves a CR in the file: these are git's, on Windows.
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	if at := conflict(data); at > 0 {
		return below(at-1, "git conflict markers: resolve the conflict, or delete the file and record it again with --update")
	}
	archive := txtar.Parse(data)
	p.golden.Comment = string(archive.Comment)
	next := 1 + bytes.Count(archive.Comment, []byte("\n"))
	for _, file := range archive.Files {
		p.line = next
		next += 1 + bytes.Count(file.Data, []byte("\n"))
		if err := p.section(file.Name, string(file.Data)); err != nil {
			return err
		}
	}
	p.line = 1
	if p.golden.lines["request"] == 0 {
		return errors.New(`no golden: the section "-- request --" is missing`)
	}
	return nil
}

func (p *parser) section(name, text string) error {
	base, suffix := name, formText
	for _, f := range forms[1:] {
		if rest, ok := strings.CutSuffix(name, string(f)); ok && strings.HasSuffix(rest, ".body") {
			base, suffix = rest, f
		}
	}
	for _, s := range sections {
		if s.name != base {
			continue
		}
		if p.golden.lines[base] != 0 {
			return fmt.Errorf("a second section %q", base)
		}
		p.golden.lines[base] = p.line
		return s.read(p, suffix, text)
	}
	var known []string
	for _, s := range sections {
		known = append(known, s.name)
	}
	return fmt.Errorf("unknown section %q: the sections are %s", name, strings.Join(known, ", "))
}

// conflict returns the line of a git conflict marker, or 0. Recorded bodies
// that hold such lines are quoted, so that these are git's.
func conflict(data []byte) int {
	if !bytes.Contains(data, []byte("<<<<<<<")) {
		return 0
	}
	found := conflictLine.FindIndex(data)
	if found == nil {
		return 0
	}
	return 1 + bytes.Count(data[:found[0]], []byte("\n"))
}

func (p *parser) meta(_ form, text string) error {
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	m := &p.golden.Meta
	if err := d.Decode(m); err != nil && strings.TrimSpace(text) != "" {
		return yamlError(err)
	}
	switch {
	case m.Version > Version:
		return fmt.Errorf("format version %d is newer than this routescope, which reads up to %d: update routescope", m.Version, Version)
	case m.Version < 1:
		return fmt.Errorf("the format's version is missing: write `version: %d`", Version)
	case m.State != "" && m.State != stateAny:
		return fmt.Errorf("state is %s, or left out for a fresh start, not %q", stateAny, m.State)
	case m.Wait < 0, m.Hangup < 0:
		return errors.New("wait and hangup cannot be negative")
	}
	for place, mask := range m.Masks {
		if t, err := parseTemplate(mask); err != nil || !t.masked() {
			return fmt.Errorf("masks: %q for %q is no mask: write one such as «any»", mask, place)
		}
	}
	return nil
}

// yamlError returns the first complaint of the YAML package, with its line.
func yamlError(err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	text = strings.TrimPrefix(text, "unmarshal errors:\n  ")
	text, _, _ = strings.Cut(text, "\n")
	line := 0
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		number, message, _ := strings.Cut(rest, ": ")
		line, _ = strconv.Atoi(number)
		text = message
	}
	text = strings.Replace(text, "not found in type golden.Meta", "is not known in meta", 1)
	return below(line, "%s", text)
}

func (p *parser) request(_ form, text string) error {
	all := strings.Split(strings.TrimRight(text, "\n"), "\n")
	method, target, ok := strings.Cut(all[0], " ")
	if !ok || method == "" || !strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "{{") && target != "*" && !strings.Contains(target, "://") {
		return below(1, "%q is no request line: write it as GET /api/books?limit=1", all[0])
	}
	r := &p.golden.Request
	r.Method, r.Target = method, target
	var err error
	r.Header, err = parseHeader(all[1:], 2)
	return err
}

// parseHeader parses header lines, the first of which is so many lines below
// its section's marker.
func parseHeader(all []string, first int) (event.Header, error) {
	var h event.Header
	for i, line := range all {
		name, value, ok := strings.Cut(line, ":")
		if !ok || name == "" || strings.ContainsAny(name, " \t") {
			return nil, below(first+i, "%q is no header line: write it as name: value", line)
		}
		h = append(h, event.Field{Name: name, Value: strings.Trim(value, " \t\r")})
	}
	return h, nil
}

func (p *parser) requestBody(suffix form, text string) (err error) {
	g := p.golden
	g.requestForm = suffix
	if suffix == formFile {
		g.Request.Body, err = readSide(g.Path, text)
		return err
	}
	body, err := suffix.decode(text)
	g.Request.Body = []byte(body)
	return err
}

// expected returns the golden's expectation, made on first use.
func (p *parser) expected() *Expect {
	if p.golden.Expect == nil {
		p.golden.Expect = &Expect{}
	}
	return p.golden.Expect
}

func (p *parser) expect(_ form, text string) error {
	all := strings.Split(strings.TrimRight(text, "\n"), "\n")
	code, reason, _ := strings.Cut(all[0], " ")
	status, err := strconv.Atoi(code)
	if err != nil || status < 100 || status > 999 {
		return below(1, "%q is no status line: write it as 200 OK", all[0])
	}
	x := p.expected()
	x.Status = status
	if reason != http.StatusText(status) {
		x.Reason = reason
	}
	if x.Header, err = parseHeader(all[1:], 2); err != nil {
		return err
	}
	for i, f := range x.Header {
		if _, err := parseTemplate(f.Value); err != nil {
			return below(2+i, "%w", err)
		}
	}
	return nil
}

func (p *parser) expectBody(suffix form, text string) (err error) {
	b := &Body{form: suffix}
	p.expected().Body = b
	if suffix == formFile {
		b.Text = strings.TrimSpace(text)
		b.Data, err = readSide(p.golden.Path, text)
		return err
	}
	if b.Text, err = suffix.decode(text); err != nil {
		return err
	}
	if suffix == formJSON {
		return checkJSON(b.Text)
	}
	for i, line := range strings.Split(b.Text, "\n") {
		if _, err := parseTemplate(line); err != nil {
			return below(1+i, "%w", err)
		}
	}
	return nil
}

// checkJSON checks that text is JSON and the masks in it are right.
func checkJSON(text string) error {
	value, err := decodeJSON(text)
	if err != nil {
		return fmt.Errorf("the expected body is no JSON (%w): rename the section to expect.body for plain text", err)
	}
	return eachString(value, func(s string) error {
		_, err := parseTemplate(s)
		return err
	})
}

func (p *parser) expectStream(_ form, text string) (err error) {
	x := p.expected()
	if rest, ok := strings.CutSuffix(strings.TrimRight(text, "\n"), cutLine); ok {
		text, x.Cut = rest, true
	}
	if text = strings.TrimRight(text, "\n"); text != "" || !x.Cut {
		x.Stream, err = parseStream(text)
	}
	return err
}

// lines returns the reader of a section that is a list of lines.
func lines(list func(*Expect) *[]string) func(*parser, form, string) error {
	return func(p *parser, _ form, text string) error {
		all := []string{}
		if text = strings.TrimRight(text, "\n"); text != "" {
			all = strings.Split(text, "\n")
		}
		for i, line := range all {
			if _, err := parseTemplate(line); err != nil {
				return below(1+i, "%w", err)
			}
		}
		*list(p.expected()) = all
		return nil
	}
}
