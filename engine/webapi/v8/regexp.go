package v8

import (
	"fmt"
	"strings"
)

// regExpProblems are V8's words for what QuickJS's compiler finds.
var regExpProblems = map[string]string{
	"expecting ')'":          "Unterminated group",
	"invalid class range":    "Range out of order in character class",
	"expecting ']'":          "Unterminated character class",
	"nothing to repeat":      "Nothing to repeat",
	"invalid group name":     "Invalid capture group name",
	"expecting group name":   "Invalid named reference",
	"group name not defined": "Invalid named capture referenced",
	"duplicate group name":   "Duplicate capture group name",
	"invalid group":          "Invalid group",
	"unexpected end":         `\ at end of pattern`,
	"invalid escape sequence in regular expression":     "Invalid escape",
	"invalid decimal escape in regular expression":      "Invalid class escape",
	"back reference out of range in regular expression": "Invalid escape",
	"invalid repetition count":                          "numbers out of order in {} quantifier",
	"too many captures":                                 "Too many captures",
	"invalid character class":                           "Invalid character class",
	"unknown unicode property name":                     "Invalid property name",
	"unknown unicode general category":                  "Invalid property name",
	"unknown unicode script":                            "Invalid property name",
	"invalid unicode property name":                     "Invalid property name",
	"invalid unicode property value":                    "Invalid property name",
	"syntax error":                                      "Lone quantifier brackets",
	"unexpected ']'":                                    "Lone quantifier brackets",
}

// regExpError words a SyntaxError of RegExp's constructor.
func (t *thrown) regExpError() string {
	flags := ""
	if t.text(1) != "undefined" {
		flags = t.text(1)
	}
	if t.Message == "invalid regular expression flags" {
		return fmt.Sprintf("Invalid flags supplied to RegExp constructor '%s'", flags)
	}
	pattern := t.text(0)
	if t.text(0) == "undefined" {
		pattern = ""
	}
	problem, ok := regExpProblems[t.Message]
	switch {
	case t.Message == "unexpected end" && !strings.HasSuffix(pattern, `\`):
		problem = "Unterminated character class"
	case t.Message == "extraneous characters at the end" && strings.Contains(pattern, ")"):
		problem = "Unmatched ')'"
	case !ok:
		problem = t.Message
	}
	return fmt.Sprintf("Invalid regular expression: /%s/%s: %s", pattern, flags, problem)
}
