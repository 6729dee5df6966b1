package golden

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"time"

	"routescope/engine/event"
	"routescope/recorder"
)

func parse(t *testing.T, text string) *Golden {
	t.Helper()
	g, err := Parse("x"+Ext, []byte("-- meta --\nversion: 1\n-- request --\nGET /\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// brief writes differences in one line each: "where: want → got (note)".
func brief(found []Difference) string {
	var lines []string
	for _, d := range found {
		line := d.Where + ": " + d.Want + " → " + d.Got
		if d.Note != "" {
			line += " (" + d.Note + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestCompare(t *testing.T) {
	json := event.Header{{Name: "Content-Type", Value: "application/json"}}
	const head = "-- expect --\n200 OK\ncontent-type: application/json\n"
	tests := []struct {
		name, golden string
		got          *recorder.Exchange
		want         string
	}{
		{"nothing expected yet", "", answer(200, nil, ""), "status:  → 200 OK (nothing is expected yet: record it with --update)"},
		{"the status", "-- expect --\n201 Created\n", answer(200, nil, ""), "status: 201 Created → 200 OK"},
		{"headers of transport do not count", "-- expect --\n200 OK\ndate: x\n",
			answer(200, event.Header{{Name: "Content-Length", Value: "0"}, {Name: "Keep-Alive", Value: "timeout=5"}}, ""), ""},
		{"a header is missing", head, answer(200, nil, ""), "header content-type: application/json →  (the header is missing)"},
		{"a header is new", "-- expect --\n200 OK\n", answer(200, json, ""), "header content-type:  → application/json (the header is new)"},
		{"lines of one name keep their order", "-- expect --\n200 OK\nallow: GET\nallow: PUT\n",
			answer(200, event.Header{{Name: "Allow", Value: "PUT"}, {Name: "Allow", Value: "GET"}}, ""),
			"header allow: GET → PUT\nheader allow: PUT → GET"},
		{"the order of names is of no matter", "-- expect --\n200 OK\na: 1\nb: 2\n",
			answer(200, event.Header{{Name: "B", Value: "2"}, {Name: "A", Value: "1"}}, ""), ""},
		{"the order of members is of no matter", head + "-- expect.body.json --\n{\"a\":1,\"b\":[true,null]}\n", answer(200, json, `{"b":[true,null],"a":1}`), ""},
		{"places in JSON", head + "-- expect.body.json --\n{\"a\":{\"b c\":[1,2]},\"d\":null,\"e\":\"x\"}\n", answer(200, json, `{"a":{"b c":[1,3,4]},"e":1,"f":null}`),
			"body $.a[\"b c\"][1]: 2 → 3\nbody $.a[\"b c\"]:  →  (2 elements are expected, 3 came)\nbody $.a[\"b c\"][2]:  → 4 (the element is new)\n" +
				"body $.d: null →  (the member is missing)\nbody $.e: \"x\" → 1\nbody $.f:  → null (the member is new)"},
		{"numbers are compared as written", head + "-- expect.body.json --\n1.0\n", answer(200, json, `1`), "body $: 1.0 → 1"},
		{"masks for numbers take no strings", head + "-- expect.body.json --\n[\"«int»\"]\n", answer(200, json, `["7"]`), `body $[0]: "«int»" → "7"`},
		{"masks for numbers take numbers", head + "-- expect.body.json --\n[\"«int:>0»\"]\n", answer(200, json, `[7]`), ""},
		{"any takes all of JSON", head + "-- expect.body.json --\n[\"«any»\",\"«any»\"]\n", answer(200, json, `[null,{"a":1}]`), ""},
		{"a mask that does not hold says why", head + "-- expect.body.json --\n[\"«int:1»\",\"«int:1»\"]\n", answer(200, json, `[7,8]`),
			`body $[1]: "«int:1»" → 8 («int:1» stands for 7 already)`},
		{"what came is no JSON", head + "-- expect.body.json --\n{}\n", answer(200, json, `<html>`),
			"body: {} → <html> (it is no JSON: invalid character '<' looking for beginning of value)"},
		{"text is compared to the letter", "-- expect.body --\nhello\n", answer(200, nil, "hello\n"), "body: hello → hello\n"},
		{"an empty body is expected", "-- expect.body --\n", answer(200, nil, "x"), "body:  → x"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := brief(parse(t, test.golden).Compare(test.got, NewScope(nil))); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestCompareDecodesContentCodings(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte("hello"))
	z.Close()
	ex := answer(200, event.Header{{Name: "Content-Encoding", Value: "gzip"}}, b.String())
	g := parse(t, "-- expect --\n200 OK\ncontent-encoding: gzip\n-- expect.body --\nhello\n")
	if found := g.Compare(ex, NewScope(nil)); len(found) > 0 {
		t.Error(brief(found))
	}
	ex.Body = []byte("hello")
	if got := brief(g.Compare(ex, NewScope(nil))); !strings.Contains(got, "the body is not gzip") {
		t.Errorf("got %s", got)
	}
}

func TestCompareWhatTheEngineTells(t *testing.T) {
	g := parse(t, "-- expect.route --\napp route /api/clock\napp/api/clock/route.ts\n-- expect.cache --\nresponse HIT /api/clock\n")
	ex := answer(200, nil, "")
	if found := g.Compare(ex, NewScope(nil)); len(found) > 0 {
		t.Errorf("a live server tells nothing, and yet: %s", brief(found))
	}
	ex.Events = []event.Event{
		&event.RouteMatched{Route: "/api/clock", Kind: "app route", File: "app/api/clock/route.ts"},
		&event.CacheRead{Cache: "response", Key: "/api/clock", Outcome: "STALE"},
	}
	if got, want := brief(g.Compare(ex, NewScope(nil))), "cache: response HIT /api/clock → response STALE /api/clock"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// stream makes chunks of pauses in milliseconds and texts.
func stream(pairs ...any) []recorder.Chunk {
	var chunks []recorder.Chunk
	at, offset := time.Duration(0), int64(0)
	for i := 0; i < len(pairs); i += 2 {
		millis, text := pairs[i].(int), pairs[i+1].(string)
		at += time.Duration(millis) * time.Millisecond
		data := []byte(text)
		chunks = append(chunks, recorder.Chunk{At: at, Offset: offset, Data: data})
		offset += int64(len(data))
	}
	return chunks
}

func TestCompareStream(t *testing.T) {
	const want = "immediate 2 \"ab\"\n<1s 2 \"cd\"\nimmediate 1 \"e\"\n"
	tests := []struct {
		name   string
		got    []recorder.Chunk
		masked bool
		note   string
	}{
		{"as expected", stream(5, "ab", 200, "cd", 1, "e"), false, ""},
		{"late, on a loaded machine", stream(300, "ab", 1200, "cd", 90, "e"), false, ""},
		{"what follows at once may come as one", stream(5, "ab", 200, "cde"), false, ""},
		{"or in more parts", stream(5, "a", 2, "b", 200, "c", 1, "d", 0, "e"), false, ""},
		{"all in one piece", stream(5, "abcde"), false, "chunk 2 is expected after a pause of <1s, it came together with the one before"},
		{"too early", stream(5, "ab", 10, "cd", 1, "e"), false, "chunk 2 is expected after a pause of <1s, it came after 10ms"},
		{"much too late", stream(5, "ab", 1600, "cd", 1, "e"), false, "chunk 2 is expected after a pause of <1s, it came after 1.6s"},
		{"a pause that nobody expects", stream(5, "a", 600, "b", 200, "cd", 1, "e"), false, "an unexpected pause of 600ms before byte 1"},
		{"other sizes where masks stand", stream(5, "abc", 200, "d", 1, "e"), true, ""},
		{"another number of chunks there", stream(5, "abc", 200, "de"), true, "3 chunks are expected, 2 came"},
		{"nothing at all", nil, false, "chunk 2 is expected after a pause of <1s, it came together with the one before"},
	}
	lines, err := parseStream(want)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			note := ""
			if d := compareStream(lines, test.got, test.masked); d != nil {
				note = d.Note
			}
			if note != test.note {
				t.Errorf("got %q, want %q", note, test.note)
			}
		})
	}
}

func TestDifferencesReadWell(t *testing.T) {
	tests := []struct {
		name string
		d    Difference
		want string
	}{
		{"values", Difference{Want: "1", Got: "2"}, "- 1\n+ 2"},
		{"only one side", Difference{Got: "a\nb", Note: "the member is new"}, "the member is new\n+ a\n+ b"},
		{"lines, of which those with holding masks are equal", Difference{Want: "at «int»\nx\ny", Got: "at 7\nx\nz"},
			"@@ -1,3 +1,3 @@\n at «int»\n x\n-y\n+z"},
	}
	for _, test := range tests {
		if got := test.d.Text(); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}
