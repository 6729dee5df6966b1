package engine

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// framePlace finds what TestStacksAreV8s compares of a frame.
var framePlace = regexp.MustCompile(`at (async )?(?:.*cases\.mjs:(\d+:\d+)\)?|(\S+ \(<anonymous>\)))$`)

// TestStacksAreV8s compares the stacks that a handler reads with those that
// Node.js gave the same code.
func TestStacksAreV8s(t *testing.T) {
	archive, err := os.ReadFile("testdata/stacks.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := txtar.Parse(archive).Files
	want := strings.Split(strings.TrimSpace(string(files[len(files)-1].Data)), "\n")
	var stacks []string
	if a := get(t, open(t, string(archive)), "/api"); json.Unmarshal([]byte(a.body), &stacks) != nil || len(stacks) != len(want) {
		t.Fatalf("%d cases, got %s", len(want), a.body)
	}
	for i, stack := range stacks {
		first, frames, _ := strings.Cut(stack, "\n")
		var places []string
		for frame := range strings.SplitSeq(frames, "\n") {
			if m := framePlace.FindStringSubmatch(frame); m != nil {
				places = append(places, m[1]+m[2]+m[3])
			}
		}
		if got := first + " | " + strings.Join(places, ", "); got != want[i] {
			t.Errorf("got  %s\nwant %s\n%s", got, want[i], stack)
		}
	}
}
