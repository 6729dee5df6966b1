package intl

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:embed names.json
var recordedNames []byte

var readNames = sync.OnceValues(func() (*record, error) {
	r := &record{}
	if err := json.Unmarshal(recordedNames, &r.locales); err != nil {
		return nil, fmt.Errorf("reading names.json: %w", err)
	}
	return r, nil
})

// names holds the locales that were asked for, as JSON.
var names sync.Map // locale → string

// namesOf returns what a locale calls regions, scripts, languages and the fields of
// dates, as JSON text.
func namesOf(locale string) (any, error) {
	if text, ok := names.Load(locale); ok {
		return text, nil
	}
	r, err := readNames()
	if err != nil {
		return nil, err
	}
	all, err := r.merge(locale)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	names.Store(locale, string(text))
	return string(text), nil
}
