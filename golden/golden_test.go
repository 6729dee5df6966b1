package golden

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/event"
	"routescope/recorder"
)

const example = `Why this golden is there.
-- meta --
version: 1
name: an order is made
tags: [orders]
wait: 5.2s
-- request --
POST /api/orders/create
Content-Type: application/json
-- request.body --
{"lines":[{"book":"walden"}]}
-- expect --
201 Created
content-type: application/json
location: /api/orders/«uuid:1»
-- expect.body.json --
{
  "id": "«uuid:1»",
  "total": 1050
}
-- expect.stream --
immediate    16  "Call me \"Ishmael\"."
<1s          18  " Some years ago—"
cut
-- expect.route --
app route /api/orders
-- expect.cache --
-- expect.console --
log ledger: «int:>0» sold
`

func TestFormatIsTheInverseOfParse(t *testing.T) {
	for name, text := range map[string]string{
		"everything": example,
		"the least":  "-- meta --\nversion: 1\n-- request --\nGET /\n",
		"bodies that are no plain text": "-- meta --\nversion: 1\n-- request --\nPOST /\n-- request.body.crlf --\n--b\n\nx\n--b--\n\n" +
			"-- expect --\n200 OK\n-- expect.body.quoted --\n>-- meta --\n>\n",
		"a body that ends in a line end": "-- meta --\nversion: 1\n-- request --\nGET /\n-- expect --\n200 OK\n-- expect.body --\nhello\n\n",
		"a status of one's own":          "-- meta --\nversion: 1\n-- request --\nGET /\n-- expect --\n400 Invalid JSON\n-- expect.body --\n",
	} {
		t.Run(name, func(t *testing.T) {
			g, err := Parse("x.golden.txtar", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(text, string(g.Format())); diff != "" {
				t.Errorf("written (-), formatted (+):\n%s", diff)
			}
		})
	}
}

func TestParseTakesTheLineEndsOfWindows(t *testing.T) {
	g, err := Parse("x", []byte(strings.ReplaceAll(example, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(example, string(g.Format())); diff != "" {
		t.Errorf("written (-), formatted (+):\n%s", diff)
	}
}

func TestParseTellsWhereAFileIsNoGolden(t *testing.T) {
	const head = "-- meta --\nversion: 1\n-- request --\nGET /\n"
	for text, want := range map[string]string{
		"":                                                      `x:1: no golden: the section "-- request --" is missing`,
		"-- request --\nGET\n":                                  `x:2: "GET" is no request line`,
		"-- request --\nGET /\nfoo\n":                           `x:3: "foo" is no header line`,
		"-- meta --\nversion: 1\nnome: x\n":                     "x:3: field nome is not known in meta",
		"-- meta --\nversion: 1\nstate: all\n":                  `x:1: state is any, or left out for a fresh start, not "all"`,
		"-- meta --\nversion: 2\n":                              "x:1: format version 2 is newer",
		"-- meta --\nname: x\n":                                 "x:1: the format's version is missing",
		head + "-- expect --\n2oo OK\n":                         `x:6: "2oo OK" is no status line`,
		head + "-- expect --\n200 OK\netag: «date:foo»\n":       `x:7: «date:foo»: "foo" is none of iso`,
		head + "-- expect.body --\na\n«re:(»\n":                 "x:7: «re:(»: the expression is wrong",
		head + "-- expect.body.json --\n{\n":                    "x:5: the expected body is no JSON",
		head + "-- expect.stream --\nnow 3\n":                   `x:6: "now" is no time class`,
		head + "-- expects --\n":                                `x:5: unknown section "expects"`,
		head + "-- request --\nGET /\n":                         `x:5: a second section "request"`,
		head + "-- expect.body.file --\n../x.bin 1 bytes\n":     `x:5: "../x.bin" is no file beside the golden`,
		head + "-- expect.body.file --\nbodies/x.bin 1 bytes\n": "x:5: the body's file bodies/x.bin cannot be read",
		head + "<<<<<<< HEAD\nGET /\n=======\n>>>>>>> other\n":  "x:5: git conflict markers: resolve the conflict",
	} {
		_, err := Parse("x", []byte(text))
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q\n got %v\nwant %s", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte("-- meta --\nversion: 1\n-- request --\nGET /\n-- expect.body.quoted --\n>a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "x"+Ext)
		g, err := Parse(path, data)
		if err != nil {
			return
		}
		if err := g.Save(); err != nil {
			t.Fatal(err)
		}
		again, err := Load(path)
		if err != nil {
			t.Fatalf("saved as what cannot be read: %v\n%s", err, g.Format())
		}
		if first, second := g.Format(), again.Format(); !bytes.Equal(first, second) {
			t.Fatalf("formatted in two ways:\n%s", cmp.Diff(string(first), string(second)))
		}
	})
}

// answer makes an exchange of an answer.
func answer(status int, header event.Header, body string) *recorder.Exchange {
	return &recorder.Exchange{
		Request: recorder.Request{Method: "GET", Target: "/"},
		Status:  status, Header: header, Body: []byte(body),
		Chunks: []recorder.Chunk{{Data: []byte(body)}},
	}
}

func TestBodiesSurviveInAFile(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":                     "",
		"text":                        "hello",
		"a line end":                  "\n",
		"lines":                       "one\n\ntwo\n\n",
		"lines of the web":            "one\r\ntwo\r\n",
		"mixed line ends":             "one\r\ntwo\n",
		"a section marker":            "-- meta --",
		"git's markers":               "<<<<<<< HEAD",
		"bytes":                       "\x00\x01\xff",
		"what looks like a mask":      "«any» ««any»» «« «bonjour»",
		"a mask that would be broken": "«re:(»",
	} {
		t.Run(name, func(t *testing.T) {
			ex := answer(200, event.Header{{Name: "Content-Type", Value: "image/png"}}, body)
			g := New("x", ex, RecordOptions{})
			g.Path = filepath.Join(t.TempDir(), "x"+Ext)
			if err := g.Save(); err != nil {
				t.Fatal(err)
			}
			again, err := Load(g.Path)
			if err != nil {
				t.Fatal(err)
			}
			if found := again.Compare(ex, NewScope(nil)); len(found) > 0 {
				t.Errorf("differs from itself: %+v\n%s", found, g.Format())
			}
			if found := again.Compare(answer(200, ex.Header, body+"!"), NewScope(nil)); len(found) == 0 {
				t.Error("another body passes")
			}
			again.Request.Body = []byte(body)
			third, err := Parse(g.Path, again.Format())
			if textForm([]byte(body)) != formFile && (err != nil || string(third.Request.Body) != body) {
				t.Errorf("as the request's body it became %q (%v)", third.Request.Body, err)
			}
		})
	}
}

func TestSaveLeavesNothingElse(t *testing.T) {
	dir := t.TempDir()
	g := &Golden{Path: filepath.Join(dir, "deep", "x"+Ext), Request: recorder.Request{Method: "GET", Target: "/"}}
	for range 2 {
		if err := g.Save(); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(filepath.Join(dir, "deep"))
	if err != nil || len(entries) != 1 {
		t.Errorf("left %v, %v", entries, err)
	}
}

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"Books: gothic by year": "books-gothic-by-year.golden.txtar",
		"../../etc/passwd":      "etc-passwd.golden.txtar",
		"清少納言":                  "golden.golden.txtar",
	} {
		if got := FileName(name); got != want {
			t.Errorf("FileName(%q) = %q, want %q", name, got, want)
		}
	}
}
