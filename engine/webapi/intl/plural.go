package intl

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

var tags sync.Map // locale → language.Tag

func tagOf(locale string) language.Tag {
	if tag, ok := tags.Load(locale); ok {
		return tag.(language.Tag)
	}
	tag := language.Make(locale)
	tags.Store(locale, tag)
	return tag
}

var forms = map[plural.Form]string{
	plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many",
}

// pluralCategory returns the category of a number, written in decimal with the
// zeros that are shown.
// See https://unicode.org/reports/tr35/tr35-numbers.html#Operands.
func pluralCategory(locale string, ordinal bool, number string) string {
	integer, fraction, _ := strings.Cut(strings.TrimPrefix(number, "-"), ".")
	integer = strings.TrimLeft(integer, "0")
	tag := tagOf(locale)
	base, _ := tag.Base()
	if !ordinal {
		if category := newerRule(base.String(), integer, fraction); category != "" {
			return category
		}
	}
	rules := plural.Cardinal
	if ordinal {
		rules = plural.Ordinal
	}
	trimmed := strings.TrimRight(fraction, "0")
	return forms[rules.MatchPlural(tag, lastDigits(integer), len(fraction), len(trimmed), lastDigits(fraction), lastDigits(trimmed))]
}

// newerRule knows what CLDR changed since the version that x/text has: millions
// are "many" in the Romance languages, and Hebrew has no "many".
func newerRule(base, integer, fraction string) string {
	switch base {
	case "fr", "es", "it", "pt", "ca":
		if fraction == "" && len(integer) > 6 && strings.HasSuffix(integer, "000000") {
			return "many"
		}
	case "he":
		switch {
		case integer == "1" && fraction == "", integer == "" && fraction != "":
			return "one"
		case integer == "2" && fraction == "":
			return "two"
		}
		return "other"
	}
	return ""
}

// lastDigits is a number's value modulo ten million, which all rules tell apart.
// What is greater keeps a digit above them, so that it equals no small number.
func lastDigits(digits string) int {
	if len(digits) > 7 {
		digits = "1" + digits[len(digits)-7:]
	}
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}

// pluralCategories lists the categories that some number has.
func pluralCategories(locale string, ordinal bool) []string {
	seen := map[string]bool{"other": true}
	for n := range 201 {
		seen[pluralCategory(locale, ordinal, itoa(n))] = true
	}
	for _, number := range []string{"0.0", "0.5", "1.0", "1.5", "2.0", "2.5", "10.0", "1000", "10000", "1000000"} {
		seen[pluralCategory(locale, ordinal, number)] = true
	}
	out := make([]string, 0, len(seen))
	for _, category := range []string{"few", "many", "one", "two", "zero", "other"} {
		if seen[category] {
			out = append(out, category)
		}
	}
	return slices.Clip(out)
}
