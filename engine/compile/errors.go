package compile

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// An Error says where and why a file of the project does not compile.
type Error struct {
	File       string // absolute; "" if the error has no place
	Line       int    // from 1; 0 if unknown
	Column     int    // from 1, in bytes; 0 if unknown
	Length     int    // bytes from Column that the error is about
	SourceLine string // the text of the line
	Message    string
	Suggestion string // what to write instead of the Length bytes; may be empty
	Hint       string // what to do about it; may be empty
}

// Error implements error.
func (e *Error) Error() string {
	if e.File == "" {
		return e.Message
	}
	if e.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// errorOf returns the first of esbuild's errors, which file caused: the others
// mostly follow from it.
func errorOf(messages []api.Message, file string) *Error {
	m := messages[0]
	e := &Error{File: file, Message: m.Text}
	var hints []string
	for _, n := range m.Notes {
		hints = append(hints, n.Text)
	}
	e.Hint = strings.Join(hints, "\n")
	if l := m.Location; l != nil {
		e.Line, e.Column, e.Length = l.Line, l.Column+1, l.Length
		e.SourceLine, e.Suggestion = l.LineText, l.Suggestion
	}
	return e
}

var (
	unresolved    = regexp.MustCompile(`^Could not resolve "(.*)"`)
	missingExport = regexp.MustCompile(`^No matching export in "(.*)" for import "(.*)"$`)
	noLoader      = regexp.MustCompile(`^No loader is configured for "(.*)" files: (.*)$`)
)

// scanError tells the first error of a scan in Next.js's words.
func (c *Compiler) scanError(messages []api.Message, entry string) *Error {
	file := entry
	if l := messages[0].Location; l != nil {
		file = c.inputKey(l.File)
	}
	e := errorOf(messages, file)
	switch text := e.Message; {
	case unresolved.MatchString(text):
		e.Message = fmt.Sprintf("Module not found: Can't resolve '%s'", unresolved.FindStringSubmatch(text)[1])
		e.Hint = resolveHint(e.Hint)
	case missingExport.MatchString(text):
		m := missingExport.FindStringSubmatch(text)
		e.Message = fmt.Sprintf("Export %s doesn't exist in target module", m[2])
		e.Hint = strings.TrimSpace(fmt.Sprintf("The export %s was not found in module %s.\n%s", m[2], m[1], didYouMean(e.Hint)))
	case noLoader.MatchString(text):
		e.Message = "Unknown module type"
		e.Hint = "This module doesn't have an associated type. Use a known file extension, or register a loader for it."
	}
	return e
}

var (
	meant     = regexp.MustCompile(`^Did you mean to import "(.*)" instead\?$`)
	markedExt = regexp.MustCompile(`You can mark the path .* as external`)
)

// resolveHint leaves out the advice that only esbuild's own users can follow.
func resolveHint(hint string) string {
	if markedExt.MatchString(hint) {
		return ""
	}
	return hint
}

func didYouMean(hint string) string {
	if m := meant.FindStringSubmatch(hint); m != nil {
		return fmt.Sprintf("Did you mean to import %s?", m[1])
	}
	return hint
}
