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

// namesOf returns what a locale calls regions, scripts, languages and the fields of
// dates, as JSON text.
func namesOf(locale string) (any, error) {
	r, err := readNames()
	if err != nil {
		return nil, err
	}
	return r.text(locale)
}
