package compile

import (
	"fmt"
	"slices"
	"sync"

	"github.com/go-sourcemap/sourcemap"
)

// A SourceMap finds the place in a file that a place in its compiled code came
// from. It is decoded when it is first asked.
type SourceMap struct {
	raw      []byte
	skipped  int    // lines of esbuild's output that our lines replace
	prefixed int    // lines that stood before the file's text
	source   string // the file's name in raw, if there are others
	moves    []columns

	once sync.Once
	c    *sourcemap.Consumer
	err  error
}

// Position returns the original line and column of a place in compiled code;
// all of them count from 1. ok is false for code that no source stands for.
func (m *SourceMap) Position(line, column int) (origLine, origColumn int, ok bool) {
	if m == nil || len(m.raw) == 0 {
		return 0, 0, false
	}
	m.once.Do(func() {
		m.c, m.err = sourcemap.Parse("", m.raw)
		if m.err != nil {
			m.err = fmt.Errorf("reading esbuild's source map: %w", m.err)
		}
	})
	if m.err != nil {
		return 0, 0, false
	}
	column--
	for _, moved := range slices.Backward(m.moves) {
		column = moved.before(line-1, column)
	}
	source, _, origLine, origColumn, ok := m.c.Source(line-1+m.skipped, column)
	if !ok || m.source != "" && source != m.source || origLine <= m.prefixed {
		return 0, 0, false
	}
	return origLine - m.prefixed, origColumn + 1, true
}
