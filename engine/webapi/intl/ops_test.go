package intl

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCanonicalTag(t *testing.T) {
	for tag, want := range map[string]string{
		"EN-latn-us":              "en-Latn-US",
		"iw":                      "he",
		"en-UK":                   "en-GB",
		"cmn-Hans":                "zh-Hans",
		"art-lojban":              "jbo",
		"en-u-nu-latn-ca-gregory": "en-u-ca-gregory-nu-latn",
		"en-u-kn-true":            "en-u-kn",
		"de-x-A-b":                "de-x-a-b",
		"sl-rozaj-biske":          "sl-biske-rozaj",
		"not a locale":            "",
		"en_US":                   "",
		"en-a-bb-a-cc":            "",
		"de-1996-1996":            "",
		"":                        "",
	} {
		if got := canonicalTag(tag); got != want {
			t.Errorf("canonicalTag(%q) = %q, want %q", tag, got, want)
		}
	}
}

func TestLikelySubtags(t *testing.T) {
	for _, c := range []struct {
		tag  string
		add  bool
		want string
	}{
		{"zh-TW", true, "zh-Hant-TW"},
		{"en", true, "en-Latn-US"},
		{"en-Latn-US", false, "en"},
		{"zh-Hant", false, "zh-TW"},
		{"sr-Cyrl", false, "sr"},
	} {
		if got := likelySubtags(c.tag, c.add); got != c.want {
			t.Errorf("likelySubtags(%q, %v) = %q, want %q", c.tag, c.add, got, c.want)
		}
	}
}

func TestZoneName(t *testing.T) {
	for name, want := range map[string]string{
		"america/new_york": "America/New_York",
		"utc":              "UTC",
		"Etc/GMT":          "UTC",
		"etc/gmt+5":        "Etc/GMT+5",
		"Asia/Kolkata":     "Asia/Calcutta",
		"US/Pacific":       "America/Los_Angeles",
		"Not/AZone":        "",
		"Local":            "",
		"../etc/passwd":    "",
		"":                 "",
	} {
		if got := zoneName(name); got != want {
			t.Errorf("zoneName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestZoneAtKnowsDaylightTime(t *testing.T) {
	const january, july = 1704456000000, 1720180800000 // 2024, the fifth
	for _, c := range []struct {
		zone    string
		at      float64
		minutes float64
		isDST   bool
	}{
		{"America/New_York", january, -300, false},
		{"America/New_York", july, -240, true},
		{"Australia/Sydney", january, 660, true},
		{"Australia/Sydney", july, 600, false},
		{"Europe/Dublin", january, 0, false}, // the database has it the other way round
		{"Europe/Dublin", july, 60, true},
		{"Asia/Calcutta", july, 330, false},
	} {
		got, err := zoneAt(c.zone, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]any{c.minutes, c.isDST}, got); diff != "" {
			t.Errorf("%s at %v: %s", c.zone, c.at, diff)
		}
	}
}

func TestPluralCategory(t *testing.T) {
	for _, c := range []struct {
		locale  string
		ordinal bool
		number  string
		want    string
	}{
		{"en", false, "1", "one"},
		{"en", false, "1.0", "other"},
		{"en", true, "22", "two"},
		{"ru", false, "21", "one"},
		{"ru", false, "10000000005", "many"},
		{"fr", false, "1000000", "many"},
		{"he", false, "20", "other"},
		{"ar", false, "103", "few"},
	} {
		if got := pluralCategory(c.locale, c.ordinal, c.number); got != c.want {
			t.Errorf("%s %s (ordinal: %v) is %s, want %s", c.locale, c.number, c.ordinal, got, c.want)
		}
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		locale, options, a, b string
		want                  int
	}{
		{"en", "variant", "a", "A", -1},
		{"en", "variant upper", "a", "A", 1},
		{"en", "base", "a", "Á", 0},
		{"en", "accent", "a", "A", 0},
		{"en", "case", "a", "á", 0},
		{"en", "case", "a", "A", -1},
		{"en", "variant numeric", "file10", "file2", 1},
		{"en", "variant punctuation", "co-op", "coop", 0},
		{"sv", "variant", "ä", "z", 1},
		{"nb", "variant", "å", "z", 1},
		{"cs", "variant", "ch", "d", 1},
	} {
		if got := compare(c.locale, c.options, c.a, c.b); got != c.want {
			t.Errorf("compare(%q, %q, %q, %q) = %d, want %d", c.locale, c.options, c.a, c.b, got, c.want)
		}
	}
}

func TestSegmentsCountUTF16(t *testing.T) {
	if diff := cmp.Diff([]any{2, 4}, segments("grapheme", "😀e\u0301")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]any{2, 1, 3, 0, 4, 1}, segments("word", "Hi x")); diff != "" {
		t.Error(diff)
	}
}

// Each region must lie over a locale that is there, and all must be readable.
func TestDataHasEveryLocale(t *testing.T) {
	r, err := readRecord()
	if err != nil {
		t.Fatal(err)
	}
	if len(recorded) > 400<<10 {
		t.Errorf("data.json has %d bytes; it is meant to stay under 400 KB", len(recorded))
	}
	for locale := range r.locales {
		all, err := r.merge(locale)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"symbols", "months", "weekdays", "dates", "times", "styles", "relative", "lists", "zones"} {
			if _, ok := all[key]; !ok {
				t.Errorf("%s lacks %s", locale, key)
			}
		}
	}
}
