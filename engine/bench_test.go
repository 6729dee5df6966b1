package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

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

// BenchmarkJSON answers the rows of a JSON body with a row for each, beside the
// same work in QuickJS alone.
func BenchmarkJSON(b *testing.B) {
	body := rows()
	const work = `(rows) => rows.map((row) => ({ ...row, price: row.price * 2, label: row.name + ' / ' + row.tags.length }))`
	b.Run("bare", func(b *testing.B) {
		vm, err := js.New(js.Options{Extensions: []*js.Extension{{
			Name:  "bare",
			Files: fstest.MapFS{"bare.js": {Data: []byte(`const work = ` + work + `; let text; exports.keep = (t) => { text = t; }; exports.run = () => JSON.stringify(work(JSON.parse(text))).length;`)}},
		}}})
		if err != nil {
			b.Fatal(err)
		}
		defer vm.Close()
		function := func(name string) *js.Function {
			f, err := vm.Function("internal:bare", name)
			if err != nil {
				b.Fatal(err)
			}
			return f
		}
		done := make(chan error)
		vm.Post(func() {
			_, err := function("keep").Call(string(body))
			run := function("run")
			for err == nil && b.Loop() {
				_, err = run.Call()
			}
			done <- err
		})
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	})
	b.Run("handler", func(b *testing.B) {
		dir := b.TempDir()
		for name, text := range map[string]string{
			"package.json":     `{"dependencies":{"next":"16.4.6"}}`,
			"app/api/route.ts": "const work = " + strings.Replace(work, "(rows)", "(rows: any[])", 1) + ";\nexport async function POST(request: Request) { return Response.json(work(await request.json())); }\n",
		} {
			file := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				b.Fatal(err)
			}
		}
		e, err := Open(context.Background(), Options{Dir: dir})
		if err != nil {
			b.Fatal(err)
		}
		defer e.Close()
		for b.Loop() {
			request := &Request{Method: "POST", Target: "/api", Header: event.Header{{Name: "Content-Type", Value: "application/json"}}, Body: bytes.NewReader(body)}
			status := 0
			err := e.Do(context.Background(), request, func(ev event.Event) {
				if head, ok := ev.(*event.HeadersSent); ok {
					status = head.Status
				}
			})
			if err != nil || status != 200 {
				b.Fatal(status, err)
			}
		}
	})
}
