package project

import (
	"bytes"
	"encoding/json"
	"strings"
)

// field is one member of a JSON object.
type field struct {
	key   string
	value json.RawMessage
}

// fields are the members of a JSON object in their order.
type fields []field

// objectOf returns the members of an object, or that data is none.
func objectOf(data json.RawMessage) (fields, bool) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if t, err := decoder.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	out := fields{}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, false
		}
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			return nil, false
		}
		out = append(out, field{key.(string), value})
	}
	return out, true
}

func (fs fields) lookup(key string) (json.RawMessage, bool) {
	for _, f := range fs {
		if f.key == key {
			return f.value, true
		}
	}
	return nil, false
}

// text returns a member that is a string.
func (fs fields) text(key string) (string, bool) {
	value, ok := fs.lookup(key)
	if !ok || typeOf(value) != "string" {
		return "", false
	}
	var text string
	_ = json.Unmarshal(value, &text)
	return text, true
}

// truthy reports whether JavaScript takes the member for true.
func (fs fields) truthy(key string) bool {
	value, ok := fs.lookup(key)
	switch string(value) {
	case "null", "false", "0", `""`, "":
		return false
	}
	return ok
}

// show writes a member as JavaScript's String does, roughly.
func (fs fields) show(key string) string {
	value, _ := fs.lookup(key)
	return shown(value)
}

func shown(value json.RawMessage) string {
	switch typeOf(value) {
	case "string":
		var text string
		_ = json.Unmarshal(value, &text)
		return text
	case "object":
		return "[object Object]"
	case "undefined":
		return "undefined"
	}
	return string(value)
}

// typeOf returns the type of a JSON value in JSON's words; "undefined" for none.
func typeOf(data json.RawMessage) string {
	text := strings.TrimSpace(string(data))
	switch {
	case text == "":
		return "undefined"
	case text[0] == '{':
		return "object"
	case text[0] == '[':
		return "array"
	case text[0] == '"':
		return "string"
	case text == "true" || text == "false":
		return "boolean"
	case text == "null":
		return "null"
	}
	return "number"
}

// javaScriptType is what typeof says.
func javaScriptType(data json.RawMessage) string {
	if t := typeOf(data); t != "array" && t != "null" {
		return t
	}
	return "object"
}
