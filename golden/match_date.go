package golden

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

var matchDate = &Matcher{
	Name: "date",
	Args: "iso|http|day|ms|s",
	Doc:  "a moment: ISO 8601, as HTTP writes it, a day as 2006-01-02, or as milliseconds or seconds since 1970",
	Compile: func(arg string) (*Shape, error) {
		if arg == "" {
			arg = "iso"
		}
		if shape, ok := dateForms[arg]; ok {
			return shape, nil
		}
		return nil, fmt.Errorf("%q is none of iso, http, day, ms, s", arg)
	},
}

// dateForms are the ways a moment is written. What the patterns let through is
// parsed, so that the 31st of February is found out.
var dateForms = map[string]*Shape{
	"iso":  {Pattern: isoPattern, Check: parses(time.RFC3339)},
	"http": {Pattern: httpPattern, Check: parses(http.TimeFormat)},
	"day":  {Pattern: dayPattern, Check: parses(time.DateOnly)},
	"ms":   {Pattern: `[0-9]{12,14}`, Check: epoch, Number: true},
	"s":    {Pattern: `[0-9]{9,11}`, Check: epoch, Number: true},
}

const (
	dayPattern  = `[0-9]{4}-[0-9]{2}-[0-9]{2}`
	isoPattern  = dayPattern + `T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})`
	httpPattern = `(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT`
)

func parses(layout string) func(string) error {
	return func(text string) error {
		if _, err := time.Parse(layout, text); err != nil {
			return fmt.Errorf("%s is no date", text)
		}
		return nil
	}
}

func epoch(text string) error {
	_, err := strconv.ParseInt(text, 10, 64)
	return err
}
