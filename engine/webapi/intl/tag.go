package intl

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// A language identifier, then extensions, then what is private.
// See https://unicode.org/reports/tr35/#Unicode_locale_identifier.
var tagForm = regexp.MustCompile(`^([a-z]{2,3}|[a-z]{5,8})(-[a-z]{4})?(-(?:[a-z]{2}|[0-9]{3}))?((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)` +
	`((?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)(-x(?:-[a-z0-9]{1,8})+)?$`)

// Whole tags from before subtags were registered, which became languages.
var grandfathered = map[string]string{
	"art-lojban": "jbo", "cel-gaulish": "xtg", "zh-guoyu": "zh", "zh-hakka": "hak", "zh-xiang": "hsn",
}

// What CLDR replaces and x/text does not, or otherwise.
var languageAliases = map[string]string{"mo": "ro", "cmn": "zh", "sh": "sr-Latn", "no": "no"}

// canonicalTag returns a locale's tag in canonical form; "" if it is none.
// See https://tc39.es/ecma402/#sec-canonicalizeunicodelocaleid.
func canonicalTag(tag string) string {
	tag = strings.ToLower(tag)
	if now, ok := grandfathered[tag]; ok {
		return now
	}
	m := tagForm.FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	variants := strings.Split(m[4], "-")[1:]
	slices.Sort(variants)
	extensions, ok := canonicalExtensions(m[5])
	if !ok || len(slices.Compact(slices.Clone(variants))) != len(variants) {
		return ""
	}
	base := canonicalBase(m[1], strings.TrimPrefix(m[2], "-"), strings.TrimPrefix(m[3], "-"))
	return strings.Join(append([]string{base}, variants...), "-") + extensions + m[6]
}

// canonicalBase puts a language, a script and a region into their cases and
// replaces what is deprecated: "iw" is "he", "UK" is "GB".
func canonicalBase(lang, script, region string) string {
	parts := []string{lang}
	if script != "" {
		parts = append(parts, strings.ToUpper(script[:1])+script[1:])
	}
	if region != "" {
		parts = append(parts, strings.ToUpper(region))
	}
	text := strings.Join(parts, "-")
	if now, ok := languageAliases[lang]; ok {
		return strings.Join(append([]string{now}, parts[1:]...), "-")
	}
	known, err := (language.DeprecatedBase | language.DeprecatedScript | language.DeprecatedRegion).Parse(text)
	if err != nil {
		return text
	}
	return known.String()
}

// canonicalExtensions sorts the extensions, and the keywords of -u-. Two of one
// kind are wrong.
func canonicalExtensions(text string) (string, bool) {
	var all []string
	for _, part := range strings.Split(text, "-")[1:] {
		if len(part) == 1 {
			all = append(all, "-"+part)
		} else {
			all[len(all)-1] += "-" + part
		}
	}
	slices.Sort(all)
	for i, extension := range all {
		if i > 0 && all[i-1][1] == extension[1] {
			return "", false
		}
		if extension[1] == 'u' {
			all[i] = canonicalKeywords(extension)
		}
	}
	return strings.Join(all, ""), true
}

// canonicalKeywords sorts "-u-nu-latn-ca-gregory"; the value true goes without
// saying, and of two keywords the first counts.
func canonicalKeywords(extension string) string {
	var attributes, keywords []string
	for _, part := range strings.Split(extension, "-")[2:] {
		switch {
		case len(part) == 2:
			keywords = append(keywords, part)
		case len(keywords) == 0:
			attributes = append(attributes, part)
		default:
			keywords[len(keywords)-1] += "-" + part
		}
	}
	for i, keyword := range keywords {
		keywords[i] = strings.TrimSuffix(strings.TrimSuffix(keyword, "-true"), "-yes")
	}
	slices.SortStableFunc(keywords, func(a, b string) int { return strings.Compare(a[:2], b[:2]) })
	keywords = slices.CompactFunc(keywords, func(a, b string) bool { return a[:2] == b[:2] })
	slices.Sort(attributes)
	return strings.Join(slices.Concat([]string{"-u"}, attributes, keywords), "-")
}

// likelySubtags adds the likely script and region to a tag without extensions, or
// takes them away. What it does not know stays as it is.
func likelySubtags(tag string, add bool) string {
	t, err := language.Raw.Parse(tag)
	if err != nil {
		return tag
	}
	base, _ := t.Base()
	script, _ := t.Script()
	region, _ := t.Region()
	full, err := language.Raw.Compose(base, script, region, t.Variants())
	if err != nil {
		return tag
	}
	if add {
		return full.String()
	}
	want := full.String()
	for _, parts := range [][]any{{base}, {base, region}, {base, script}} {
		short, err := language.Raw.Compose(append(parts, t.Variants())...)
		if err == nil && likelySubtags(short.String(), true) == want {
			return short.String()
		}
	}
	return tag
}
