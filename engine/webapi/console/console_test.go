package console_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/js"
	"routescope/engine/webapi/console"
	"routescope/engine/webapi/dom"
	"routescope/engine/webapi/hrtime"
	"routescope/engine/webapi/html"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/webidl"
)

// lines is a sink that keeps what it gets as "level: text".
type lines []string

func (l *lines) ConsoleWritten(_ int, level, text, stack string) {
	*l = append(*l, level+": "+text)
}

func TestConsole(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"levels": {
			body: `console.log('a'); console.info('b'); console.debug('c'); console.warn('d'); console.error('e');`,
			want: []string{"log: a", "info: b", "debug: c", "warn: d", "error: e"},
		},
		"groups indent every line": {
			body: `console.group('g'); console.log('a\nb'); console.groupEnd(); console.log('c');`,
			want: []string{"log: g", "log:   a\n  b", "log: c"},
		},
		"counting": {
			body: `console.count(); console.count('x'); console.count(); console.countReset(); console.count();`,
			want: []string{"log: default: 1", "log: x: 1", "log: default: 2", "log: default: 1"},
		},
		"assertions warn": {
			body: `console.assert(true, 'fine'); console.assert(false, 'bad'); console.assert(0);`,
			want: []string{"warn: Assertion failed: bad", "warn: Assertion failed"},
		},
		"methods work unbound": {
			body: `const { log } = console; log('x');`,
			want: []string{"log: x"},
		},
		"a table": {
			body: `console.table([{ a: 1, b: 22 }, { a: 3 }]);`,
			want: []string{"log: ┌─────────┬───┬────┐\n│ (index) │ a │ b  │\n├─────────┼───┼────┤\n│ 0       │ 1 │ 22 │\n│ 1       │ 3 │    │\n└─────────┴───┴────┘"},
		},
		"an unknown timer": {
			body: `console.timeEnd('x');`,
			want: []string{"warn: (node) Warning: No such label 'x' for console.timeEnd()"},
		},
		"a console over streams": {
			body: `const out = []; const c = new console.Console({ write: (s) => { out.push(s); } }); c.log('a'); c.error('b'); console.log(out.join());`,
			want: []string{"log: a\n,b\n"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var sink lines
			_, err := jstest.Run(t, js.Options{
				Host:       &sink,
				Extensions: []*js.Extension{console.Extension, dom.Extension, hrtime.Extension, html.Extension, webidl.Extension},
			}, c.body)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, []string(sink)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTimersFollowTheClock(t *testing.T) {
	var sink lines
	now := time.UnixMilli(0)
	_, err := jstest.Run(t, js.Options{
		Host:       &sink,
		Clock:      js.ClockFunc(func() time.Time { now = now.Add(time.Minute); return now }),
		Extensions: []*js.Extension{console.Extension, dom.Extension, hrtime.Extension, html.Extension, webidl.Extension},
	}, `console.time('t'); console.timeLog('t');`)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(sink, ""); !strings.Contains(got, "t") || !strings.Contains(got, "1:00.000 (m:ss.mmm)") {
		t.Errorf("got %q", got)
	}
}
