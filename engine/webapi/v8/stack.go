package v8

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

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
// anyone outside and are left out, as are those that V8 has none for.
func stackOf(e *js.ThrownError, limit int, place func(js.Frame) js.Frame) string {
	call, more := e.Frame, true
	if !e.Native {
		call, more = call.Caller() // QuickJS leaves out the constructor of the error
	}
	var out strings.Builder
	for line := range strings.Lines(e.Stack) {
		f, ok := parseFrame(strings.TrimRight(line, "\n"))
		if !ok || f.file == "<input>" && f.function == "" { // JSON that is parsed is no call
			continue
		}
		if limit == 0 {
			break
		}
		visible := f.native()
		if !f.internal() && f.file != "native" {
			visible = true
			if more {
				source, line, column := call.Source()
				visible = f.refine(source, line, column)
			}
			at := place(js.Frame{File: f.file, Line: f.line, Column: f.column})
			f.file, f.line, f.column = at.File, at.Line, at.Column
		}
		if more {
			call, more = call.Caller()
		}
		if visible {
			limit--
			out.WriteString("\n    at ")
			out.WriteString(f.String())
		}
	}
	writeAwaiting(&out, e.Frame, limit, place)
	return out.String()
}

// longestWait bounds how many functions are looked through that wait for each
// other.
const longestWait = 100

// writeAwaiting writes the async functions that wait for the outermost call, as
// V8 does: https://v8.dev/docs/stack-trace-api#async-stack-traces
func writeAwaiting(out *strings.Builder, call js.ThrowFrame, limit int, place func(js.Frame) js.Frame) {
	for caller, ok := call.Caller(); ok; caller, ok = call.Caller() {
		call = caller
	}
	for range longestWait {
		waiting, ok := call.Awaiting()
		if !ok || limit == 0 {
			return
		}
		call = waiting
		f := frame{function: call.Name()}
		f.file, f.line, f.column = call.Place()
		if f.internal() || f.file == "" {
			continue
		}
		at := place(js.Frame{File: f.file, Line: f.line, Column: f.column})
		f.file, f.line, f.column = at.File, at.Line, at.Column
		limit--
		out.WriteString("\n    at async ")
		out.WriteString(f.String())
	}
}

// refine moves the place of a call of a function with the source, which begins at
// the line and column, to where V8 has it. It reports whether V8 shows the call.
func (f *frame) refine(source string, line, column int) bool {
	isClass := strings.HasPrefix(source, "class")
	switch {
	case source == "" || f.line == 0:
		return true
	case isClass && !constructor.MatchString(source):
		return false // the class has no constructor of its own
	case isClass:
		f.function = "new " + f.function
	}
	c := codeAt(source, line, column, *f)
	begin := placeOf(source)
	if at := c.place(); at >= begin && at < len(source) {
		before := source[begin:at]
		f.line, f.column = line, column+utf8.RuneCountInString(before)
		if i := strings.LastIndexByte(before, '\n'); i >= 0 {
			f.line, f.column = line+strings.Count(before, "\n"), 1+utf8.RuneCountInString(before[i+1:])
		}
	}
	return true
}

// owners are the types that V8 names with functions of the language that call
// others, or throw; no other type has functions of these names.
var owners = map[string]string{
	"parse": "JSON", "stringify": "JSON",
	"map": "Array", "filter": "Array", "reduce": "Array", "reduceRight": "Array", "some": "Array", "every": "Array",
	"find": "Array", "findIndex": "Array", "findLast": "Array", "findLastIndex": "Array", "flatMap": "Array", "sort": "Array",
	"replace": "String", "replaceAll": "String", "repeat": "String", "normalize": "String", "matchAll": "String",
	"toFixed": "Number", "toPrecision": "Number", "toExponential": "Number",
	"keys": "Function", "entries": "Function", "fromEntries": "Function", "defineProperty": "Function",
	"then": "Promise", "catch": "Promise", "finally": "Promise",
}

// native gives a function of the engine V8's name, and reports whether V8 shows
// its calls.
func (f *frame) native() bool {
	switch owner, ok := owners[f.function]; {
	case f.file != "native" || !f.named() || f.function == "Array":
		return false
	case ok:
		f.function = owner + "." + f.function
	case f.function == "Promise" || f.function == "RegExp" || f.function == "Proxy" || f.function == "Map" || f.function == "Set":
		f.function = "new " + f.function
	}
	return true
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
