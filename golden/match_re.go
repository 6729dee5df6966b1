package golden

import (
	"errors"
	"fmt"
	"regexp"
)

var matchRe = &Matcher{
	Name:  "re",
	Args:  "EXPRESSION",
	Doc:   "text of a regular expression (RE2); it takes no index, and » is written \\x{bb}",
	whole: true,
	Compile: func(arg string) (*Shape, error) {
		if arg == "" {
			return nil, errors.New("the expression is missing")
		}
		if _, err := regexp.Compile(arg); err != nil {
			return nil, fmt.Errorf("the expression is wrong: %w", err)
		}
		return &Shape{Pattern: "(?:" + arg + ")"}, nil
	},
}
