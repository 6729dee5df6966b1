package route

// A Conflict is two files that cannot both stand, or a route no URL can reach.
type Conflict struct {
	Kind    ConflictKind
	Files   []string // the files concerned, relative to the project, sorted
	Routes  []string // the patterns concerned
	Message string   // in Next's own words where it prints any
	Hint    string   // what to do about it
	Stops   Stage    // the first command that refuses to go on
}

// ConflictKind names a class of conflicts, as users and configuration spell it.
type ConflictKind string

// Stage is a Next.js command that a conflict stops.
type Stage uint8

// The stages, the later ones being reached only if the earlier pass.
const (
	Nothing Stage = iota // Next.js says nothing, or only warns
	Build                // next build
	Start                // next start, after a build that passed
	Dev                  // next dev only
)

var stageNames = [...]string{"nothing", "next build", "next start", "next dev"}

// String returns the command: "next build".
func (s Stage) String() string { return stageNames[min(int(s), len(stageNames)-1)] }

func findConflicts(t *Table, given []Route) []Conflict { return nil }
