package compile

import (
	"slices"
	"strings"
)

// A script is compiled code that is edited without moving a line, and how its
// columns moved.
type script struct {
	text  string
	moves []columns // one for each round of edits
}

// An edit replaces a part of a script by text without line breaks.
type edit struct {
	at, remove int
	insert     string
	// owner is where the construct begins that the edit is for; ends says that
	// the edit belongs to its end. See order.
	owner int
	ends  bool
}

// order is that of edits at one place: first what ends a construct, the
// innermost ahead, then what begins one, the outermost ahead.
func order(a, b edit) int {
	switch {
	case a.at != b.at:
		return a.at - b.at
	case a.ends && b.ends:
		return b.owner - a.owner
	case a.ends:
		return -1
	case b.ends:
		return 1
	}
	return a.owner - b.owner
}

// apply makes edits that do not overlap.
func (s *script) apply(edits []edit) {
	if len(edits) == 0 {
		return
	}
	slices.SortStableFunc(edits, order)
	var out strings.Builder
	moved := columns{}
	done, line, begin, shift := 0, 0, 0, 0
	for _, e := range edits {
		kept := s.text[done:e.at]
		if n := strings.Count(kept, "\n"); n > 0 {
			line += n
			begin, shift = done+strings.LastIndexByte(kept, '\n')+1, 0
		}
		out.WriteString(kept)
		out.WriteString(e.insert)
		m := move{from: e.at - begin, removed: e.remove, to: e.at - begin + shift, inserted: len(e.insert)}
		if m.stands = m.from; e.ends && e.owner >= begin {
			m.stands = e.owner - begin
		}
		moved[line] = append(moved[line], m)
		shift += len(e.insert) - e.remove
		done = e.at + e.remove
	}
	out.WriteString(s.text[done:])
	s.text = out.String()
	s.moves = append(s.moves, moved)
}

// columns are the edits of one round by line, from left to right. Lines and
// columns count from 0.
type columns map[int][]move

// A move says that inserted bytes stand at column to for removed bytes that
// stood at column from, and what column their code stands for.
type move struct{ from, removed, to, inserted, stands int }

// before returns the column that a place had before the edits. What was
// inserted at the end of a construct is where that begins.
func (c columns) before(line, column int) int {
	out := column
	for _, m := range c[line] {
		switch end := m.to + m.inserted; {
		case column < m.to:
			return out
		case column < end:
			return m.stands
		default:
			out = m.from + m.removed + column - end
		}
	}
	return out
}
