package tui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/engine"
	"routescope/engine/event"
	"routescope/golden"
	"routescope/recorder"
)

// target answers every request with one text.
type target string

func (t target) Do(_ context.Context, _ *engine.Request, observe func(event.Event)) error {
	for _, ev := range answer(200, "text/plain", string(t)) {
		observe(ev)
	}
	return nil
}

func newStore(t *testing.T, answer *string) *store {
	project := t.TempDir()
	return &store{project: project, dir: filepath.Join(project, "goldens"), options: golden.Options{
		Open: func(context.Context) (recorder.Target, func(), error) { return target(*answer), func() {}, nil },
	}}
}

func TestAGoldenIsSavedListedAndRun(t *testing.T) {
	text := "hello"
	s := newStore(t, &text)
	if list, err := s.List(); err != nil || list != nil {
		t.Fatalf("a missing folder: %v, %v", list, err)
	}
	x, err := recorder.Capture(t.Context(), target(text), recorder.Request{Method: "GET", Target: "/api/greeting"})
	if err != nil {
		t.Fatal(err)
	}
	file, err := s.Save("staff/greeting get", x, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Save("staff/greeting get", x, false); !errors.Is(err, errGoldenExists) {
		t.Errorf("saving over it: %v", err)
	}
	want := []savedGolden{{Name: "greeting get", File: "goldens/staff/greeting-get.golden.txtar", Method: "GET", Target: "/api/greeting"}}
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, list); diff != "" || file != want[0].File {
		t.Errorf("saved %s\n%s", file, diff)
	}
	if !s.Holds(file) || s.Holds("app/goldens.ts") {
		t.Error("the store does not know its own files")
	}
	run := func() (got goldenResult) {
		err := s.Run(t.Context(), []string{file}, func(_ string, r goldenResult) { got = r })
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if r := run(); !r.Passed {
		t.Errorf("it does not pass: %+v", r)
	}
	text = "goodbye"
	if r := run(); r.Passed || len(r.Differences) == 0 {
		t.Errorf("it passes although the answer differs: %+v", r)
	}
}

func TestListSaysWhichGoldenCannotBeRead(t *testing.T) {
	text := ""
	s := newStore(t, &text)
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, "bad"+golden.Ext), []byte("-- tea --\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.List(); err == nil {
		t.Error("a malformed golden was taken")
	}
}
