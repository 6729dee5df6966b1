package wasm

import (
	"math"
	"strconv"

	"github.com/tetratelabs/wazero/api"
)

var typesByName = map[string]api.ValueType{
	"i32": api.ValueTypeI32, "i64": api.ValueTypeI64, "f32": api.ValueTypeF32, "f64": api.ValueTypeF64,
	"anyfunc": funcref, "externref": externref, "v128": 0x7b,
}

func typeName(t api.ValueType) string {
	for name, value := range typesByName {
		if value == t {
			return name
		}
	}
	return ""
}

func typeNames(types []api.ValueType) []string {
	out := make([]string, len(types))
	for i, t := range types {
		out[i] = typeName(t)
	}
	return out
}

// encode returns the bits of a value from JavaScript; see the package's comment.
func encode(t api.ValueType, v any) uint64 {
	switch v := v.(type) {
	case string:
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return 0
		}
		return uint64(n)
	case int:
		return encodeNumber(t, float64(v))
	case float64:
		return encodeNumber(t, v)
	}
	return 0
}

func encodeNumber(t api.ValueType, n float64) uint64 {
	switch t {
	case api.ValueTypeF64:
		return math.Float64bits(n)
	case api.ValueTypeF32:
		return uint64(math.Float32bits(float32(n)))
	default:
		return uint64(uint32(int64(n)))
	}
}

// decode returns what JavaScript gets for bits.
func decode(t api.ValueType, bits uint64) any {
	switch t {
	case api.ValueTypeI64:
		return strconv.FormatInt(int64(bits), 10)
	case api.ValueTypeF32:
		return float64(math.Float32frombits(uint32(bits)))
	case api.ValueTypeF64:
		return math.Float64frombits(bits)
	case externref:
		return int(bits)
	default:
		return int(int32(bits))
	}
}

func encodeAll(types []api.ValueType, values []any, stack []uint64) {
	for i, t := range types {
		stack[i] = 0
		if i < len(values) {
			stack[i] = encode(t, values[i])
		}
	}
}

func decodeAll(types []api.ValueType, stack []uint64) []any {
	out := make([]any, len(types))
	for i, t := range types {
		out[i] = decode(t, stack[i])
	}
	return out
}
