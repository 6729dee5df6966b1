package intl

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/clipperhouse/uax29/v2/words"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

func itoa(n int) string { return strconv.Itoa(n) }

func decode(text []byte, into any) error { return json.Unmarshal(text, into) }

// changeCase is toLocaleUpperCase and toLocaleLowerCase.
func changeCase(locale, text string, upper bool) string {
	tag := language.Make(locale)
	if upper {
		return cases.Upper(tag).String(text)
	}
	return cases.Lower(tag).String(text)
}

// segments returns the ends of the segments in UTF-16 units, for words each
// followed by 1 if it is one and 0 if it is between words.
func segments(granularity, text string) []any {
	var out []any
	end := 0
	switch granularity {
	case "word":
		for it := words.FromString(text); it.Next(); {
			end += utf16Length(it.Value())
			out = append(out, end, wordLike(it.Value()))
		}
	case "sentence":
		for it := sentences.FromString(text); it.Next(); {
			end += utf16Length(it.Value())
			out = append(out, end)
		}
	default:
		for it := graphemes.FromString(text); it.Next(); {
			end += utf16Length(it.Value())
			out = append(out, end)
		}
	}
	return out
}

func utf16Length(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r >= 0x10000 {
			n++
		}
	}
	return n
}

func wordLike(segment string) int {
	if strings.ContainsFunc(segment, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return 1
	}
	r, _ := utf8.DecodeRuneInString(segment)
	if r == '_' {
		return 1
	}
	return 0
}
