package golden

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// A Matcher decides whether a volatile value still has the right shape. Masks
// name it: «uuid», «uuid:1», «date:iso», «int:>0», «re:[a-z]+».
type Matcher struct {
	Name    string // as a mask spells it
	Args    string // how its argument is written, for the help; empty if it takes none
	Doc     string // one line
	Compile func(arg string) (*Shape, error)

	// Distinct says that different indexes stand for different values: what is
	// made anew for every use. Equal indexes mean equal values for every matcher.
	Distinct bool

	whole bool // the argument is all that follows: it takes no index
}

// A Shape is a matcher with its argument.
type Shape struct {
	Pattern string                                // what it looks like within text, a regular expression
	Check   func(text string) error               // what the pattern cannot tell; may be nil
	Relate  func(text string, scope *Scope) error // how it lies to other masks; may be nil
	Number  bool                                  // in JSON it stands for a number, not for a string
	Any     bool                                  // in JSON it stands for every value
}

// matchers are all matchers, sorted by name.
var matchers = []*Matcher{
	matchAny,
	matchDate,
	matchHex,
	matchInt,
	matchLater,
	matchNumber,
	matchOrigin,
	matchRe,
	matchRedacted,
	matchUUID,
}

// Matchers returns all matchers, sorted by name.
func Matchers() []*Matcher { return matchers }

// WriteMatchers prints the table of matchers for help texts.
func WriteMatchers(w io.Writer) {
	for _, m := range matchers {
		spelled := "«" + m.Name + "»"
		if m.Args != "" {
			spelled = "«" + m.Name + ":" + m.Args + "»"
		}
		fmt.Fprintf(w, "  %-28s %s\n", spelled, m.Doc)
	}
}

func matcher(name string) *Matcher {
	for _, m := range matchers {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// pattern returns a Compile function for a matcher that takes no argument.
func pattern(expr string) func(string) (*Shape, error) {
	return func(arg string) (*Shape, error) {
		if arg != "" {
			return nil, fmt.Errorf("it takes no argument, but got %q", arg)
		}
		return &Shape{Pattern: expr}, nil
	}
}

// A mask is one place in a template where a matcher decides.
type mask struct {
	text    string // as it is written, with the signs around it
	key     string // without the signs
	indexed bool
	matcher *Matcher
	shape   *Shape
}

// maskName begins a mask; what follows it up to » is the argument.
var maskName = regexp.MustCompile(`^«([a-z]+)(?::([^»\n]*))?»`)

// parseMask parses the mask that text begins with. It returns nil if there is
// none, and an error if a known matcher refuses its argument.
func parseMask(text string) (*mask, error) {
	m := maskName.FindStringSubmatch(text)
	if m == nil {
		return nil, nil
	}
	found := matcher(m[1])
	if found == nil {
		return nil, nil
	}
	arg, indexed := m[2], false
	if !found.whole {
		rest, last, cut := cutLast(arg)
		if isIndex(last) {
			arg, indexed = rest, true
		} else if cut && last == "" {
			return nil, fmt.Errorf("%s: a colon at the end", m[0])
		}
	}
	shape, err := found.Compile(arg)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m[0], err)
	}
	return &mask{m[0], strings.Trim(m[0], "«»"), indexed, found, shape}, nil
}

// cutLast cuts the last colon-separated part off: "iso:1" is "iso" and "1", "1"
// is "" and "1".
func cutLast(arg string) (rest, last string, cut bool) {
	i := strings.LastIndexByte(arg, ':')
	if i < 0 {
		return "", arg, false
	}
	return arg[:i], arg[i+1:], true
}

func isIndex(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
