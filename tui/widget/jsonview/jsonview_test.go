package jsonview

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/tui/widget/textview"
)

func TestLinesKeepWhatWasSent(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"order, duplicates, digits and escapes", `{"b":1.00,"a":"\u00e9 \"x\": ","b":null}`,
			[]string{`{`, `  "b": 1.00,`, `  "a": "\u00e9 \"x\": ",`, `  "b": null`, `}`}},
		{"empty containers stay on one line", `{"a":[],"b":{}}`,
			[]string{`{`, `  "a": [],`, `  "b": {}`, `}`}},
		{"a bare value", ` "hello" `, []string{`"hello"`}},
		{"nested lists", `[[1],[2]]`, []string{`[`, `  [`, `    1`, `  ],`, `  [`, `    2`, `  ]`, `]`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines, err := Lines([]byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range lines {
				got = append(got, l.Text())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFoldsSpanTheirContents(t *testing.T) {
	lines, err := Lines([]byte(`{"books":[{"id":1,"t":"x"}],"n":2}`))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		`{`:            `8 { 2 members }`,
		`  "books": [`: `5   "books": [ 1 item ],`,
		`    {`:        `3     { 2 members }`,
	}
	for i, l := range lines {
		if l.Fold == 0 {
			continue
		}
		folded := l.Text() + textview.Line{Spans: l.Folded}.Text()
		got := strings.Join([]string{string(rune('0' + l.Fold)), folded}, " ")
		if got != want[l.Text()] {
			t.Errorf("line %d: got %q, want %q", i, got, want[l.Text()])
		}
		delete(want, l.Text())
	}
	if len(want) > 0 {
		t.Errorf("no folds at %v", want)
	}
}

func TestLinesRefuseWhatIsNotJSON(t *testing.T) {
	for _, in := range []string{"", "{", "<p>", `{"a":1} {"b":2}`} {
		if _, err := Lines([]byte(in)); err == nil {
			t.Errorf("%q was taken", in)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add([]byte(`{"a":[1,"x",{"b":null}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines, err := Lines(data)
		if err != nil {
			return
		}
		for i, l := range lines {
			if i+l.Fold >= len(lines) {
				t.Fatalf("the fold of line %d leaves the text", i)
			}
		}
	})
}

func BenchmarkLines(b *testing.B) {
	item := `{"id":1234,"title":"Moby-Dick; or, The Whale","tags":["a","b"],"price":12.50},`
	data := []byte("[" + strings.Repeat(item, 1<<20/len(item)) + "null]")
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Lines(data); err != nil {
			b.Fatal(err)
		}
	}
}
