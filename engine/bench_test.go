package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"routescope/engine/event"
	"routescope/engine/js"
)

// BenchmarkDispatch measures one exchange through the door: pipeline, match,
// isolate, handler, answer.
func BenchmarkDispatch(b *testing.B) {
	e, err := Open(context.Background(), Options{Dir: "../fixtures/demo"})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	for name, target := range map[string]string{
		"json":      "/api/books/walden",
		"static":    "/api/hours",
		"api route": "/api/session",
		"redirect":  "/b/whale",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := e.Do(context.Background(), &Request{Target: target}, func(event.Event) {}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// rows are some 100 KB of JSON.
func rows() []byte {
	type row struct {
		ID    int      `json:"id"`
		Name  string   `json:"name"`
		Price float64  `json:"price"`
		Tags  []string `json:"tags"`
		Note  string   `json:"note"`
	}
	var all []row
	for i := range 700 {
		all = append(all, row{i, fmt.Sprintf("Book number %d", i), float64(i) * 1.25, []string{"new", "paper", "é"}, strings.Repeat("a line of text ", 4)})
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return text
}

// jsonWork is what BenchmarkJSON does with the rows.
const jsonWork = `(rows) => rows.map((row) => ({ ...row, price: row.price * 2, label: row.name + ' / ' + row.tags.length }))`

// BenchmarkJSON has a handler answer the rows of its JSON body with a row for each,
// in turn with the same work in QuickJS alone. It reports how many times as long
// the handler takes.
func BenchmarkJSON(b *testing.B) {
	body := rows()
	bare := bareJSON(b, string(body))
	dir := b.TempDir()
	write(b, dir, "package.json", `{"dependencies":{"next":"16.4.6"}}`)
	write(b, dir, "app/api/route.ts", "const work = "+strings.Replace(jsonWork, "(rows)", "(rows: any[])", 1)+";\n"+
		"export async function POST(request: Request) { return Response.json(work(await request.json())); }\n")
	e, err := Open(context.Background(), Options{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	var took [2]time.Duration
	for b.Loop() {
		start := time.Now()
		bare()
		took[0] += time.Since(start)
		start = time.Now()
		if a := do(b, e, &Request{
			Method: "POST", Target: "/api", Body: bytes.NewReader(body),
			Header: event.Header{{Name: "Content-Type", Value: "application/json"}},
		}); a.status != 200 {
			b.Fatal(a.status, a.body)
		}
		took[1] += time.Since(start)
	}
	b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "x-bare")
}

// bareJSON returns a function that parses, maps and stringifies text in an isolate
// that has nothing else.
func bareJSON(b *testing.B, text string) func() {
	iso, err := js.New(js.Options{Extensions: []*js.Extension{{
		Name: "bare",
		Files: fstest.MapFS{"bare.js": {Data: []byte(`const work = ` + jsonWork + `;
			let text;
			exports.keep = (t) => { text = t; };
			exports.run = () => JSON.stringify(work(JSON.parse(text))).length;`)}},
	}}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(iso.Close)
	call := func(export string, args ...any) {
		done := make(chan error)
		iso.Post(func() {
			f, err := iso.Function("internal:bare", export)
			if err == nil {
				_, err = f.Call(args...)
			}
			done <- err
		})
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
	call("keep", text)
	return func() { call("run") }
}
