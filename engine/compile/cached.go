package compile

import (
	"fmt"
	"hash/fnv"
	"path"
	"regexp"
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

// cachedHelper is what compiled code calls for such a function.
const cachedHelper = `globalThis[Symbol.for("next.use-cache")]`

// cachedBody is how esbuild's output begins the body of an async function with
// the directive; its groups are the value of this, the arguments that are handed
// on, and the directive.
var cachedBody = regexp.MustCompile(`__async\(([\w$]+), (null|arguments|\[[^\n]*?\]), (function\* \([^\n]*\) \{\n\s*"(use cache(?:: [\w-]+)?)";)`)

// exportedAsync is how the output begins an async function of the module itself:
// its name, and where its body begins.
var exportedAsync = regexp.MustCompile(`(?m)^(?:function ([\w$]+)\([^\n]*\) \{\n  return |(?:const|let|var) ([\w$]+) = [^\n]*=> )__async\([\w$]+, (?:null|arguments|\[[^\n]*?\]), function\* \([^\n]*\) \{\n`)

// rewriteCached hands the functions of a compiled file that have the directive
// over. If the file has it, its exports do.
func rewriteCached(code string, src Source) (string, error) {
	directives := cacheDirectives(src.Text)
	if len(directives) == 0 {
		return code, nil
	}
	if first := directives[0]; first.File {
		code = markExports(code, first.Name)
	}
	found := cachedBody.FindAllStringSubmatchIndex(code, -1)
	captured, err := capturedVariables(code)
	if err != nil {
		return "", refuseCached(src, directives[0], "the functions with \"use cache\" cannot be read: "+err.Error(), "")
	}
	if len(found) == 0 || len(captured) != len(found) {
		return "", refuseCached(src, directives[0], "\"use cache\" functions must be async functions.", "Write async before the function.")
	}
	file := src.Path
	var b strings.Builder
	last := 0
	for i, m := range found {
		group := func(n int) string { return code[m[2*n]:m[2*n+1]] }
		fmt.Fprintf(&b, "%s%s(%s, %s, () => [%s], %s, %s, %s", code[last:m[0]], cachedHelper,
			strconv.Quote(cachedID(file, code, i)), strconv.Quote(group(4)), strings.Join(captured[i], ", "), group(1), group(2), group(3))
		last = m[1]
	}
	return b.String() + code[last:], nil
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
func markExports(code, directive string) string {
	var b strings.Builder
	last := 0
	for _, m := range exportedAsync.FindAllStringSubmatchIndex(code, -1) {
		name := code[max(m[2], m[4]):max(m[3], m[5])]
		if !strings.Contains(code, ": () => "+name) {
			continue
		}
		// Not on a line of its own: the source map counts lines.
		fmt.Fprintf(&b, "%s%q;", code[last:m[1]], directive)
		last = m[1]
	}
	return b.String() + code[last:]
}

// capturedVariables returns, for each generator function with the directive in
// the order of the text, the variables of surrounding functions that it uses.
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
	f, ok := n.(*js.FuncDecl)
	if !ok || !f.Generator || len(f.Body.List) == 0 {
		return v
	}
	statement, ok := f.Body.List[0].(*js.ExprStmt)
	if !ok {
		return v
	}
	if text, ok := statement.Value.(*js.LiteralExpr); !ok || !strings.HasPrefix(string(text.Data[1:]), "use cache") {
		return v
	}
	names := []string{}
	for _, used := range f.Body.Scope.Undeclared {
		root := used
		for root.Link != nil {
			root = root.Link
		}
		if name := string(root.Name()); root.Decl != js.NoDecl && !v.module[root] && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	v.captured = append(v.captured, names)
	return v
}

// Exit implements js.IVisitor.
func (v *cachedVisitor) Exit(js.INode) {}
