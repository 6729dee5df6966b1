package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A conflictCase is one small project and what Next.js said about it: see
// fixtures/router/README.md.
type conflictCase struct {
	ID      string
	Files   map[string]string
	Config  string
	Outcome string
	Message string
	Runs    []struct {
		Command, Message string
		Started          *bool
	}
}

// stops is the first command that refused, with what it printed.
func (c *conflictCase) stops() (command, message string) {
	if c.Outcome == "error" {
		return "next build", c.Message
	}
	for _, run := range c.Runs {
		if run.Started == nil || *run.Started {
			continue
		}
		if run.Command == "next start" {
			return "next start", run.Message
		}
		return "next dev", run.Message
	}
	if c.ID == "pages-duplicate-with-app" {
		return "next dev", c.Runs[len(c.Runs)-1].Message // its server starts, and never answers
	}
	return "", c.Runs[len(c.Runs)-1].Message
}

// TestConflictCorpus runs `routes --check` on each layout.
func TestConflictCorpus(t *testing.T) {
	names, err := filepath.Glob("../fixtures/router/conflicts/*.json")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	passed := 0
	for _, name := range names {
		var c conflictCase
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &c); err != nil {
			t.Fatal(err)
		}
		if problem := c.run(t); problem != "" {
			t.Errorf("%s: %s", c.ID, problem)
		} else {
			passed++
		}
	}
	t.Logf("%d of %d layouts pass", passed, len(names))
}

func (c *conflictCase) run(t *testing.T) (problem string) {
	dir := t.TempDir()
	for name, text := range c.Files {
		writeFile(t, dir, name, text)
	}
	if c.Config != "" {
		writeFile(t, dir, "next.config.js", c.Config)
	}
	var stdout, stderr bytes.Buffer
	code := Main([]string{"routes", "--check", "--json", dir}, nil, &stdout, &stderr)
	var found []jsonConflict
	if err := json.Unmarshal(stdout.Bytes(), &found); err != nil {
		return "exit code " + stderr.String()
	}
	command, message := c.stops()
	message = strings.ReplaceAll(message, "<project>", dir)
	first := earliest(found)
	switch {
	case (code == exitConflicts) != (command != "") || first.Stops != command:
		return "stops at " + first.Stops + ": " + first.Message + "\nwant " + command + ": " + message
	case command == "":
		return ""
	}
	quoted, _, _ := strings.Cut(first.Message, ": text stands around")
	if !strings.Contains(message, quoted) {
		return "got " + first.Message + "\nwant " + message
	}
	for _, file := range first.Files {
		if _, err := os.Stat(filepath.Join(dir, file)); err != nil {
			return "names " + file
		}
	}
	if len(first.Files) == 0 || first.Hint == "" {
		return "names no file, or no way out: " + first.Message
	}
	return ""
}

// earliest returns the conflict that the first command stops at.
func earliest(found []jsonConflict) (first jsonConflict) {
	order := map[string]int{"": 4, "next build": 1, "next start": 2, "next dev": 3}
	for _, c := range found {
		if c.Stops != "" && order[c.Stops] < order[first.Stops] {
			first = c
		}
	}
	return first
}

func writeFile(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
