package v8

import "strings"

// keywords end an expression that is read backwards.
var keywords = map[string]bool{
	"return": true, "typeof": true, "await": true, "yield": true, "new": true, "void": true, "delete": true,
	"case": true, "in": true, "of": true, "throw": true, "else": true, "do": true, "instanceof": true,
	"const": true, "let": true, "var": true,
}

// startBack returns where the call or member expression starts that ends before end.
func startBack(text string, end int) int {
	i := skipSpaceBack(text, min(end, len(text)))
	if strings.HasSuffix(text[:i], "?.") {
		i = skipSpaceBack(text, i-2)
	}
	if i == 0 {
		return 0
	}
	switch c := text[i-1]; {
	case c == ')' || c == ']':
		return groupStartBack(text, i)
	case c == '"' || c == '\'':
		return openingQuote(text, i-1)
	case isNamePart(c):
		return nameStartBack(text, i)
	}
	return i
}

func nameStartBack(text string, end int) int {
	name := wordBefore(text, end)
	if keywords[name] {
		return end
	}
	start := end - len(name)
	i := skipSpaceBack(text, start)
	if i == 0 || text[i-1] != '.' || strings.HasSuffix(text[:i], "..") || isNumber(name) {
		return start
	}
	i--
	if i > 0 && text[i-1] == '?' {
		i--
	}
	return startBack(text, i)
}

// groupStartBack is about a bracket that ends before end: of a call or a key, or of
// an array or an expression in parentheses.
func groupStartBack(text string, end int) int {
	open := matchingBack(text, end-1)
	if open < 0 {
		return end
	}
	i := skipSpaceBack(text, open)
	isKey := text[open] == '[' && i > 0 && strings.IndexByte(`"'.`, text[i-1]) >= 0
	if i == 0 || !isKey && text[i-1] != ')' && text[i-1] != ']' && (!isNamePart(text[i-1]) || keywords[wordBefore(text, i)]) {
		return open
	}
	start := startBack(text, i)
	if at, ok := newBefore(text, start); ok && text[open] == '(' {
		return at
	}
	return start
}

// newBefore reports whether the expression that starts at i is what new constructs,
// and where that starts.
func newBefore(text string, i int) (start int, ok bool) {
	end := skipSpaceBack(text, i)
	return end - len("new"), wordBefore(text, end) == "new"
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
