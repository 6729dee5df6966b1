package v8

import (
	"regexp"
	"strconv"
	"strings"

	"routescope/engine/js"
)

// A frame is one line of QuickJS's stack: "    at f (file:1:2)", or
// "    at f (native)", or "    at file:1:2" of a text that is parsed.
type frame struct {
	function     string // "<anonymous>" if it has no name
	file         string // "native" for a function of the engine
	line, column int    // from 1; 0 if unknown
}

var frameLine = regexp.MustCompile(`^    at (?:(.*) \()?(.*?)(?::(\d+))?(?::(\d+))?\)?$`)

func parseFrame(line string) (frame, bool) {
	m := frameLine.FindStringSubmatch(line)
	if m == nil {
		return frame{}, false
	}
	f := frame{function: m[1], file: m[2]}
	f.line, _ = strconv.Atoi(m[3])
	f.column, _ = strconv.Atoi(m[4])
	return f, true
}

// stackOf turns the frames of QuickJS's stack into V8's lines, at most limit, with
// the places that place gives them. Frames of internal modules say nothing to
// anyone outside and are left out.
func stackOf(stack string, limit int, place func(js.Frame) js.Frame) string {
	var frames []frame
	for line := range strings.Lines(stack) {
		if f, ok := parseFrame(strings.TrimRight(line, "\n")); ok {
			frames = append(frames, f)
		}
	}
	var out strings.Builder
	for _, f := range frames {
		if limit == 0 {
			break
		}
		if f.internal() || f.file == "native" && !f.named() {
			continue
		}
		limit--
		if f.line > 0 {
			at := place(js.Frame{File: f.file, Line: f.line, Column: f.column})
			f.file, f.line, f.column = at.File, at.Line, at.Column
		}
		out.WriteString("\n    at ")
		out.WriteString(f.String())
	}
	return out.String()
}

func (f frame) internal() bool { return strings.HasPrefix(f.file, "internal:") }
func (f frame) named() bool    { return f.function != "" && f.function != "<anonymous>" }

// String returns the frame as V8 writes it.
func (f frame) String() string {
	place := f.file
	switch {
	case f.file == "native":
		place = "<anonymous>"
	case f.line > 0:
		place += ":" + strconv.Itoa(f.line) + ":" + strconv.Itoa(f.column)
	}
	if !f.named() {
		return place
	}
	return f.function + " (" + place + ")"
}
