package compile

import (
	"fmt"
	"hash/fnv"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/js"
)

// Functions with the directive 'use cache' are handed to the code that keeps
// their results (engine/nextapi/cache), with what their results depend on: the
// variables of the functions around them, and the arguments they destructure.
// See https://nextjs.org/docs/app/api-reference/directives/use-cache.

// cachedHelper is what compiled code calls in the body of such a function. Its
// arguments are an identifier, the directive, what gives the variables, the
// arguments of the call, and the body as a function of these.
const cachedHelper = `globalThis[Symbol.for("next.use-cache")]`

// A cachedFunction is an async function with the directive.
type cachedFunction struct {
	*asyncFunction
	directive string
}

// rewriteCached hands the functions of a compiled file that have the directive
// over. If the file has it, its exports do.
func (s *script) rewriteCached(src Source) error {
	directives := cacheDirectives(src.Text)
	if len(directives) == 0 {
		return nil
	}
	refuse := func(err error) error {
		return refuseCached(src, directives[0], "the functions with \"use cache\" cannot be read: "+err.Error(), "")
	}
	if first := directives[0]; first.File {
		if err := s.markExports(first.Name); err != nil {
			return refuse(err)
		}
	}
	ts, err := tokenize(s.text)
	if err != nil {
		return refuse(err)
	}
	found := ts.cachedFunctions(s.text)
	// The bodies are functions of their own then, and tell what they capture.
	probe := &script{text: s.text}
	probe.apply(s.cachedEdits(ts, found, src.Path, make([][]string, len(found))))
	captured, err := capturedVariables(probe.text)
	if err != nil {
		return refuse(err)
	}
	if len(found) == 0 || len(captured) != len(found) {
		return refuseCached(src, directives[0], "\"use cache\" functions must be async functions.", "Write async before the function.")
	}
	s.apply(s.cachedEdits(ts, found, src.Path, captured))
	return nil
}

// cachedFunctions returns the async functions that have the directive.
func (ts tokens) cachedFunctions(text string) []cachedFunction {
	var found []cachedFunction
	for i := range ts {
		f, ok := ts.asyncFunctionAt(i)
		if !ok || f.generator || !f.block(ts) || ts.kind(f.body+1) != js.StringToken {
			continue
		}
		directive := text[ts[f.body+1].start+1 : ts[f.body+1].end-1]
		if strings.HasPrefix(directive, "use cache") {
			found = append(found, cachedFunction{f, directive})
		}
	}
	return found
}

// cachedEdits put a call of the helper around the body of each function. What is
// plain of the parameters stays, as variables that the body captures; else the
// body takes them from the arguments.
func (s *script) cachedEdits(ts tokens, found []cachedFunction, file string, captured [][]string) []edit {
	var edits []edit
	for i, f := range found {
		owner := ts[f.start].start
		first, last := ts[f.params], ts[ts.afterGroup(f.params)-1]
		args, params := "null", ""
		if !ts.plain(f.params) {
			args, params = "__args", s.text[first.end:last.start]
			edits = append(edits, edit{at: first.end, remove: len(params), insert: "...__args", owner: owner})
		}
		call := fmt.Sprintf(" return %s(%s, %s, () => [%s], %s, async (%s) => {", cachedHelper,
			strconv.Quote(cachedID(file, s.text, i)), strconv.Quote(f.directive), strings.Join(captured[i], ", "), args, params)
		edits = append(edits,
			edit{at: ts[f.body].end, insert: call, owner: owner},
			edit{at: ts[f.end-1].start, insert: "}); ", owner: owner, ends: true})
	}
	return edits
}

// plain reports whether parameters are names and nothing else.
func (ts tokens) plain(params int) bool {
	for i := params + 1; i < ts[params].match; i++ {
		if k := ts[i].kind; !js.IsIdentifier(k) && k != js.CommaToken {
			return false
		}
	}
	return true
}

// cacheDirectives returns where the directive stands in a file.
func cacheDirectives(text string) []Directive {
	if !strings.Contains(text, "use cache") {
		return nil
	}
	return slices.DeleteFunc(directivesOf(text), func(d Directive) bool { return !strings.HasPrefix(d.Name, "use cache") })
}

func refuseCached(src Source, d Directive, message, hint string) *Error {
	lines := strings.Split(src.Text, "\n")
	line := strings.TrimRight(lines[d.Line-1], "\r")
	return &Error{
		File: src.Path, Line: d.Line, Column: strings.Index(line, "use cache"), Length: len(d.Name) + len("''"),
		SourceLine: line, Message: message, Hint: hint,
	}
}

// cachedID names a function among all, and otherwise after its file was changed.
func cachedID(file, code string, n int) string {
	sum := fnv.New32a()
	sum.Write([]byte(file + code))
	return fmt.Sprintf("%s/%s#%d-%08x", path.Base(path.Dir(file)), path.Base(file), n, sum.Sum32())
}

// markExports gives the directive to each exported async function.
func (s *script) markExports(directive string) error {
	ts, err := tokenize(s.text)
	if err != nil {
		return err
	}
	var edits []edit
	for i := 0; i < len(ts); i = ts.afterGroup(i) { // at the top level
		f, ok := ts.asyncFunctionAt(i)
		if !ok {
			continue
		}
		name := i - 2 // name = async
		if ts.kind(i+1) == js.FunctionToken && ts.kind(i-1) != js.EqToken {
			name = i + 2
		}
		if !js.IsIdentifier(ts.kind(name)) || !strings.Contains(s.text, ": () => "+s.text[ts[name].start:ts[name].end]) {
			continue
		}
		// Not on a line of its own: the source map counts lines.
		owner := ts[i].start
		if f.block(ts) {
			edits = append(edits, edit{at: ts[f.body].end, insert: strconv.Quote(directive) + ";", owner: owner})
			continue
		}
		edits = append(edits,
			edit{at: ts[f.body].start, insert: "{" + strconv.Quote(directive) + "; return (", owner: owner},
			edit{at: ts[f.end-1].end, insert: "); }", owner: owner, ends: true})
	}
	s.apply(edits)
	return nil
}

// capturedVariables returns, for each function with the directive in the order
// of the text, the variables of surrounding functions that it uses.
func capturedVariables(code string) ([][]string, error) {
	ast, err := js.Parse(parse.NewInputString(code), js.Options{})
	if err != nil {
		return nil, err
	}
	v := &cachedVisitor{module: map[*js.Var]bool{}}
	for _, declared := range ast.Scope.Declared {
		v.module[declared] = true
	}
	js.Walk(v, ast)
	return v.captured, nil
}

type cachedVisitor struct {
	module   map[*js.Var]bool
	captured [][]string
}

// Enter implements js.IVisitor.
func (v *cachedVisitor) Enter(n js.INode) js.IVisitor {
	switch f := n.(type) {
	case *js.ArrowFunc:
		v.function(&f.Body)
	case *js.FuncDecl:
		v.function(&f.Body)
	case *js.MethodDecl:
		v.function(&f.Body)
	}
	return v
}

func (v *cachedVisitor) function(body *js.BlockStmt) {
	if len(body.List) == 0 {
		return
	}
	statement, ok := body.List[0].(*js.ExprStmt)
	if !ok {
		return
	}
	if text, ok := statement.Value.(*js.LiteralExpr); !ok || !strings.HasPrefix(string(text.Data[1:]), "use cache") {
		return
	}
	names := []string{}
	for _, used := range body.Scope.Undeclared {
		root := used
		for root.Link != nil {
			root = root.Link
		}
		if name := string(root.Name()); root.Decl != js.NoDecl && !v.module[root] && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	v.captured = append(v.captured, names)
}

// Exit implements js.IVisitor.
func (v *cachedVisitor) Exit(js.INode) {}
