package project

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// checkConditions checks has or missing and reports whether it is invalid.
func (c *ruleChecker) checkConditions(name string) bool {
	data, ok := c.rule.lookup(name)
	if !ok {
		return false
	}
	var items []json.RawMessage
	if typeOf(data) != "array" || json.Unmarshal(data, &items) != nil {
		c.bad("`%s` must be undefined or valid has object", name)
		return true
	}
	var invalid []string
	for _, item := range items {
		if parts := conditionProblems(item); len(parts) > 0 {
			invalid = append(invalid, strings.Join(parts, ", ")+" for "+compact(item))
		}
	}
	if invalid == nil {
		return false
	}
	word := "item"
	if len(invalid) > 1 {
		word = "items"
	}
	c.before = append(c.before, fmt.Sprintf("Invalid `%s` %s:\n%s", name, word, strings.Join(invalid, "\n")))
	c.bad("invalid `%s` %s found", name, word)
	return true
}

func conditionProblems(item json.RawMessage) (parts []string) {
	fields, _ := objectOf(item)
	kind, _ := fields.text("type")
	if !slices.Contains(conditionTypes, kind) {
		parts = append(parts, fmt.Sprintf(`invalid type "%s"`, fields.show("type")))
	}
	if _, ok := fields.text("key"); !ok && kind != "host" {
		parts = append(parts, fmt.Sprintf(`invalid key "%s"`, fields.show("key")))
	}
	_, isText := fields.text("value")
	_, given := fields.lookup("value")
	if given && !isText {
		parts = append(parts, fmt.Sprintf(`invalid value "%s"`, fields.show("value")))
	}
	if !given && kind == "host" {
		parts = append(parts, `value is required for "host" type`)
	}
	return parts
}

var conditionTypes = []string{"header", "cookie", "query", "host"}

var namedGroup = regexp.MustCompile(`\(\?<([a-zA-Z][a-zA-Z0-9]*)>`)

// conditionNames returns the parameters that has fills in.
func (c *ruleChecker) conditionNames() (names []string) {
	data, _ := c.rule.lookup("has")
	var items []json.RawMessage
	if json.Unmarshal(data, &items) != nil {
		return nil
	}
	for _, item := range items {
		fields, _ := objectOf(item)
		kind, _ := fields.text("type")
		key, _ := fields.text("key")
		value, _ := fields.text("value")
		if value == "" && key != "" {
			names = append(names, key)
		}
		for _, group := range namedGroup.FindAllStringSubmatch(value, -1) {
			names = append(names, group[1])
		}
		if kind == "host" && value != "" {
			names = append(names, "host")
		}
	}
	return names
}
