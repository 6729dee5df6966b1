package intl

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:embed data.json
var recorded []byte

// record is data.json: what all locales share by name, and the locales, of which
// a region holds what differs from its parent.
type record struct {
	shared  map[string]json.RawMessage
	locales map[string]json.RawMessage
	texts   sync.Map // locale → string: those that were asked for
}

var readRecord = sync.OnceValues(func() (*record, error) {
	r := &record{}
	if err := json.Unmarshal(recorded, &r.shared); err != nil {
		return nil, fmt.Errorf("reading data.json: %w", err)
	}
	if err := json.Unmarshal(r.shared["locales"], &r.locales); err != nil {
		return nil, fmt.Errorf("reading the locales of data.json: %w", err)
	}
	return r, nil
})

// localeData returns what is known about a locale, as JSON text; null if that is
// nothing.
func localeData(locale string) (any, error) {
	r, err := readRecord()
	if err != nil {
		return nil, err
	}
	if _, ok := r.locales[locale]; !ok {
		return nil, nil
	}
	return r.text(locale)
}

// text returns what the record says of a locale, as JSON.
func (r *record) text(locale string) (any, error) {
	if text, ok := r.texts.Load(locale); ok {
		return text, nil
	}
	all, err := r.merge(locale)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	r.texts.Store(locale, string(text))
	return string(text), nil
}

// merge lays a locale over its parent.
func (r *record) merge(locale string) (map[string]any, error) {
	var own map[string]any
	if err := json.Unmarshal(r.locales[locale], &own); err != nil {
		return nil, fmt.Errorf("reading the data of %s: %w", locale, err)
	}
	parent, ok := own["parent"].(string)
	if !ok {
		return own, nil
	}
	delete(own, "parent")
	base, err := r.merge(parent)
	if err != nil {
		return nil, err
	}
	overlay(base, own)
	return base, nil
}

// overlay puts own's values into base; null removes.
func overlay(base, own map[string]any) {
	for key, value := range own {
		nested, isObject := value.(map[string]any)
		under, wasObject := base[key].(map[string]any)
		switch {
		case value == nil:
			delete(base, key)
		case isObject && wasObject:
			overlay(under, nested)
		default:
			base[key] = value
		}
	}
}

// sharedData returns one entry of what all locales share, as JSON text. The
// entry "locales" is the list of those there are.
func sharedData(key string) (any, error) {
	r, err := readRecord()
	if err != nil {
		return nil, err
	}
	if key != "locales" {
		return string(r.shared[key]), nil
	}
	names := make(map[string]bool, len(r.locales))
	for name := range r.locales {
		names[name] = true
	}
	text, err := json.Marshal(names)
	return string(text), err
}
