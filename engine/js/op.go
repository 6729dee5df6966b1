package js

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"routescope/engine/js/internal/quickjs"
)

// Args are the arguments of an op. A missing argument reads as the zero value.
// [Op.Call] must not keep them after it returns; [Op.Start] may.
type Args []any

// String returns argument i as text; "" if it is not a string.
func (a Args) String(i int) string {
	if i < len(a) {
		if s, ok := a[i].(string); ok {
			return s
		}
	}
	return ""
}

// Bool returns argument i; false if it is not a boolean.
func (a Args) Bool(i int) bool {
	if i < len(a) {
		b, _ := a[i].(bool)
		return b
	}
	return false
}

// Float returns argument i; 0 if it is not a number.
func (a Args) Float(i int) float64 {
	if i < len(a) {
		switch n := a[i].(type) {
		case float64:
			return n
		case int:
			return float64(n)
		}
	}
	return 0
}

// Int returns argument i cut to an integer; 0 if it is not a number, the
// nearest limit if it does not fit.
func (a Args) Int(i int) int {
	if i < len(a) {
		if n, ok := a[i].(int); ok {
			return n
		}
	}
	f := a.Float(i)
	switch {
	case math.IsNaN(f):
		return 0
	case f >= math.MaxInt64:
		return math.MaxInt64
	case f <= math.MinInt64:
		return math.MinInt64
	}
	return int(f)
}

// IsNil reports whether argument i is missing, null or undefined.
func (a Args) IsNil(i int) bool {
	if i >= len(a) || a[i] == nil {
		return true
	}
	return isUndefined(a[i])
}

// Strings returns argument i, an array of strings; other elements read as "".
func (a Args) Strings(i int) []string {
	if i >= len(a) {
		return nil
	}
	items, _ := a[i].([]any)
	out := make([]string, len(items))
	for j, item := range items {
		out[j], _ = item.(string)
	}
	return out
}

// Bytes returns argument i, a Uint8Array or another view or buffer: a copy that
// the op may keep. It is nil for anything else.
func (a Args) Bytes(i int) []byte {
	if i < len(a) {
		b, _ := a[i].([]byte)
		return b
	}
	return nil
}

// A ThrowError is an error that reaches JavaScript as an instance of a given
// class.
type ThrowError struct {
	Class   string // "TypeError", "RangeError", "DOMException", …
	Name    string // DOMException's name: "AbortError"; else empty
	Code    string // Node's code: "ERR_INVALID_URL"; else empty
	Message string
}

// Error implements error.
func (e *ThrowError) Error() string { return e.Class + ": " + e.Message }

// Throw returns an error that JavaScript sees as an instance of class.
func Throw(class, format string, args ...any) error {
	return &ThrowError{Class: class, Message: fmt.Sprintf(format, args...)}
}

// ThrowDOM returns an error that JavaScript sees as a DOMException.
func ThrowDOM(name, format string, args ...any) error {
	return &ThrowError{Class: "DOMException", Name: name, Message: fmt.Sprintf(format, args...)}
}

// ThrowCode returns an error with Node's code.
func ThrowCode(class, code, format string, args ...any) error {
	return &ThrowError{Class: class, Code: code, Message: fmt.Sprintf(format, args...)}
}

// errorMark tells boot.js that an error's message is one of ours, in JSON.
const errorMark = "\x01op:"

func encodeError(err error) string {
	out := map[string]string{"c": "Error", "m": err.Error()}
	var t *ThrowError
	if errors.As(err, &t) {
		out = map[string]string{"c": t.Class, "n": t.Name, "k": t.Code, "m": t.Message}
	}
	text, jsonErr := json.Marshal(out)
	if jsonErr != nil {
		return err.Error()
	}
	return errorMark + string(text)
}

// hostCall is the one function JavaScript reaches Go through: the op's number,
// then, for an op that starts something, the number of its promise, then the
// op's arguments.
func (iso *Isolate) hostCall(args []any) (any, error) {
	i, ok := args[0].(int)
	if !ok || i < 0 || i >= len(iso.reg.ops) {
		return nil, errors.New("no such op")
	}
	op := &iso.reg.ops[i]
	if op.Call != nil {
		v, err := op.Call(iso, args[1:])
		if err != nil {
			return nil, errors.New(encodeError(err))
		}
		return v, nil
	}
	id, _ := args[1].(int)
	kept := append(Args{}, args[2:]...) // work goes on after the call; args does not
	iso.underWay.Add(1)
	if err := op.Start(iso, kept, &Deferred{iso: iso, id: id}); err != nil {
		iso.underWay.Add(-1)
		return nil, errors.New(encodeError(err))
	}
	return quickjs.Undefined{}, nil
}

// Undefined is how JavaScript's undefined reads in Go; null reads as nil.
type Undefined = quickjs.Undefined

func isUndefined(x any) bool {
	_, ok := x.(Undefined)
	return ok
}
