package golden

import (
	"fmt"
	"strconv"
)

var matchHex = &Matcher{
	Name: "hex",
	Args: "DIGITS",
	Doc:  "hexadecimal digits, with an argument «hex:=32» exactly so many",
	Compile: func(arg string) (*Shape, error) {
		if arg == "" {
			return &Shape{Pattern: `[0-9A-Fa-f]+`}, nil
		}
		n, err := strconv.Atoi(arg[1:])
		if arg[0] != '=' || err != nil || n < 1 || n > 1000 {
			return nil, fmt.Errorf("the number of digits is written as in «hex:=32», not %q", arg)
		}
		return &Shape{Pattern: fmt.Sprintf(`[0-9A-Fa-f]{%d}`, n)}, nil
	},
}
