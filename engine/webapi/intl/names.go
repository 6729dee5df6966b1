package intl

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// displayName returns what a locale calls a region, a script or a language; "" if
// that is unknown. Languages in the style "dialect" have names of their own
// ("British English"); in "standard" the region follows in JavaScript.
func displayName(locale, kind, code string) string {
	tag := named(locale)
	switch kind {
	case "region":
		region, err := language.ParseRegion(code)
		if n := display.Regions(tag); err == nil && n != nil {
			return n.Name(region)
		}
	case "script":
		script, err := language.ParseScript(code)
		if n := display.Scripts(tag); err == nil && n != nil {
			return n.Name(script)
		}
	case "language":
		lang, err := language.Raw.Parse(code)
		if n := display.Languages(tag); err == nil && n != nil {
			return n.Name(lang)
		}
	}
	return ""
}

// named returns the tag under which x/text knows a locale.
func named(locale string) language.Tag {
	if base, rest, _ := strings.Cut(locale, "-"); base == "nb" {
		return language.Make(strings.TrimSuffix("no-"+rest, "-"))
	}
	return language.Make(locale)
}
