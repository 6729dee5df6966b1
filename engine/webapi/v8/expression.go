package v8

import (
	"regexp"
	"strings"
)

// keywords end an expression that is read backwards.
var keywords = map[string]bool{
	"return": true, "typeof": true, "await": true, "yield": true, "new": true, "void": true, "delete": true,
	"case": true, "in": true, "of": true, "throw": true, "else": true, "do": true, "instanceof": true,
	"const": true, "let": true, "var": true,
}

// readBack reads the call or member expression that ends before end, and returns
// it as V8 prints expressions, and where it starts. What V8 has no short text for
// is "(intermediate value)".
func readBack(text string, end int) (printed string, start int) {
	i := skipSpaceBack(text, min(end, len(text)))
	if strings.HasSuffix(text[:i], "?.") {
		i = skipSpaceBack(text, i-2)
	}
	if i == 0 {
		return nothing, 0
	}
	switch c := text[i-1]; {
	case c == ')':
		return readParenthesesBack(text, i)
	case c == ']':
		return readBracketsBack(text, i)
	case c == '"' || c == '\'':
		open := openingQuote(text, i-1)
		return `"` + text[open+1:i-1] + `"`, open
	case isNamePart(c):
		return readNameBack(text, i)
	}
	return nothing, i
}

func readNameBack(text string, end int) (string, int) {
	start := end
	for start > 0 && isNamePart(text[start-1]) {
		start--
	}
	name := text[start:end]
	if keywords[name] {
		return nothing, end
	}
	i := skipSpaceBack(text, start)
	if i == 0 || text[i-1] != '.' || strings.HasSuffix(text[:i], "..") || isNumber(name) {
		return name, start
	}
	dot := "."
	i--
	if i > 0 && text[i-1] == '?' {
		dot = "?."
		i--
	}
	object, at := readBack(text, i)
	return object + dot + name, at
}

var stringKey = regexp.MustCompile(`^\s*["']([^"']*)["']\s*$`)

func readBracketsBack(text string, end int) (string, int) {
	open := matchingBack(text, end-1)
	if open < 0 {
		return nothing, end
	}
	i := skipSpaceBack(text, open)
	if i == 0 || !isNamePart(text[i-1]) && !strings.ContainsRune(")]\"'.", rune(text[i-1])) || keywords[wordBefore(text, i)] {
		return arrayText(text[open:end]), open
	}
	object, at := readBack(text, i)
	key := text[open+1 : end-1]
	if m := stringKey.FindStringSubmatch(key); m != nil {
		return object + "." + m[1], at
	}
	if !simple.MatchString(strings.TrimSpace(key)) {
		key = nothing
	}
	return object + "[" + strings.TrimSpace(key) + "]", at
}

// newBefore reports whether the expression that starts at i is what new constructs,
// and where that starts.
func newBefore(text string, i int) (start int, ok bool) {
	end := skipSpaceBack(text, i)
	return end - len("new"), wordBefore(text, end) == "new"
}

// arrayText prints an array literal; V8 prints the elements it can.
func arrayText(literal string) string {
	if strings.TrimSpace(literal[1:len(literal)-1]) == "" {
		return "[]"
	}
	return nothing
}

var (
	simple = regexp.MustCompile(`^[\p{L}\p{N}_$#]+(?:\.[\p{L}\p{N}_$#]+)*$`)
	comma  = regexp.MustCompile(`^(\d)\s*,\s*(\S+)$`)
)

func readParenthesesBack(text string, end int) (string, int) {
	open := matchingBack(text, end-1)
	if open < 0 {
		return nothing, end
	}
	i := skipSpaceBack(text, open)
	if i > 0 && (isNamePart(text[i-1]) && !keywords[wordBefore(text, i)] || text[i-1] == ')' || text[i-1] == ']') {
		callee, at := readBack(text, i)
		if start, ok := newBefore(text, at); ok {
			return nothing, start
		}
		return callee + "(...)", at
	}
	inner := strings.TrimSpace(text[open+1 : end-1])
	if inner == "void 0" { // what esbuild writes for undefined
		return "undefined", open
	}
	if m := comma.FindStringSubmatch(inner); m != nil {
		return "(" + m[1] + " , " + m[2] + ")", open
	}
	if simple.MatchString(inner) {
		return inner, open
	}
	if strings.Contains(inner, "||") || strings.Contains(inner, "&&") || strings.Contains(inner, "??") {
		return "(" + strings.ReplaceAll(inner, `'`, `"`) + ")", open
	}
	return nothing, open
}

/* Characters. */

func isNamePart(c byte) bool {
	return c == '_' || c == '$' || c == '#' || c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func isNumber(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func wordBefore(text string, end int) string {
	start := end
	for start > 0 && isNamePart(text[start-1]) {
		start--
	}
	return text[start:end]
}

func skipSpaceBack(text string, i int) int {
	return len(strings.TrimRight(text[:i], " \t\r\n"))
}

// openingQuote returns where the string that is closed at i opens.
func openingQuote(text string, i int) int {
	for j := i - 1; j >= 0; j-- {
		if text[j] == text[i] && (j == 0 || text[j-1] != '\\') {
			return j
		}
	}
	return 0
}

// matchingBack returns where the bracket that is closed at i opens; -1 if nowhere.
func matchingBack(text string, i int) int {
	depth := 0
	for j := i; j >= 0; j-- {
		switch c := text[j]; c {
		case '"', '\'', '`':
			j = openingQuote(text, j)
		case ')', ']', '}':
			depth++
		case '(', '[', '{':
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return -1
}

// matching returns where the bracket that opens at i is closed; -1 if nowhere.
func matching(text string, i int) int {
	depth := 0
	for j := i; j < len(text); j++ {
		switch c := text[j]; c {
		case '"', '\'', '`':
			if j = closingQuote(text, j); j < 0 {
				return -1
			}
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return -1
}

// closingQuote returns where the string that opens at i is closed; -1 if nowhere.
func closingQuote(text string, i int) int {
	for j := i + 1; j < len(text); j++ {
		switch text[j] {
		case '\\':
			j++
		case text[i]:
			return j
		}
	}
	return -1
}
