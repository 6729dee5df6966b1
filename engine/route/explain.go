package route

// Level says how near a candidate came.
type Level uint8

// The levels of a verdict.
const (
	No      Level = iota // the pattern does not fit
	Almost               // one thing away, or taken before it
	Matches              // this route answers
)

// String returns "no", "almost" or "matches".
func (l Level) String() string { return [...]string{"no", "almost", "matches"}[min(l, Matches)] }

// A Verdict says why one candidate won or lost.
type Verdict struct {
	Route  *Route
	Level  Level
	Reason string // "segment 2 `users` ≠ `user`"
}

// Explain is [Table.Match] with one verdict per route, in order of precedence.
func (t *Table) Explain(rawPath string) Result { return t.Match(rawPath) }
