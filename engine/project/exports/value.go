package exports

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A Value is the literal an exported variable starts with.
type Value struct {
	// Known is false if the value cannot be read without running the file.
	// Problem then says why, in Next's words, and is empty without initializer.
	Known   bool
	Problem string

	// Data is nil (null and undefined), bool, float64, string, []any or
	// map[string]any.
	Data any
}

// String returns the value if it is a string, else "".
func (v Value) String() string {
	s, _ := v.Data.(string)
	return s
}

// Number returns the value if it is a number.
func (v Value) Number() (float64, bool) {
	n, ok := v.Data.(float64)
	return n, ok
}

// Field returns a member of an object.
func (v Value) Field(name string) (Value, bool) {
	object, ok := v.Data.(map[string]any)
	if !ok {
		return Value{}, false
	}
	data, ok := object[name]
	return Value{Known: ok, Data: data}, ok
}

// An unsupported is the kind of expression that Next.js does not evaluate.
type unsupported struct{ node, path string }

// readValue reads the literal at an offset, up to the end of the expression.
func readValue(src string, offset int) (v Value) {
	p := &valueReader{scanner: scanner{src: src, pos: offset}}
	defer func() {
		switch problem := recover().(type) {
		case nil:
		case unsupported:
			v = Value{Problem: fmt.Sprintf("Unsupported node type %q", problem.node) + at(problem.path)}
		default:
			panic(problem)
		}
	}()
	data := p.expression("")
	p.end()
	return Value{Known: true, Data: data}
}

func at(path string) string {
	if path == "" {
		return ""
	}
	return fmt.Sprintf(" at %q.", strings.TrimPrefix(path, "."))
}

// A valueReader is a parser of literals, one token ahead.
type valueReader struct {
	scanner
	depthLimit int
}

func (p *valueReader) peek() token {
	before := p.scanner
	stack := len(p.stack)
	t := p.next()
	p.scanner = before
	p.stack = p.stack[:min(stack, len(p.stack))]
	return t
}

// end demands that nothing goes on behind the literal.
func (p *valueReader) end() {
	t := p.peek()
	if t.kind == eof || t.newline && t.kind == word {
		return
	}
	switch s := p.text(t); {
	case s == ";" || s == "," || s == ")" || s == "}" || s == "]":
	case s == "as" || s == "satisfies": // types say nothing about the value
	case t.newline && t.kind != punct:
	case s == "(" || s == "`":
		panic(unsupported{"CallExpression", ""})
	case s == "." || s == "[" || s == "?.":
		panic(unsupported{"MemberExpression", ""})
	case s == "?":
		panic(unsupported{"ConditionalExpression", ""})
	default:
		panic(unsupported{"BinaryExpression", ""})
	}
}

func (p *valueReader) expression(path string) any {
	if p.depthLimit++; p.depthLimit > 100 {
		panic(unsupported{"Expression", path})
	}
	defer func() { p.depthLimit-- }()
	t := p.next()
	s := p.text(t)
	switch t.kind {
	case text:
		v, _ := stringValue(s)
		return v
	case number:
		return p.number(s, path)
	case template:
		return templateValue(s, path)
	case regex:
		panic(unsupported{"RegExpLiteral", path})
	case word:
		return p.word(s, path)
	}
	switch s {
	case "{":
		return p.object(path)
	case "[":
		return p.array(path)
	case "(":
		v := p.expression(path)
		p.skipTypes()
		if p.text(p.next()) != ")" {
			panic(unsupported{"ArrowFunctionExpression", path})
		}
		return v
	case "-", "+", "!", "~":
		panic(unsupported{"UnaryExpression", path})
	}
	panic(unsupported{"Expression", path})
}

func (p *valueReader) number(s, path string) any {
	s = strings.ReplaceAll(s, "_", "")
	if n, err := strconv.ParseFloat(s, 64); err == nil && !strings.ContainsAny(s, "pPxX") {
		return n
	}
	if n, err := strconv.ParseUint(s, 0, 64); err == nil {
		return float64(n)
	}
	panic(unsupported{"BigIntLiteral", path})
}

func (p *valueReader) word(s, path string) any {
	switch s {
	case "true":
		return true
	case "false":
		return false
	case "null", "undefined":
		return nil
	case "NaN":
		return math.NaN()
	case "new":
		panic(unsupported{"NewExpression", path})
	case "function", "async", "class":
		panic(unsupported{"FunctionExpression", path})
	case "await":
		panic(unsupported{"AwaitExpression", path})
	case "typeof", "void", "delete":
		panic(unsupported{"UnaryExpression", path})
	}
	switch p.text(p.peek()) {
	case ".", "?.", "[":
		panic(unsupported{"MemberExpression", path})
	case "(", "`":
		panic(unsupported{"CallExpression", path})
	case "=>":
		panic(unsupported{"ArrowFunctionExpression", path})
	}
	panic(unsupported{"Identifier", path})
}

func (p *valueReader) array(path string) any {
	list := []any{}
	for {
		t := p.peek()
		switch p.text(t) {
		case "]":
			p.next()
			return list
		case ",":
			p.next()
			list = append(list, nil)
			continue
		case "...":
			panic(unsupported{"SpreadElement", path})
		}
		if t.kind == eof {
			panic(unsupported{"Expression", path})
		}
		list = append(list, p.expression(fmt.Sprintf("%s[%d]", path, len(list))))
		p.skipTypes()
		p.separator("]", path)
	}
}

func (p *valueReader) object(path string) any {
	object := map[string]any{}
	for {
		t := p.next()
		s := p.text(t)
		switch {
		case t.kind == punct && s == "}":
			return object
		case s == "...":
			panic(unsupported{"SpreadElement", path})
		case t.kind == text:
			s, _ = stringValue(s)
		case t.kind != word && t.kind != number:
			panic(unsupported{"Computed", path})
		}
		if p.text(p.next()) != ":" {
			panic(unsupported{"Identifier", path + "." + s})
		}
		object[s] = p.expression(path + "." + s)
		p.skipTypes()
		p.separator("}", path)
	}
}

// separator takes a comma, unless the closing bracket follows.
func (p *valueReader) separator(closing, path string) {
	switch t := p.peek(); p.text(t) {
	case ",":
		p.next()
	case closing:
	default:
		panic(unsupported{"BinaryExpression", path})
	}
}

// skipTypes passes over "as const" and "satisfies T".
func (p *valueReader) skipTypes() {
	for {
		if s := p.text(p.peek()); s != "as" && s != "satisfies" {
			return
		}
		p.next()
		depth := p.depth()
		for t := p.peek(); t.kind != eof; t = p.peek() {
			if s := p.text(t); p.depth() == depth && (s == "," || s == ")" || s == "}" || s == "]" || s == "as" || s == "satisfies") {
				break
			}
			p.next()
		}
	}
}

func templateValue(s, path string) any {
	if len(s) < 2 || strings.Contains(s, "${") {
		panic(unsupported{"TemplateLiteral", path})
	}
	v, _ := unescape(s[1 : len(s)-1])
	return v
}

// stringValue evaluates a string literal with its quotation marks.
func stringValue(s string) (string, bool) {
	if len(s) < 2 || s[0] != '"' && s[0] != '\'' {
		return "", false
	}
	return unescape(s[1 : len(s)-1])
}

var simpleEscapes = map[byte]byte{'n': '\n', 't': '\t', 'r': '\r', 'b': '\b', 'f': '\f', 'v': '\v', '0': 0}

// unescape follows https://tc39.es/ecma262/#prod-EscapeSequence; what is no
// escape stands for itself.
func unescape(s string) (string, bool) {
	if strings.IndexByte(s, '\\') < 0 {
		return s, true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; {
		case c == 'u' || c == 'x':
			r, size := unicodeEscape(s[i:])
			if utf16.IsSurrogate(r) && strings.HasPrefix(s[i+size:], `\u`) {
				low, more := unicodeEscape(s[i+size+1:])
				if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
					r, size = pair, size+1+more
				}
			}
			b.WriteRune(r)
			i += size - 1
		case c == '\r' || c == '\n':
			if strings.HasPrefix(s[i:], "\r\n") {
				i++
			}
		case simpleEscapes[c] != 0 || c == '0':
			b.WriteByte(simpleEscapes[c])
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), true
}

// unicodeEscape reads xHH, uHHHH or u{H…} and returns its length.
func unicodeEscape(s string) (rune, int) {
	digits, size := "", 0
	switch {
	case strings.HasPrefix(s, "u{"):
		if end := strings.IndexByte(s, '}'); end > 0 {
			digits, size = s[2:end], end+1
		}
	case s != "" && s[0] == 'u' && len(s) >= 5:
		digits, size = s[1:5], 5
	case s != "" && s[0] == 'x' && len(s) >= 3:
		digits, size = s[1:3], 3
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil {
		return utf8.RuneError, 1
	}
	return rune(n), size
}
