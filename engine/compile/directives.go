package compile

import (
	"regexp"
	"strings"
)

// A Directive is a string at the beginning of a file or of a function that tells
// Next.js how to compile it.
type Directive struct {
	Name string // "use cache", "use cache: remote", "use client", "use server"
	File bool   // it stands at the head of the file, and counts for all of it
	Line int    // from 1
}

// directiveLine matches a directive that stands alone on its line or opens a
// function's body on the line of its brace.
var directiveLine = regexp.MustCompile(`(?:^|\{|\*/)\s*(?:'(use (?:client|server|cache(?:: ?[\w-]+)?))'|"(use (?:client|server|cache(?:: ?[\w-]+)?))")\s*(?:;|$|//|\})`)

// directivesOf finds the directives of a file.
func directivesOf(text string) []Directive {
	if !strings.Contains(text, "use c") && !strings.Contains(text, "use server") {
		return nil
	}
	var found []Directive
	head := prologueEnd(text)
	offset, line := 0, 0
	for s := range strings.Lines(text) {
		line++
		offset += len(s)
		if !strings.Contains(s, "'use ") && !strings.Contains(s, "\"use ") {
			continue
		}
		before := offset - len(s)
		m := directiveLine.FindStringSubmatch(strings.TrimRight(s, "\r\n"))
		if m != nil && (before < head || opensBody(text[:before], s)) {
			found = append(found, Directive{Name: m[1] + m[2], File: before < head, Line: line})
		}
	}
	return found
}

var prologue = regexp.MustCompile(`^(?:\s+|//[^\n]*|/\*(?s:.*?)\*/|'[^'\n]*'\s*;?|"[^"\n]*"\s*;?)*`)

// prologueEnd returns where the comments and strings at the head of a file end.
func prologueEnd(text string) int {
	text = strings.TrimPrefix(text, "\ufeff")
	return len(prologue.FindString(text))
}

// opensBody reports whether a line begins a function's body: the last code
// before it is an opening brace or another directive.
func opensBody(before, line string) bool {
	if strings.Contains(line, "{") {
		return true
	}
	for {
		before = strings.TrimRight(before, " \t\r\n;")
		i := strings.LastIndexByte(before, '\n') + 1
		last := strings.TrimSpace(before[i:])
		if strings.HasPrefix(last, "//") || strings.HasPrefix(last, "'use ") || strings.HasPrefix(last, "\"use ") {
			before = before[:i]
			continue
		}
		return strings.HasSuffix(before, "{")
	}
}
