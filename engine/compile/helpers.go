package compile

import (
	_ "embed"
	"strings"
	"sync"
)

// helpersText holds esbuild's helper functions as it prints them at the head of
// its output. TestHelpersAreThoseOfEsbuild compares them with what the linked
// version prints, so that an upgrade that changes one is noticed.
//
//go:embed helpers.txt
var helpersText string

// helperKeys maps the normalised texts of the helpers to their keys in
// __runtime: their names without the underscores. See engine/js/interop.js and
// engine/js/context.js.
var helperKeys = sync.OnceValue(func() map[string]string {
	keys := map[string]string{}
	for rest := helpersText; rest != ""; {
		text := helperStatement(rest)
		keys[normalise(text)] = strings.TrimPrefix(helperName(text), "__")
		rest = rest[len(text):]
	}
	return keys
})

// importMeta is the variable that stands for import.meta.
const importMeta = "__importMeta"

// replaceHelpers takes esbuild's helpers off the head of its output and lets the
// names refer to __runtime instead: async functions need our driver there, and
// the rest is not worth parsing in every module. The result begins with one line
// of ours; skipped is the number of lines that it replaces.
func replaceHelpers(code string, esm bool) (body string, skipped int) {
	var head, kept strings.Builder
	rest := code
	if strings.HasPrefix(rest, "\"use strict\";\n") {
		rest = rest[strings.IndexByte(rest, '\n')+1:]
		esm = true // as strict as a module
		skipped++
	}
	if esm {
		head.WriteString(`"use strict";`)
	}
	separator := "const { "
	for strings.HasPrefix(rest, "var __") {
		text := helperStatement(rest)
		if key, ok := helperKeys()[normalise(text)]; ok {
			head.WriteString(separator + key + ": " + helperName(text))
			separator = ", "
			skipped += strings.Count(text, "\n")
		} else {
			kept.WriteString(text)
		}
		rest = rest[len(text):]
	}
	if separator == ", " {
		head.WriteString(" } = __runtime;")
	}
	if strings.Contains(rest, importMeta) {
		head.WriteString(" const " + importMeta + " = require.meta;")
	}
	return head.String() + "\n" + kept.String() + rest, skipped
}

// helperStatement returns the statement that code begins with: up to the first
// line that starts another one.
func helperStatement(code string) string {
	for i := 0; i < len(code); {
		end := strings.IndexByte(code[i:], '\n')
		if end < 0 {
			return code
		}
		i += end + 1
		if i == len(code) || !strings.ContainsRune(" })", rune(code[i])) {
			return code[:i]
		}
	}
	return code
}

// helperName returns the variable that a statement declares.
func helperName(statement string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(statement, "var "), " ")
	return name
}

// normalise undoes esbuild's renaming: a file that uses the name y makes it write
// y2 in its helpers. Digits that follow a letter are left out.
func normalise(text string) string {
	out := make([]byte, 0, len(text))
	inName := false
	for _, c := range []byte(text) {
		digit := '0' <= c && c <= '9'
		if digit && inName {
			continue
		}
		inName = c == '_' || c == '$' || 'a' <= c|0x20 && c|0x20 <= 'z'
		out = append(out, c)
	}
	return string(out)
}
