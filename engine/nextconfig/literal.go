package nextconfig

import (
	"encoding/json"
	"regexp"
	"strings"

	"routescope/engine/project/exports"
)

// The forms of a configuration that is nothing but one literal:
//
//	const nextConfig: NextConfig = {…}; export default nextConfig
//	export default {…}
//	module.exports = {…}
var (
	leading  = regexp.MustCompile(`^\s*(?:(?://[^\n]*|/\*[\s\S]*?\*/|['"]use strict['"];?|import\s+type\s+\{?[\w\s,]+\}?\s+from\s+['"][^'"\n]+['"];?|import\s+\{\s*NextConfig\s*\}\s+from\s+['"]next['"];?)\s*)*`)
	variable = regexp.MustCompile(`^(?:const|let|var)\s+(\w+)\s*(?::\s*(?:import\(['"]next['"]\)\.)?NextConfig\s*)?=\s*`)
	direct   = regexp.MustCompile(`^(?:export\s+default|module\.exports\s*=)\s*`)
	unusual  = regexp.MustCompile(`\bundefined\b|__proto__`) // JSON has no words for them
	comments = regexp.MustCompile(`(?://[^\n]*|/\*[\s\S]*?\*/)`)
)

// readLiteral returns a configuration that is one literal, as JSON, without running
// it; ok is false if it has to run. Nothing is guessed: with any statement beside
// the literal, or anything but plain values in it, it runs.
func readLiteral(name, text string) (data []byte, ok bool) {
	rest := text[len(leading.FindString(text)):]
	exported := ""
	if m := variable.FindStringSubmatch(rest); m != nil {
		rest, exported = rest[len(m[0]):], m[1]
	} else if m := direct.FindString(rest); m != "" {
		rest = rest[len(m):]
	} else {
		return nil, false
	}
	end := literalEnd(rest)
	if end < 0 || unusual.MatchString(rest[:end]) || !endsWith(rest[end:], exported) {
		return nil, false
	}
	f := exports.Read(strings.TrimSuffix(name, ".js")+".ts", "export const config = "+rest[:end]+"\n")
	config, found := f.Lookup("config")
	object, isObject := config.Value.Data.(map[string]any)
	if !found || !config.Value.Known || !isObject || f.Broken {
		return nil, false
	}
	for _, key := range []string{"headers", "redirects", "rewrites"} {
		delete(object, key) // Next.js takes functions only
	}
	data, err := json.Marshal(object)
	return data, err == nil
}

// endsWith reports whether nothing but the export of name follows the literal.
func endsWith(rest, name string) bool {
	rest = strings.TrimSpace(comments.ReplaceAllString(rest, ""))
	rest = strings.TrimSpace(strings.TrimPrefix(rest, ";"))
	rest = strings.TrimSpace(strings.TrimSuffix(rest, ";"))
	if name == "" {
		return rest == ""
	}
	words := strings.Join(strings.Fields(rest), " ")
	return words == "export default "+name || words == "module.exports = "+name || words == "export = "+name
}

// literalEnd returns where the object that text begins with ends, or -1 if text
// begins with something else or holds what is not for a few lines of code to read:
// templates, regular expressions.
func literalEnd(text string) int {
	if !strings.HasPrefix(text, "{") {
		return -1
	}
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '{', '[', '(':
			depth++
		case '}', ']', ')':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '\'':
			n := quotedEnd(text[i:])
			if n < 0 {
				return -1
			}
			i += n - 1
		case '/':
			comment := comments.FindString(text[i:])
			if comment == "" || !strings.HasPrefix(text[i:], comment) {
				return -1
			}
			i += len(comment) - 1
		case '`':
			return -1
		}
	}
	return -1
}

// quotedEnd returns the length of the string that text begins with, or -1.
func quotedEnd(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case text[0]:
			return i + 1
		case '\n':
			return -1
		}
	}
	return -1
}
