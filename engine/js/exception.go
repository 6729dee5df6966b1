package js

import (
	"regexp"
	"strconv"
	"strings"

	"routescope/engine/js/internal/quickjs"
)

// An Exception is an error that JavaScript threw and nobody caught.
type Exception struct {
	Name        string // "TypeError"; "" if what was thrown is no Error
	Message     string // the message, or the thrown value as text
	Stack       []Frame
	Interrupted bool // a limit stopped the JavaScript
}

// A Frame is one line of a stack. Its place is one in the code that ran, until
// [Isolate.Place] has mapped it, as webapi/v8 does with every error's stack.
type Frame struct {
	Function string
	File     string // a module's ID; mapped, a file
	Line     int    // from 1; 0 if unknown
	Column   int    // from 1; 0 if unknown
}

// Error implements error.
func (e *Exception) Error() string {
	if e.Name == "" {
		return e.Message
	}
	return e.Name + ": " + e.Message
}

func (iso *Isolate) exception(e *quickjs.Exception) *Exception {
	return &Exception{Name: e.Name, Message: e.Message, Stack: ParseStack(e.Stack), Interrupted: e.Interrupted}
}

// QuickJS writes "    at f (file:1:2)", "    at file:1:2" or "    at f (native)";
// V8's form, which webapi/v8 gives stacks, has "    at f (<anonymous>)".
var frameLine = regexp.MustCompile(`^\s*at (?:(.*) \()?(.*?)(?::(\d+))?(?::(\d+))?\)?$`)

// ParseStack reads the stack property of an error. Frames of internal modules
// are left out: nobody outside can act on them.
func ParseStack(stack string) []Frame {
	var frames []Frame
	for line := range strings.Lines(stack) {
		m := frameLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if m == nil || m[2] == "native" || m[2] == "<anonymous>" || strings.HasPrefix(m[2], "internal:") {
			continue
		}
		f := Frame{Function: m[1], File: m[2]}
		f.Line, _ = strconv.Atoi(m[3])
		f.Column, _ = strconv.Atoi(m[4])
		frames = append(frames, f)
	}
	return frames
}
