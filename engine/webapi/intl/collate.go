package intl

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// A comparer compares as one set of options says. x/text's collators keep buffers,
// so a comparer is used by one isolate at a time.
type comparer struct {
	mu                    sync.Mutex
	full, noCase, base    *collate.Collator
	sensitivity           string
	upperFirst, skipPunct bool
}

var comparers sync.Map // locale and options → *comparer

// compare orders a and b. options holds, separated by blanks, a sensitivity and
// what of "numeric", "upper" and "punctuation" (to ignore it) applies.
func compare(locale, options, a, b string) int {
	key := locale + " " + options
	c, ok := comparers.Load(key)
	if !ok {
		c, _ = comparers.LoadOrStore(key, newComparer(locale, strings.Fields(options)))
	}
	return c.(*comparer).compare(a, b)
}

func newComparer(locale string, options []string) *comparer {
	c := &comparer{sensitivity: "variant"}
	var numeric []collate.Option
	for _, option := range options {
		switch option {
		case "numeric":
			numeric = append(numeric, collate.Numeric)
		case "upper":
			c.upperFirst = true
		case "punctuation":
			c.skipPunct = true
		default:
			c.sensitivity = option
		}
	}
	tag := language.Make(locale)
	if base, _ := tag.Base(); base.String() == "nb" {
		tag = language.Danish // whose order Norwegian shares
	}
	c.full = collate.New(tag, numeric...)
	c.noCase = collate.New(tag, append(numeric, collate.IgnoreCase)...)
	c.base = collate.New(tag, append(numeric, collate.IgnoreCase, collate.IgnoreDiacritics)...)
	return c
}

func (c *comparer) compare(a, b string) int {
	if a == b {
		return 0
	}
	if c.skipPunct {
		a, b = withoutPunctuation(a), withoutPunctuation(b)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch c.sensitivity {
	case "base":
		return c.base.CompareString(a, b)
	case "accent":
		return c.noCase.CompareString(a, b)
	case "case":
		if order := c.base.CompareString(a, b); order != 0 {
			return order
		}
		return c.byCase(withoutMarks(a), withoutMarks(b))
	}
	if c.upperFirst {
		if order := c.noCase.CompareString(a, b); order != 0 {
			return order
		}
	}
	return c.byCase(a, b)
}

// byCase orders strings that may differ in case alone.
func (c *comparer) byCase(a, b string) int {
	order := c.full.CompareString(a, b)
	if c.upperFirst {
		return -order
	}
	return order
}

func withoutPunctuation(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

func withoutMarks(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text))
}
