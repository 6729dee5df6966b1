package async_hooks_test

import (
	"encoding/json"
	"testing"
	"testing/fstest"
	"time"

	"routescope/engine/js"
	"routescope/engine/nodeapi/async_hooks"
	"routescope/engine/webapi/dom"
	"routescope/engine/webapi/hrtime"
	"routescope/engine/webapi/html"
	"routescope/engine/webapi/webidl"
)

func TestAsyncLocalStorage(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"stores nest": {
			`const a = new AsyncLocalStorage(); return a.run(1, () => [a.run(2, () => a.getStore()), a.getStore()]);`,
			`[2,1]`,
		},
		"storages are apart": {
			`const a = new AsyncLocalStorage(); const b = new AsyncLocalStorage(); return a.run('a', () => b.run('b', () => [a.getStore(), b.getStore()]));`,
			`["a","b"]`,
		},
		"exit hides the store": {
			`const a = new AsyncLocalStorage(); return a.run(1, () => [a.exit(() => a.getStore() === undefined), a.getStore()]);`,
			`[true,1]`,
		},
		"a snapshot carries the context": {
			`const a = new AsyncLocalStorage(); const s = a.run(1, () => AsyncLocalStorage.snapshot()); return a.run(2, () => s(() => a.getStore()));`,
			`1`,
		},
		"a resource runs what it is given in its own context": {
			`const a = new AsyncLocalStorage(); const r = a.run(1, () => new AsyncResource('T')); const f = r.bind(function (x) { return [this.me, a.getStore(), x]; }); return f.call({ me: 'self' }, 3);`,
			`["self",1,3]`,
		},
		"an error leaves the context": {
			`const a = new AsyncLocalStorage(); try { a.run(1, () => { throw new Error(); }); } catch {} return a.getStore() === undefined;`,
			`true`,
		},
		"what is entered in a resource stays there": {
			`const a = new AsyncLocalStorage(); const r = new AsyncResource('T'); r.runInAsyncScope(() => a.enterWith(1)); return [a.getStore() === undefined, r.runInAsyncScope(() => a.getStore())];`,
			`[true,1]`,
		},
		"what is entered under the same store stays": {
			`const a = new AsyncLocalStorage(); return a.run(1, () => { a.run(1, () => a.enterWith(2)); return a.getStore(); });`,
			`2`,
		},
		"a disabled storage has no store": {
			`const a = new AsyncLocalStorage(); return a.run(1, () => { a.disable(); return a.getStore() === undefined; });`,
			`true`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := evaluate(t, c.body); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// evaluate returns the JSON of what a function body returns.
func evaluate(t *testing.T, body string) string {
	t.Helper()
	test := &js.Extension{Name: "test", Files: fstest.MapFS{"test.js": {Data: []byte(`
		const { AsyncLocalStorage, AsyncResource } = require('internal:nodeapi/async_hooks');
		exports.main = () => JSON.stringify((() => {` + body + `})());
	`)}}}
	iso, err := js.New(js.Options{Extensions: []*js.Extension{
		async_hooks.Extension, dom.Extension, hrtime.Extension, html.Extension, webidl.Extension, test,
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	got := make(chan any, 1)
	iso.Post(func() {
		main, err := iso.Function("internal:test", "main")
		if err != nil {
			got <- err
			return
		}
		v, err := main.Call()
		if err != nil {
			got <- err
			return
		}
		got <- v
	})
	select {
	case v := <-got:
		if text, ok := v.(string); ok && json.Valid([]byte(text)) {
			return text
		}
		t.Fatalf("%v", v)
	case <-time.After(10 * time.Second):
		t.Fatal("no answer")
	}
	return ""
}
