package v8

import (
	"testing"
	"time"
)

// Recorded on Node.js 20; "" stands for an invalid date.
func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"2024-01-02":                           "2024-01-02T00:00:00.000Z",
		"2024-01-02T03:04:05+05:30":            "2024-01-01T21:34:05.000Z",
		"2024-01-02T24:00Z":                    "2024-01-03T00:00:00.000Z",
		"2024-01-02T24:01Z":                    "",
		"2024-01-02T10Z":                       "",
		"2024-01-02T03:04:05,5Z":               "",
		"2024-01-02T03:04:05.9999Z":            "2024-01-02T03:04:05.999Z",
		"2024-1-2Z":                            "2024-01-02T00:00:00.000Z",
		"Tue, 02 Jan 2024 03:04:05 -0130":      "2024-01-02T04:34:05.000Z",
		"Tue Jan 02 2024 03:04 GMT+0100 (CET)": "2024-01-02T02:04:00.000Z",
		"Jan 2, 2024 12:04 AM GMT":             "2024-01-02T00:04:00.000Z",
		"Jan 2, 2024 13:04 PM GMT":             "",
		"Jan 2 2024 (nested (deep)) GMT":       "2024-01-02T00:00:00.000Z",
		"Jan 2 foo 2024 GMT":                   "",
		"Jan 2 2024 10:00 GMT+1":               "2024-01-02T09:00:00.000Z",
		"1 GMT":                                "2001-01-01T00:00:00.000Z",
		"1/2/49 UTC":                           "2049-01-02T00:00:00.000Z",
		"1/2/50 UTC":                           "1950-01-02T00:00:00.000Z",
		"Sun, 31 Feb 2024 00:00:00 GMT":        "2024-03-02T00:00:00.000Z",
		"+002024-01-02T00:00:00Z":              "2024-01-02T00:00:00.000Z",
		"-000000-01-01T00:00:00Z":              "",
		"not a date":                           "",
		"":                                     "",
	} {
		got := ""
		if f, ok := parseDate(text); ok {
			if f.Local {
				t.Errorf("%q has a zone", text)
			}
			at := time.Date(f.Year, time.Month(f.Month), f.Day, f.Hour, f.Minute, f.Second, f.Millisecond*1e6, time.UTC)
			got = at.Add(-time.Duration(f.Offset) * time.Second).Format("2006-01-02T15:04:05.000Z")
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if f, ok := parseDate("2024-01-02T03:04"); !ok || !f.Local {
		t.Error("a time without a zone is local")
	}
}
