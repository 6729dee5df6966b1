package nodeapi_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	update       = flag.Bool("update", false, "rewrite the corpus's known_failures.json")
	corpusFolder = flag.String("corpus", "../../fixtures/webapi", "folder of the corpus; see the README there")
)

// A snippet is one line of the corpus; see the README in its folder.
type snippet struct {
	ID   string `json:"id"`
	Code string `json:"code"`
	outcome
	Alt []outcome `json:"alt"`
}

// An outcome is what a snippet returned, or the error it failed with.
type outcome struct {
	Expect json.RawMessage `json:"expect"`
	Throws *thrown         `json:"throws"`
}

type thrown struct {
	Name     string `json:"name"`
	Contains string `json:"message_contains"`
	Message  string `json:"-"`
}

// TestCorpus runs what Node.js answered against our Web and Node APIs. A snippet
// listed in known_failures.json must fail with the message given there: a pass
// and another failure are news as well, and -update takes them over.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(*corpusFolder, "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus in %s: %v", *corpusFolder, err)
	}
	known := readKnown(t)
	for _, file := range files {
		group := strings.TrimSuffix(filepath.Base(file), ".jsonl")
		t.Run(group, func(t *testing.T) {
			t.Parallel()
			runGroup(t, group, readSnippets(t, file), known)
		})
	}
}

func runGroup(t *testing.T, group string, snippets []snippet, known *knownFailures) {
	r := newRunner(t)
	defer r.close()
	failures := map[string]string{}
	for _, s := range snippets {
		message := s.judge(r.run(s))
		// Some measure time, and a busy machine is late: another look at what is new.
		for try := 0; try < 2 && message != "" && message != known.messages[s.ID]; try++ {
			message = s.judge(r.run(s))
		}
		if message != "" {
			failures[s.ID] = message
		}
	}
	t.Logf("%s: %d/%d", group, len(snippets)-len(failures), len(snippets))
	if *update {
		known.replace(t, group, failures)
		return
	}
	for _, s := range snippets {
		switch got, want := failures[s.ID], known.messages[s.ID]; {
		case got == want && got != "":
			t.Logf("known: %s: %s", s.ID, got)
		case got == want:
		case got == "":
			t.Errorf("%s passes now: take it out of known_failures.json (-update)", s.ID)
		case want == "":
			t.Errorf("%s: %s", s.ID, got)
		default:
			t.Errorf("%s fails in another way:\n got: %s\nknown: %s", s.ID, got, want)
		}
	}
}

// judge returns "" if got is one of the accepted outcomes, else why not.
func (s snippet) judge(got outcome) string {
	for _, want := range append([]outcome{s.outcome}, s.Alt...) {
		if want.accepts(got) {
			return ""
		}
	}
	switch {
	case s.Throws != nil:
		return short(fmt.Sprintf("got %s, want %s (%q)", got, s.Throws.Name, s.Throws.Contains))
	case got.Throws != nil:
		return short("threw " + got.String())
	}
	return short("-want +got: " + difference(s.Expect, got.Expect))
}

func (want outcome) accepts(got outcome) bool {
	switch {
	case want.Throws != nil:
		return got.Throws != nil && got.Throws.Name == want.Throws.Name && strings.Contains(got.Throws.Message, want.Throws.Contains)
	case got.Throws != nil:
		return false
	}
	return cmp.Equal(decode(want.Expect), decode(got.Expect))
}

func (o outcome) String() string {
	if o.Throws != nil {
		return o.Throws.Name + ": " + o.Throws.Message
	}
	return string(o.Expect)
}

func decode(text json.RawMessage) any {
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return err.Error()
	}
	return v
}

// difference joins the changed lines of a diff. cmp varies its spaces from build
// to build, so they are folded.
func difference(want, got json.RawMessage) string {
	var lines []string
	for line := range strings.Lines(cmp.Diff(decode(want), decode(got))) {
		if line[0] == '-' || line[0] == '+' {
			lines = append(lines, strings.Join(strings.Fields(line), " "))
		}
	}
	return strings.Join(lines, " ")
}

// short keeps messages readable in known_failures.json, and on one line.
func short(message string) string {
	const limit = 200
	message = strings.ToValidUTF8(strings.ReplaceAll(message, "\n", "⏎"), "�")
	if runes := []rune(message); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return message
}

func readSnippets(t *testing.T, file string) []snippet {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []snippet
	for line := range bytes.Lines(text) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var s snippet
		if err := json.Unmarshal(line, &s); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if s.Throws == nil && s.Expect == nil {
			s.Expect = json.RawMessage("null")
		}
		out = append(out, s)
	}
	return out
}

// knownFailures maps the IDs of snippets that fail to their messages.
type knownFailures struct {
	mu       sync.Mutex
	messages map[string]string
}

func knownFile() string { return filepath.Join(*corpusFolder, "known_failures.json") }

func readKnown(t *testing.T) *knownFailures {
	t.Helper()
	k := &knownFailures{messages: map[string]string{}}
	text, err := os.ReadFile(knownFile())
	if err == nil {
		err = json.Unmarshal(text, &k.messages)
	}
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return k
}

// replace writes the file with the failures of one group renewed.
func (k *knownFailures) replace(t *testing.T, group string, failures map[string]string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	maps.DeleteFunc(k.messages, func(id, _ string) bool { return strings.HasPrefix(id, group+"/") })
	maps.Copy(k.messages, failures)
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(k.messages)
	temporary := knownFile() + ".tmp"
	if err == nil {
		err = os.WriteFile(temporary, text.Bytes(), 0o644)
	}
	if err == nil {
		err = os.Rename(temporary, knownFile())
	}
	if err != nil {
		t.Error(err)
	}
}
