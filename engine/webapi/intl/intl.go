// Package intl brings the Intl global, and the methods of the language that
// answer by locale: toLocaleString, localeCompare and their kin.
//
// JavaScript holds the classes and the formatters; Go knows what a locale is, the
// names and patterns of data.json, time zones, plural rules, collation, case and
// the boundaries in text.
//
// # Where the data comes from
//
// gen.mjs records what the Intl of a Node.js with full ICU says about some forty
// locales: the patterns that formatToParts shows, the names of months, units and
// currencies; gen-names.mjs records the names of regions, scripts and languages.
// Plural rules and collation are those of golang.org/x/text, which follow older
// versions of CLDR.
//
// # What is missing
//
// Calendars other than the Gregorian, and for Thai the Buddhist; locales that
// data.json does not list, which answer as the default locale does; names of
// rarer units, currencies and time zones in other languages than English; what a
// time zone was called in the past; the order of scripts in languages that do not
// put Latin first; dictionaries for words without spaces between them (Thai,
// Chinese, Japanese); Intl.DurationFormat, which Node.js 20 has not either.
package intl

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is the ECMAScript Internationalization API.
var Extension = &js.Extension{
	Name:    "webapi/intl",
	Doc:     "ECMAScript Internationalization API: https://tc39.es/ecma402/",
	Files:   files,
	Eager:   []string{"internal:webapi/intl/methods"},
	Globals: []js.Global{{Name: "Intl", Module: "internal:webapi/intl"}},
	Ops: []js.Op{
		{Name: "op_intl_data", Call: func(_ *js.Isolate, a js.Args) (any, error) { return localeData(a.String(0)) }},
		{Name: "op_intl_shared", Call: func(_ *js.Isolate, a js.Args) (any, error) { return sharedData(a.String(0)) }},
		{Name: "op_intl_tag", Call: func(_ *js.Isolate, a js.Args) (any, error) { return orNull(canonicalTag(a.String(0))), nil }},
		{Name: "op_intl_likely", Call: func(_ *js.Isolate, a js.Args) (any, error) { return likelySubtags(a.String(0), a.Bool(1)), nil }},
		{Name: "op_intl_zone", Call: func(_ *js.Isolate, a js.Args) (any, error) { return orNull(zoneName(a.String(0))), nil }},
		{Name: "op_intl_zone_local", Call: func(*js.Isolate, js.Args) (any, error) { return localZone(), nil }},
		{Name: "op_intl_zone_at", Call: func(_ *js.Isolate, a js.Args) (any, error) { return zoneAt(a.String(0), a.Float(1)) }},
		{Name: "op_intl_plural", Call: func(_ *js.Isolate, a js.Args) (any, error) {
			return pluralCategory(a.String(0), a.Bool(1), a.String(2)), nil
		}},
		{Name: "op_intl_plurals", Call: func(_ *js.Isolate, a js.Args) (any, error) { return pluralCategories(a.String(0), a.Bool(1)), nil }},
		{Name: "op_intl_compare", Call: func(_ *js.Isolate, a js.Args) (any, error) {
			return compare(a.String(0), a.String(1), a.String(2), a.String(3)), nil
		}},
		{Name: "op_intl_case", Call: func(_ *js.Isolate, a js.Args) (any, error) {
			return changeCase(a.String(0), a.String(1), a.Bool(2)), nil
		}},
		{Name: "op_intl_segment", Call: func(_ *js.Isolate, a js.Args) (any, error) { return segments(a.String(0), a.String(1)), nil }},
		{Name: "op_intl_names", Call: func(_ *js.Isolate, a js.Args) (any, error) { return namesOf(a.String(0)) }},
	},
}

// orNull makes "" null for JavaScript.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
