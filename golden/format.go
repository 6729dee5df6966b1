package golden

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"routescope/engine/event"
)

// Format returns the golden as the text of its file. Parse is its inverse.
func (g *Golden) Format() []byte {
	var b strings.Builder
	if g.Comment != "" {
		b.WriteString(strings.TrimRight(g.Comment, "\n") + "\n")
	}
	section := func(name, text string) { fmt.Fprintf(&b, "-- %s --\n%s", name, text) }
	section("meta", g.Meta.format())
	section("request", g.Request.Method+" "+g.Request.Target+"\n"+formatHeader(g.Request.Header))
	if g.Request.Body != nil {
		f := g.requestForm
		if f == formText {
			f = textForm(g.Request.Body)
		}
		text := f.encode(string(g.Request.Body))
		if f == formFile {
			text = g.side(g.Request.Body, requestType(g))
		}
		section("request.body"+string(f), text)
	}
	if x := g.Expect; x != nil {
		x.format(g, section)
	}
	return []byte(b.String())
}

func requestType(g *Golden) string { return headerValue(g.Request.Header, "content-type") }

func headerValue(h event.Header, name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// side returns the text of a .file section.
func (g *Golden) side(data []byte, contentType string) string {
	return fmt.Sprintf("%s %d bytes\n", sideName(data, contentType), len(data))
}

func (m Meta) format() string {
	if m.Version == 0 {
		m.Version = Version
	}
	var b strings.Builder
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(m); err != nil {
		panic(err) // plain data can be encoded
	}
	return b.String()
}

func formatHeader(h event.Header) string {
	var b strings.Builder
	for _, f := range h {
		b.WriteString(strings.TrimRight(f.Name+": "+f.Value, " ") + "\n")
	}
	return b.String()
}

// format writes the sections of the expectation.
func (x *Expect) format(g *Golden, section func(name, text string)) {
	reason := x.Reason
	if reason == "" {
		reason = http.StatusText(x.Status)
	}
	if x.Status != 0 {
		section("expect", strings.TrimRight(fmt.Sprintf("%d %s", x.Status, reason), " ")+"\n"+formatHeader(x.Header))
	}
	if b := x.Body; b != nil {
		text := b.form.encode(b.Text)
		if b.form == formFile {
			text = g.side(b.Data, headerValue(x.Header, "content-type"))
		}
		section("expect.body"+string(b.form), text)
	}
	if x.Stream != nil || x.Cut {
		section("expect.stream", formatStream(x.Stream)+map[bool]string{true: cutLine + "\n"}[x.Cut])
	}
	for _, list := range []struct {
		name  string
		lines []string
	}{{"route", x.Route}, {"cache", x.Cache}, {"console", x.Console}} {
		if list.lines != nil {
			section("expect."+list.name, strings.Join(append(list.lines[:len(list.lines):len(list.lines)], ""), "\n"))
		}
	}
}

// Save writes the golden to its Path, and the bodies that are no text beside
// it. Each file is written under another name first and then renamed, so that
// no reader sees half of it.
func (g *Golden) Save() error {
	dir := filepath.Dir(g.Path)
	if g.Request.Body != nil && textForm(g.Request.Body) == formFile {
		if err := writeFile(filepath.Join(dir, sideName(g.Request.Body, requestType(g))), g.Request.Body); err != nil {
			return err
		}
	}
	if x := g.Expect; x != nil && x.Body != nil && x.Body.form == formFile {
		if err := writeFile(filepath.Join(dir, sideName(x.Body.Data, headerValue(x.Header, "content-type"))), x.Body.Data); err != nil {
			return err
		}
	}
	return writeFile(g.Path, g.Format())
}

// writeFile writes data to path at once, making the folders it needs.
func writeFile(path string, data []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("saving a golden: %w", err)
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("saving a golden: %w", err)
	}
	defer os.Remove(f.Name()) // after the rename there is nothing to remove
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("saving a golden: %w", err)
	}
	return nil
}
