package wasm

import (
	"context"
	"crypto/sha256"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"

	"routescope/engine/js"
)

// machine runs all WebAssembly of the process; isolates share compiled code.
var machine = sync.OnceValue(func() wazero.Runtime {
	return wazero.NewRuntimeWithConfig(context.Background(), wazero.NewRuntimeConfig().WithCloseOnContextDone(true))
})

// A module is compiled code.
type module struct {
	*binary
	code wazero.CompiledModule
}

// compiled keeps what was compiled, by the hash of its bytes: programs compile the
// same few files again in each isolate.
var compiled sync.Map // [32]byte → *module

// compile returns the module that bytes hold. Its error is a CompileError's message.
func compile(b []byte) (*module, error) {
	if err := checkHeader(b); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	if m, ok := compiled.Load(sum); ok {
		return m.(*module), nil
	}
	parsed, err := parse(b)
	if err != nil {
		return nil, compileError("%v", err)
	}
	ctx := experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0))
	code, err := machine().CompileModule(ctx, b)
	if err != nil {
		return nil, compileError("%s", strings.TrimPrefix(err.Error(), "module: "))
	}
	m := &module{parsed, code}
	compiled.Store(sum, m)
	return m, nil
}

// Codes of errors that the JavaScript half makes errors of its own classes.
const (
	codeCompile = "WASM_COMPILE"
	codeLink    = "WASM_LINK"
	codeTrap    = "WASM_TRAP"
)

func compileError(format string, args ...any) error {
	return js.ThrowCode("Error", codeCompile, format, args...)
}

// checkHeader words what V8 says of the first eight bytes.
func checkHeader(b []byte) error {
	const word = 4
	if len(b) == 0 {
		return compileError("BufferSource argument is empty")
	}
	for i, what := range []string{"magic word", "version"} {
		want := header[i*word : (i+1)*word]
		if len(b) < (i+1)*word {
			return compileError("expected %d bytes, fell off end @+%d", word, i*word)
		}
		if got := b[i*word : (i+1)*word]; string(got) != string(want) {
			return compileError("expected %s %s, found %s @+%d", what, hex(want), hex(got), i*word)
		}
	}
	return nil
}

func hex(b []byte) string { return strings.TrimSpace(fmt.Sprintf("% x", b)) }

// A moduleInfo is what JavaScript is told of a module.
type moduleInfo struct {
	ID      int          `json:"id"`
	Imports []importInfo `json:"imports"`
	Exports []exportInfo `json:"exports"`
}

type importInfo struct {
	Module string   `json:"module"`
	Name   string   `json:"name"`
	Kind   string   `json:"kind"`
	Params []string `json:"params,omitempty"`  // of a function
	Result []string `json:"results,omitempty"` // of a function
	Value  string   `json:"value,omitempty"`   // of a global
}

type exportInfo struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

func (m *module) info(id int) moduleInfo {
	info := moduleInfo{ID: id, Imports: []importInfo{}, Exports: []exportInfo{}}
	for _, i := range m.imports {
		info.Imports = append(info.Imports, importInfo{
			Module: i.module, Name: i.name, Kind: i.kind.String(),
			Params: typeNames(i.params), Result: typeNames(i.results), Value: typeName(i.value),
		})
	}
	for _, e := range m.exports {
		info.Exports = append(info.Exports, exportInfo{e.name, e.kind.String()})
	}
	return info
}

func (m *module) customSections(name string) []any {
	found := []any{}
	for _, c := range m.custom {
		if c.name == name {
			found = append(found, c.data)
		}
	}
	return found
}
