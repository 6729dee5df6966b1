package golden

import (
	"fmt"
	"strings"
	"time"
)

var matchLater = &Matcher{
	Name:  "later",
	Args:  "MASK",
	Doc:   "an ISO 8601 moment after that of a mask with an index: «later:date:iso:1» was made anew",
	whole: true,
	Compile: func(arg string) (*Shape, error) {
		if _, index, ok := cutLast(arg); !ok || !isIndex(index) || !strings.HasPrefix(arg, "date:iso:") {
			return nil, fmt.Errorf("it needs a date with an index, as in «later:date:iso:1», not %q", arg)
		}
		return &Shape{Pattern: isoPattern, Relate: func(text string, scope *Scope) error { return later(text, arg, scope) }}, nil
	},
}

func later(text, key string, scope *Scope) error {
	before, ok := scope.bound[key]
	if !ok {
		return fmt.Errorf("«%s» has not come before", key)
	}
	was, err := time.Parse(time.RFC3339, before)
	if err != nil {
		return fmt.Errorf("«%s» stands for %s, which is no date", key, before)
	}
	is, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return fmt.Errorf("%s is no date", text)
	}
	if !is.After(was) {
		return fmt.Errorf("%s is not later than «%s», %s", text, key, before)
	}
	return nil
}
