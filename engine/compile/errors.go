package compile

import (
	"fmt"
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
