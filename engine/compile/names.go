package compile

import "strings"

// renames reports whether esbuild has given functions or classes other names than
// the source has: one that a surrounding scope knows gets a number at its end.
// Programs see the names, and packages compare them.
func renames(source, code string) bool {
	seen := map[string]bool{}
	for i := 1; i < len(code)-1; i++ {
		if !isDigit(code[i]) || isWordByte(code[i+1]) || !isWordByte(code[i-1]) {
			continue
		}
		start := i
		for start > 0 && isWordByte(code[start-1]) {
			start--
		}
		if isDigit(code[start]) || !namesFunction(code[:start], code[i+1:]) {
			continue
		}
		name := code[start : i+1]
		known, ok := seen[name]
		if !ok {
			known = strings.Contains(source, name)
			seen[name] = known
		}
		if !known {
			return true
		}
	}
	return false
}

// namesFunction reports whether a function or class gets its name from an
// identifier between two pieces of code.
func namesFunction(before, after string) bool {
	for _, keyword := range []string{"function ", "function* ", "class "} {
		if strings.HasSuffix(before, keyword) {
			return true
		}
	}
	value, assigned := strings.CutPrefix(after, " = ")
	if !assigned || strings.HasSuffix(before, ".") {
		return false
	}
	for _, begin := range []string{"function", "class", "async ", "("} {
		if strings.HasPrefix(value, begin) {
			return true
		}
	}
	first, _, arrow := strings.Cut(value[:min(len(value), 64)], " => ")
	return arrow && isIdentifier(first)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isWordByte(c byte) bool {
	return c == '_' || c == '$' || isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80
}
