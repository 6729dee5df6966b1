// Package jstest runs a few lines of JavaScript against extensions in tests.
package jstest

import (
	"encoding/json"
	"errors"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/js"
)

// Run evaluates body, the body of an async function with require and ops in
// scope, in a fresh isolate with the extensions, and returns what it returned as
// decoded JSON (undefined is nil). An error it throws comes back as text:
// "TypeError: Illegal invocation".
func Run(t testing.TB, opts js.Options, body string) (any, error) {
	t.Helper()
	type outcome struct {
		text string
		err  error
	}
	got := make(chan outcome, 1)
	report := func(o outcome) (any, error) {
		select {
		case got <- o:
		default:
		}
		return js.Undefined{}, nil
	}
	opts.Extensions = append(opts.Extensions[:len(opts.Extensions):len(opts.Extensions)], &js.Extension{
		Name: "jstest",
		Files: fstest.MapFS{"jstest.js": {Data: []byte(`
			async function main() {` + body + `
			}
			exports.start = () => {
				main().then((v) => JSON.stringify(v) ?? 'null').then(ops.op_jstest_done, (e) => ops.op_jstest_failed(String(e)));
			};
		`)}},
		Ops: []js.Op{
			{Name: "op_jstest_done", Call: func(_ *js.Isolate, a js.Args) (any, error) {
				return report(outcome{text: a.String(0)})
			}},
			{Name: "op_jstest_failed", Call: func(_ *js.Isolate, a js.Args) (any, error) {
				return report(outcome{err: errors.New(a.String(0))})
			}},
		},
	})
	iso, err := js.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	iso.Post(func() {
		start, err := iso.Function("internal:jstest", "start")
		if err == nil {
			_, err = start.Call()
		}
		if err != nil {
			_, _ = report(outcome{err: err})
		}
	})
	select {
	case o := <-got:
		if o.err != nil {
			return nil, o.err
		}
		var value any
		if err := json.Unmarshal([]byte(o.text), &value); err != nil {
			t.Fatal(err)
		}
		return value, nil
	case <-iso.Done():
		return nil, js.ErrClosed
	case <-time.After(20 * time.Second):
		t.Fatal("no answer")
		return nil, nil
	}
}

// A Case is a few lines of JavaScript and the JSON they return; Throws is the
// text of the error they throw instead.
type Case struct {
	Body   string
	Want   string
	Throws string
}

// RunCases runs each case as a subtest in an isolate of its own.
func RunCases(t *testing.T, opts js.Options, cases map[string]Case) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := Run(t, opts, c.Body)
			if c.Throws != "" {
				if err == nil || err.Error() != c.Throws {
					t.Fatalf("got %v, %v; want it to throw %s", got, err, c.Throws)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var want any
			if err := json.Unmarshal([]byte(c.Want), &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
