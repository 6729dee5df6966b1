package golden

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"routescope/engine"
	"routescope/engine/event"
	"routescope/recorder"
)

// A shop is a target with a state: it makes orders. Its clock can be moved.
type shop struct {
	orders int
	now    time.Duration
}

func (s *shop) Advance(d time.Duration) { s.now += d }

func (s *shop) Do(ctx context.Context, req *engine.Request, observe func(event.Event)) error {
	send := func(header event.Header, chunks ...string) error {
		observe(&event.HeadersSent{Status: 200, Header: header})
		offset, aborted := int64(0), false
		for _, c := range chunks {
			if aborted = ctx.Err() != nil; aborted {
				break
			}
			observe(&event.ChunkSent{Offset: offset, Data: []byte(c)})
			offset += int64(len(c))
		}
		observe(&event.ResponseEnded{Bytes: offset, Aborted: aborted})
		return nil
	}
	switch path := req.Target; {
	case path == "/orders" && req.Method == "POST":
		s.orders++
		id := fmt.Sprintf("00000000-0000-4000-8000-%012d", s.orders)
		return send(event.Header{{Name: "Set-Cookie", Value: "last=" + id + "; Path=/"}}, "made "+id)
	case path == "/echo":
		body, _ := io.ReadAll(req.Body)
		return send(nil, recorder.Value(req.Header, "Cookie")+" "+recorder.Value(req.Header, "X-Key")+" "+string(body))
	case path == "/now":
		return send(nil, s.now.String())
	case path == "/stream":
		return send(nil, "one ", "two ", "three ")
	case path == "/hang":
		<-ctx.Done()
		return send(nil)
	case path == "/fail":
		return errors.New("out of order")
	}
	return send(nil, req.Target)
}

// write extracts a txtar archive into a new folder.
func write(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, file := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, file.Name)
		// Within the archive, "--" is written "==" where a golden's markers are.
		text := strings.ReplaceAll(string(file.Data), "==", "--")
		if err := writeFile(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// run replays the goldens in paths against new shops, and returns one line a result.
func run(t *testing.T, opts Options, paths ...string) (lines []string, err error) {
	t.Helper()
	opts.Open = func(context.Context) (recorder.Target, func(), error) { return &shop{}, func() {}, nil }
	opts.Record = recordOptions()
	summary, err := Run(t.Context(), paths, opts, func(r *Result) {
		line := filepath.Base(r.Golden.Path[:len(r.Golden.Path)-len(Ext)]) + " " + string(r.Outcome)
		if r.Err != nil {
			_, reason, _ := strings.Cut(r.Err.Error(), ":")
			line += ": " + strings.TrimSpace(reason)
		}
		lines = append(lines, line)
	})
	if err == nil && summary.Total != len(lines) {
		t.Errorf("%d results, but the summary says %+v", len(lines), summary)
	}
	return lines, err
}

const shopping = `
-- orders/01-make.golden.txtar --
== meta ==
version: 1
== request ==
POST /orders
-- orders/02-look.golden.txtar --
== meta ==
version: 1
== request ==
GET /orders/{{uuid:1}}
-- orders/03-cookie.golden.txtar --
== meta ==
version: 1
== request ==
POST /echo
Cookie: last={{cookie:last}}
X-Key: {{env:KEY}}
== request.body ==
{"of":"{{uuid:1}}","{{mustache}}":1}
-- time/01-now.golden.txtar --
== meta ==
version: 1
wait: 5s
== request ==
GET /now
-- time/02-hang-up.golden.txtar --
== meta ==
version: 1
hangup: 2
== request ==
GET /stream
`

func TestRunRecordsAndReplays(t *testing.T) {
	dir := write(t, shopping)
	opts := Options{Update: true, Jobs: 2, Env: func(name string) (string, bool) { return "s3cret " + name, name == "KEY" }}
	lines, err := run(t, opts, dir)
	want := []string{"01-make updated", "02-look updated", "03-cookie updated", "01-now updated", "02-hang-up updated"}
	if diff := cmp.Diff(want, lines); diff != "" || err != nil {
		t.Fatalf("%v, want (-), got (+):\n%s", err, diff)
	}
	for file, body := range map[string]string{
		"orders/01-make":   "made «uuid:1»",
		"orders/02-look":   "/orders/«uuid:1»",
		"orders/03-cookie": `last=«uuid:1» s3cret KEY {"of":"«uuid:1»","{{mustache}}":1}`,
		"time/01-now":      "5s",
		"time/02-hang-up":  "one two ",
	} {
		g, err := Load(filepath.Join(dir, file+Ext))
		if err != nil {
			t.Fatal(err)
		}
		if g.Expect.Body.Text != body {
			t.Errorf("%s expects %q, want %q", file, g.Expect.Body.Text, body)
		}
	}
	for _, update := range []bool{false, true} {
		opts.Update = update
		lines, err = run(t, opts, dir)
		if err != nil || strings.Count(strings.Join(lines, " "), "passed") != 5 {
			t.Errorf("again, update %t: %v, %v", update, lines, err)
		}
	}
}

func TestRunOfOneGoldenBringsThoseBeforeIt(t *testing.T) {
	dir := write(t, shopping)
	lines, err := run(t, Options{Update: true}, filepath.Join(dir, "orders", "02-look"+Ext))
	if err != nil || len(lines) != 1 || lines[0] != "02-look updated" {
		t.Fatalf("%v, %v", lines, err)
	}
	g, _ := Load(filepath.Join(dir, "orders", "01-make"+Ext))
	if g.Expect != nil {
		t.Error("a golden was written that nobody named")
	}
}

func TestRunTellsWhatIsWrong(t *testing.T) {
	dir := write(t, `
-- 01-fails.golden.txtar --
== meta ==
version: 1
== request ==
GET /fail
-- 02-hangs.golden.txtar --
== meta ==
version: 1
== request ==
GET /hang
-- 03-needs.golden.txtar --
== meta ==
version: 1
== request ==
GET /{{env:NOWHERE}}
-- 04-needs.golden.txtar --
== meta ==
version: 1
== request ==
GET /{{cookie:none}}
-- 05-differs.golden.txtar --
== meta ==
version: 1
== request ==
GET /x
== expect.body ==
/y
`)
	lines, err := run(t, Options{Timeout: 20 * time.Millisecond}, dir)
	want := []string{
		"01-fails crashed: out of order",
		"02-hangs crashed: the exchange did not end within 20ms",
		"03-needs broken: 3: the request needs {{env:NOWHERE}}: set the environment variable NOWHERE, or write it into the project's .env",
		"04-needs broken: 3: the request needs {{cookie:none}}: no golden before it in its folder is answered with that cookie",
		"05-differs failed",
	}
	if diff := cmp.Diff(want, lines); diff != "" || err != nil {
		t.Errorf("%v, want (-), got (+):\n%s", err, diff)
	}
}

func TestRunStopsAtAGoldenThatCannotBeRead(t *testing.T) {
	dir := write(t, "-- x.golden.txtar --\nnonsense\n")
	_, err := run(t, Options{}, dir)
	var unreadable *ParseError
	if !errors.As(err, &unreadable) || unreadable.Line != 1 {
		t.Errorf("error %v, want a ParseError", err)
	}
	if _, err := run(t, Options{}, filepath.Join(dir, "missing")); err == nil {
		t.Error("a folder that is not there was found")
	}
	if _, err := run(t, Options{}, write(t, "-- x.txt --\n")+"/x.txt"); err == nil || !strings.Contains(err.Error(), Ext) {
		t.Errorf("error %v for a file of another kind", err)
	}
}

func TestRunReportsInOrder(t *testing.T) {
	var archive strings.Builder
	for i := range 40 {
		fmt.Fprintf(&archive, "-- %02d/x.golden.txtar --\n== meta ==\nversion: 1\nname: '%02d'\n== request ==\nGET /x\n", i, i)
	}
	dir := write(t, archive.String())
	var open, most atomic.Int32
	last := ""
	_, err := Run(t.Context(), []string{dir}, Options{Jobs: 4, Open: func(context.Context) (recorder.Target, func(), error) {
		most.Store(max(most.Load(), open.Add(1)))
		return &shop{}, func() { open.Add(-1) }, nil
	}}, func(r *Result) {
		if r.Golden.Name() <= last {
			t.Errorf("%s came after %s", r.Golden.Name(), last)
		}
		last = r.Golden.Name()
	})
	if err != nil || last != "39" || open.Load() != 0 || most.Load() > 4 {
		t.Errorf("error %v, last %s, %d targets open, at most %d", err, last, open.Load(), most.Load())
	}
}

func TestRunPassesOnWhatKeepsATargetFromOpening(t *testing.T) {
	dir := write(t, "-- a/x.golden.txtar --\n== meta ==\nversion: 1\n== request ==\nGET /x\n")
	failure := errors.New("no project")
	_, err := Run(t.Context(), []string{dir}, Options{Open: func(context.Context) (recorder.Target, func(), error) {
		return nil, nil, failure
	}}, func(*Result) {})
	if !errors.Is(err, failure) {
		t.Errorf("error %v", err)
	}
}

func TestRunSparesFreshStarts(t *testing.T) {
	dir := write(t, `
-- any/x.golden.txtar --
== meta ==
version: 1
state: any
== request ==
GET /x
-- mixed/1.golden.txtar --
== meta ==
version: 1
state: any
== request ==
GET /x
-- mixed/2.golden.txtar --
== meta ==
version: 1
== request ==
GET /x
`)
	fresh, used := 0, 0
	open := func(n *int) func(context.Context) (recorder.Target, func(), error) {
		return func(context.Context) (recorder.Target, func(), error) { *n++; return &shop{}, func() {}, nil }
	}
	_, err := Run(t.Context(), []string{dir}, Options{Open: open(&fresh), Used: open(&used)}, func(*Result) {})
	if err != nil || fresh != 1 || used != 1 {
		t.Errorf("error %v, %d fresh, %d used", err, fresh, used)
	}
}

// BenchmarkReplay measures what replaying costs beside the target: reading,
// filling in, comparing.
func BenchmarkReplay(b *testing.B) {
	text, err := os.ReadFile(filepath.Join("..", "fixtures", "demo", "goldens", "books", "06-book-utf-8"+Ext))
	if err != nil {
		b.Fatal(err)
	}
	g, err := Parse("x"+Ext, text)
	if err != nil {
		b.Fatal(err)
	}
	ex := answer(g.Expect.Status, g.Expect.Header, g.Expect.Body.Text)
	b.Run("parse", func(b *testing.B) {
		for b.Loop() {
			if _, err := Parse("x"+Ext, text); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("compare", func(b *testing.B) {
		for b.Loop() {
			if found := g.Compare(ex, NewScope(nil)); len(found) > 0 {
				b.Fatal(found)
			}
		}
	})
}
