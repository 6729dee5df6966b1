package handler

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestForkedBodyIsReadTwice(t *testing.T) {
	for name, first := range map[string]int64{"nothing": 0, "a part": 4, "all": 100} {
		body := newBody(iotest.OneByteReader(strings.NewReader("the whole body")))
		taken, err := io.ReadAll(io.LimitReader(body.Fork(), first))
		if err != nil || string(taken) != "the whole body"[:min(first, 14)] {
			t.Errorf("%s: the first took %q, %v", name, taken, err)
		}
		if rest, err := body.All(0); err != nil || string(rest) != "the whole body" {
			t.Errorf("%s: then the second got %q, %v", name, rest, err)
		}
	}
	if newBody(nil).Fork() != nil {
		t.Error("there is no body, and a reader of it")
	}
}

func TestForkedBodyFailsForBoth(t *testing.T) {
	body := newBody(io.MultiReader(strings.NewReader("ab"), iotest.ErrReader(io.ErrUnexpectedEOF)))
	first := body.Fork()
	if _, err := io.ReadAll(first); err != io.ErrUnexpectedEOF {
		t.Errorf("the first got %v", err)
	}
	if _, err := body.All(0); err != io.ErrUnexpectedEOF {
		t.Errorf("the second got %v", err)
	}
}
