package project

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A CustomRoutesError says what is wrong with what headers, redirects or rewrites
// returned, in the words Next.js prints before it gives up.
type CustomRoutesError struct {
	Kind     string   // "header", "redirect" or "rewrite"
	Problems []string // one per rule, and hints
	Rules    int      // how many rules are invalid
}

// Error returns all of it.
func (e *CustomRoutesError) Error() string {
	text := strings.Join(e.Problems, "\n\n")
	if e.Rules == 0 {
		return text
	}
	plural := ""
	if e.Rules > 1 {
		plural = "s"
	}
	return fmt.Sprintf("%s\n\nError: Invalid %s%s found", text, e.Kind, plural)
}

// checkCustomRoutes looks at the three lists as next.config returned them.
func checkCustomRoutes(raw map[string]json.RawMessage) error {
	lists := []struct {
		kind string
		data json.RawMessage
	}{{"header", raw["headers"]}, {"redirect", raw["redirects"]}}
	for _, data := range splitRewrites(raw["rewrites"]) {
		lists = append(lists, struct {
			kind string
			data json.RawMessage
		}{"rewrite", data})
	}
	for _, l := range lists {
		if l.data == nil || typeOf(l.data) == "null" {
			continue
		}
		if err := checkRules(l.data, l.kind); err != nil {
			return err
		}
	}
	return nil
}

// splitRewrites returns the lists of rewrites. What is neither a list nor an object
// of the known three lists is taken for a list, and then refused.
func splitRewrites(data json.RawMessage) []json.RawMessage {
	fields, ok := objectOf(data)
	if !ok || slices.ContainsFunc(fields, func(f field) bool {
		return f.key != "beforeFiles" && f.key != "afterFiles" && f.key != "fallback"
	}) {
		return []json.RawMessage{data}
	}
	var lists []json.RawMessage
	for _, name := range []string{"beforeFiles", "afterFiles", "fallback"} {
		if value, ok := fields.lookup(name); ok {
			lists = append(lists, value)
		}
	}
	return lists
}

func checkRules(data json.RawMessage, kind string) error {
	var rules []json.RawMessage
	if typeOf(data) != "array" || json.Unmarshal(data, &rules) != nil {
		return &CustomRoutesError{Kind: kind, Problems: []string{fmt.Sprintf(
			"Error: %ss must return an array, received %s.\nSee here for more info: https://nextjs.org/docs/messages/routes-must-be-array",
			kind, javaScriptType(data))}}
	}
	c := ruleChecker{kind: kind}
	e := &CustomRoutesError{Kind: kind}
	for _, rule := range rules {
		if problem := c.check(rule); problem != "" {
			e.Problems = append(e.Problems, problem)
			e.Rules++
		}
	}
	if e.Rules == 0 {
		return nil
	}
	e.Problems = append(e.Problems, c.hints()...)
	return e
}

// A ruleChecker checks the rules of one list and remembers which hints to give.
type ruleChecker struct {
	kind                             string
	badStatus, badHas, badMissing    bool
	before                           []string // what Next.js prints ahead of a rule's own line
	parts                            []string
	rule                             fields
	source, destination              string
	hasSource, destinationIsAbsolute bool
}

func (c *ruleChecker) bad(format string, args ...any) {
	c.parts = append(c.parts, fmt.Sprintf(format, args...))
}

// check returns what is wrong with a rule, or "".
func (c *ruleChecker) check(data json.RawMessage) string {
	var ok bool
	if c.rule, ok = objectOf(data); !ok {
		what := "destination"
		if c.kind == "header" {
			what = "headers"
		}
		return fmt.Sprintf("The route %s is not a valid object with `source` and `%s`", compact(data), what)
	}
	c.parts, c.before = nil, nil
	c.source, c.hasSource = c.rule.text("source")
	c.destination, _ = c.rule.text("destination")
	c.destinationIsAbsolute = strings.HasPrefix(c.destination, "http://") || strings.HasPrefix(c.destination, "https://")
	if base, ok := c.rule.lookup("basePath"); ok && c.kind == "rewrite" && string(base) == "false" && !c.destinationIsAbsolute {
		return fmt.Sprintf("The route %s rewrites urls outside of the basePath. Please use a destination that starts with `http://` or `https://` https://nextjs.org/docs/messages/invalid-external-rewrite", c.source)
	}
	c.checkGuard()
	switch c.kind {
	case "header":
		c.checkHeaders()
	default:
		c.checkDestination()
	}
	if c.kind == "redirect" {
		c.checkRedirect()
	}
	c.checkPatterns()
	return c.problem(data)
}

// problem puts a rule's line together.
func (c *ruleChecker) problem(data json.RawMessage) string {
	var unknown []string
	for _, f := range c.rule {
		if !slices.Contains(allowedKeys[c.kind], f.key) {
			unknown = append(unknown, f.key)
		}
	}
	if len(c.parts) == 0 && len(unknown) == 0 {
		return ""
	}
	line := strings.Join(c.parts, ", ")
	if len(unknown) > 0 {
		if len(c.parts) > 0 {
			line += ","
		}
		plural := ""
		if len(unknown) > 1 {
			plural = "s"
		}
		line += fmt.Sprintf(" invalid field%s: %s", plural, strings.Join(unknown, ","))
	}
	line += " for route " + compact(data)
	return strings.Join(append(c.before, line), "\n\n")
}

var allowedKeys = map[string][]string{
	"header":   {"source", "locale", "has", "missing", "basePath", "headers"},
	"redirect": {"source", "locale", "has", "missing", "basePath", "statusCode", "permanent", "destination"},
	"rewrite":  {"source", "locale", "has", "missing", "basePath", "destination"},
}

func (c *ruleChecker) checkGuard() {
	for _, key := range []string{"basePath", "locale"} {
		if value, ok := c.rule.lookup(key); ok && string(value) != "false" {
			c.bad("`%s` must be undefined or false", key)
		}
	}
	c.badHas = c.checkConditions("has") || c.badHas
	c.badMissing = c.checkConditions("missing") || c.badMissing
	switch {
	case c.source != "" && !strings.HasPrefix(c.source, "/"):
		c.bad("`source` does not start with /")
	case c.source != "":
	case c.hasSource || !c.rule.truthy("source"):
		c.bad("`source` is missing")
	default:
		c.bad("`source` is not a string")
	}
}

func (c *ruleChecker) checkHeaders() {
	data, _ := c.rule.lookup("headers")
	var items []json.RawMessage
	if typeOf(data) != "array" || json.Unmarshal(data, &items) != nil {
		c.bad("`headers` field must be an array")
		return
	}
	if len(items) == 0 {
		c.bad("`headers` field cannot be empty")
	}
	for _, item := range items {
		fields, ok := objectOf(item)
		_, hasKey := fields.text("key")
		_, hasValue := fields.text("value")
		switch {
		case !ok:
			c.bad("`headers` items must be object with { key: '', value: '' }")
			return
		case !hasKey:
			c.bad("`key` in header item must be string")
			return
		case !hasValue:
			c.bad("`value` in header item must be string")
			return
		}
	}
}

func (c *ruleChecker) checkDestination() {
	_, isText := c.rule.text("destination")
	switch {
	case !c.rule.truthy("destination"):
		c.bad("`destination` is missing")
	case !isText:
		c.bad("`destination` is not a string")
	case c.kind == "rewrite" && !strings.HasPrefix(c.destination, "/") && !c.destinationIsAbsolute:
		c.bad("`destination` does not start with `/`, `http://`, or `https://`")
	}
}

func (c *ruleChecker) checkRedirect() {
	status, _ := c.rule.lookup("statusCode")
	if c.rule.truthy("statusCode") && !slices.Contains([]string{"301", "302", "303", "307", "308"}, string(status)) {
		c.badStatus = true
		c.bad("`statusCode` is not undefined or valid statusCode")
	}
	if permanent, _ := c.rule.lookup("permanent"); typeOf(permanent) != "boolean" && !c.rule.truthy("statusCode") {
		c.bad("`permanent` is not set to `true` or `false`")
	}
}

// hints are what Next.js prints once, below all rules.
func (c *ruleChecker) hints() (hints []string) {
	if c.badStatus {
		hints = append(hints, "Valid redirect statusCode values are 301, 302, 303, 307, 308")
	}
	shape := "{\n  \"type\": \"header, cookie, query, host\",\n  \"key\": \"the key to check for\",\n  \"value\": \"undefined or a value string to match against\"\n}"
	if c.badHas {
		hints = append(hints, "Valid `has` object shape is "+shape)
	}
	if c.badMissing {
		hints = append(hints, "Valid `missing` object shape is "+shape)
	}
	return hints
}

func compact(data json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, data) != nil {
		return string(data)
	}
	return b.String()
}
