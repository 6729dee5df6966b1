package intl_test

import (
	"testing"

	"routescope/engine/webapi/internal/jstest"
)

// BenchmarkFormat measures what a handler does per call, a thousand times.
func BenchmarkFormat(b *testing.B) {
	for name, body := range map[string]string{
		"number/kept":    `const f = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }); for (let i = 0; i < 1000; i++) f.format(1234.5 + i);`,
		"number/new":     `for (let i = 0; i < 1000; i++) new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });`,
		"number/method":  `for (let i = 0; i < 1000; i++) (1234.5 + i).toLocaleString();`,
		"date/kept":      `const f = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'America/New_York' }); for (let i = 0; i < 1000; i++) f.format(i * 1e9);`,
		"date/utc":       `const f = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }); for (let i = 0; i < 1000; i++) f.format(i * 1e9);`,
		"date/new":       `for (let i = 0; i < 1000; i++) new Intl.DateTimeFormat('de', { year: 'numeric', month: 'long', day: 'numeric' });`,
		"collator":       `const { compare } = new Intl.Collator('de'); for (let i = 0; i < 1000; i++) compare('Straße ' + i, 'Strasse');`,
		"plural":         `const f = new Intl.PluralRules('en'); for (let i = 0; i < 1000; i++) f.select(i);`,
		"relative":       `const f = new Intl.RelativeTimeFormat('en'); for (let i = 0; i < 1000; i++) f.format(-i, 'day');`,
		"start/nothing":  ``,
		"start/Intl":     `Intl.NumberFormat;`,
		"start/one date": `new Date(0).toLocaleString();`,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := jstest.Run(b, options, body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
