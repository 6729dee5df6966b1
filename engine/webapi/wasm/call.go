package wasm

import (
	"context"
	"errors"
	"strings"

	"github.com/tetratelabs/wazero/api"

	"routescope/engine/js"
)

// errThrown says that an import threw; the JavaScript half has the error.
var errThrown = errors.New("an import threw")

// run calls fn with the context of the outermost call, which ends with the turn.
func (s *store) run(fn func(ctx context.Context) error) error {
	if s.depth == 0 {
		ctx, cancel := context.WithTimeout(context.Background(), s.iso.TimeLeft())
		defer cancel()
		s.ctx = ctx
	}
	s.depth++
	defer func() { s.depth-- }()
	return fn(s.ctx)
}

// call is op_wasm_call(function, ...arguments); the results are an array.
func (s *store) call(id int, args []any) (any, error) {
	o := s.objects[id]
	stack := make([]uint64, max(len(o.params), len(o.results)))
	if err := s.encode(o.params, args, stack); err != nil {
		return nil, err
	}
	f := o.open()
	if err := s.run(func(ctx context.Context) error { return f.CallWithStack(ctx, stack) }); err != nil {
		return nil, trap(err)
	}
	return decodeAll(o.results, stack), nil
}

func (s *store) encode(types []api.ValueType, values []any, stack []uint64) error {
	encodeAll(types, values, stack)
	for i, t := range types {
		if t != funcref || i >= len(values) {
			continue
		}
		ref, err := s.refOf(int(stack[i]))
		if err != nil {
			return err
		}
		stack[i] = ref
	}
	return nil
}

// traps are V8's words for wazero's.
var traps = map[string]string{
	"out of bounds memory access":   "memory access out of bounds",
	"invalid table access":          "table index is out of bounds",
	"indirect call type mismatch":   "null function or function signature mismatch",
	"integer divide by zero":        "divide by zero",
	"integer overflow":              "divide result unrepresentable",
	"invalid conversion to integer": "float unrepresentable in integer range",
}

// trap returns what JavaScript is thrown for an error of a call.
func trap(err error) error {
	if errors.Is(err, errThrown) {
		return err
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	if _, after, ok := strings.Cut(text, "wasm error: "); ok {
		text = after
	}
	text = strings.TrimSuffix(text, " (recovered by wazero)")
	if text == "stack overflow" {
		return js.Throw("RangeError", "Maximum call stack size exceeded")
	}
	if v8, ok := traps[text]; ok {
		text = v8
	}
	return js.ThrowCode("Error", codeTrap, "%s", text)
}

// imported returns the function that calls import number n of an instance.
func (s *store) imported(instance, n int, sig signature) api.GoModuleFunc {
	return func(_ context.Context, _ api.Module, stack []uint64) {
		if s.dispatch == nil {
			f, err := s.iso.Function("internal:webapi/wasm", "dispatch")
			if err != nil {
				panic(err)
			}
			s.dispatch = f
		}
		answer, err := s.dispatch.Call(instance, n, decodeAll(sig.params, stack))
		results, ok := answer.([]any)
		if err != nil {
			panic(err)
		}
		if !ok {
			panic(errThrown)
		}
		if err := s.encode(sig.results, results, stack); err != nil {
			panic(err)
		}
	}
}
