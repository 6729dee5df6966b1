package golden

import (
	"fmt"
	"math/big"
	"strings"
)

var matchInt = &Matcher{
	Name:    "int",
	Args:    "COMPARISON",
	Doc:     "a whole number; «int:>0», «int:<=9» and «int:1..31» limit it",
	Compile: comparison(`-?[0-9]+`),
}

var matchNumber = &Matcher{
	Name:    "number",
	Args:    "COMPARISON",
	Doc:     "a number, limited as with int",
	Compile: comparison(`-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?`),
}

// comparison returns a Compile function for numbers of a pattern.
func comparison(expr string) func(string) (*Shape, error) {
	return func(arg string) (*Shape, error) {
		holds, err := limits(arg)
		if err != nil {
			return nil, err
		}
		check := func(text string) error {
			n, ok := new(big.Float).SetString(text)
			if !ok || !holds(n) {
				return fmt.Errorf("%s is not %s", text, arg)
			}
			return nil
		}
		return &Shape{Pattern: expr, Check: check, Number: true}, nil
	}
}

// limits parses a comparison: "", ">0", ">=0", "<5", "<=5" or "1..5".
func limits(arg string) (func(n *big.Float) bool, error) {
	if arg == "" {
		return func(*big.Float) bool { return true }, nil
	}
	number := func(s string) (*big.Float, error) {
		n, ok := new(big.Float).SetString(s)
		if !ok {
			return nil, fmt.Errorf("%q is no number", s)
		}
		return n, nil
	}
	if low, high, ok := strings.Cut(arg, ".."); ok {
		from, err := number(low)
		if err != nil {
			return nil, err
		}
		to, err := number(high)
		return func(n *big.Float) bool { return n.Cmp(from) >= 0 && n.Cmp(to) <= 0 }, err
	}
	for _, op := range []struct {
		sign  string
		holds func(cmp int) bool
	}{
		{">=", func(c int) bool { return c >= 0 }},
		{"<=", func(c int) bool { return c <= 0 }},
		{">", func(c int) bool { return c > 0 }},
		{"<", func(c int) bool { return c < 0 }},
	} {
		if rest, ok := strings.CutPrefix(arg, op.sign); ok {
			limit, err := number(rest)
			return func(n *big.Float) bool { return op.holds(n.Cmp(limit)) }, err
		}
	}
	return nil, fmt.Errorf("%q is no comparison: write >0, <=9 or 1..31", arg)
}
