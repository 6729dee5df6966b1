package tui

import (
	"strings"
	"testing"

	"routescope/tui/widget/textview"
)

func TestABodyIsLaidOutForItsType(t *testing.T) {
	tests := []struct {
		name, contentType, body string
		complete                bool
		kind, note, first       string
		class                   textview.Class // of the first line's last span
	}{
		{"JSON", "application/json; charset=utf-8", `{"a":1}`, true, "JSON", "", "{", textview.Punct},
		{"JSON with a suffix", "application/problem+json", `[1]`, true, "JSON", "", "[", textview.Punct},
		{"JSON without a type", "", `{"a":1}`, true, "JSON", "", "{", textview.Punct},
		{"malformed JSON", "application/json", `{"a":`, true, "JSON", "not valid JSON: unexpected end of JSON input", `{"a":`, textview.Punct},
		{"JSON that is still coming", "application/json", `{"a":`, false, "text", "", `{"a":`, textview.Plain},
		{"XML", "application/xml", "<a>\n</a>", true, "XML", "", "<a>", textview.Name},
		{"text", "text/plain", "hello", true, "text", "", "hello", textview.Plain},
		{"an unknown type", "application/x-tea", "hello", true, "text", "", "hello", textview.Plain},
		{"bytes", "image/png", "\x89PNG\r\n\x1a\n", true, "binary", "", "000000  89 50 4e 47 0d 0a 1a 0a                           .PNG....", textview.String},
		{"nothing", "text/plain", "", true, "empty", "", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b bodyText
			lines := b.layOut(tt.contentType, []byte(tt.body), tt.complete)
			if b.kind != tt.kind || b.note != tt.note {
				t.Errorf("kind %q, note %q", b.kind, b.note)
			}
			if tt.first == "" {
				if len(lines) > 0 {
					t.Errorf("%d lines", len(lines))
				}
				return
			}
			if got := lines[0].Text(); got != tt.first {
				t.Errorf("got  %q\nwant %q", got, tt.first)
			}
			if last := lines[0].Spans[len(lines[0].Spans)-1]; last.Class != tt.class {
				t.Errorf("class %d, want %d", last.Class, tt.class)
			}
		})
	}
}

func TestAGrowingBodyKeepsTheCursor(t *testing.T) {
	var b bodyText
	b.set("text/plain", []byte("one\ntwo\n"), false)
	b.view.Last()
	b.set("text/plain", []byte("one\ntwo\nthree\n"), false)
	if b.view.Line() != 1 || b.view.Len() != 3 {
		t.Errorf("on line %d of %d", b.view.Line(), b.view.Len())
	}
}

func TestATextCutInsideACharacterIsStillText(t *testing.T) {
	text := []byte(strings.Repeat("é", 4000))
	if !isText(text[:4097]) || isText([]byte("a\x00b")) {
		t.Error("text and bytes are mixed up")
	}
}
