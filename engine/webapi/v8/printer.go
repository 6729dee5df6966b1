package v8

import (
	"slices"
	"strconv"
	"strings"
)

// A printer prints expressions as V8 does in messages: its CallPrinter writes names,
// literals and operators, and "(intermediate value)" for all else.
type printer struct {
	tokens []token
	// iterated says that an expression is printed because it was iterated over: the
	// arguments of its calls are left out then.
	iterated bool
}

// orNothing is the text of a part that has to be there.
func orNothing(text string) string {
	if text == "" {
		return nothing
	}
	return text
}

func (p *printer) at(i int) token {
	if i >= 0 && i < len(p.tokens) {
		return p.tokens[i]
	}
	return token{match: -1}
}

func (p *printer) is(i int, text string) bool {
	t := p.at(i)
	return t.kind == punctuator && t.text == text
}

func (p *printer) isWord(i int, text string) bool {
	t := p.at(i)
	return t.kind == identifier && t.text == text && !p.at(i-1).isDot()
}

// past returns the index behind the bracket at i and all it holds.
func (p *printer) past(i int) int {
	if m := p.at(i).match; m > i {
		return m + 1
	}
	return len(p.tokens)
}

// sequence prints expressions with commas between them.
func (p *printer) sequence(i, end int) string {
	text, i := p.assignment(i)
	if i >= end || !p.is(i, ",") {
		return text
	}
	text = "(" + orNothing(text)
	for i < end && p.is(i, ",") {
		var next string
		next, i = p.assignment(i + 1)
		text += " , " + orNothing(next)
	}
	return text + ")"
}

var assignments = []string{"=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "&&=", "||=", "??="}

// assignment prints the expression at i, and returns the index behind it.
func (p *printer) assignment(i int) (text string, next int) {
	if end, ok := p.arrow(i); ok {
		return "", end
	}
	if p.isWord(i, "yield") {
		_, i = p.assignment(i + 1)
		return "", i
	}
	text, i = p.binary(i, 0)
	switch t := p.at(i); {
	case p.is(i, "?"):
		_, i = p.assignment(i + 1)
		if p.is(i, ":") {
			_, i = p.assignment(i + 1)
		}
		return nothing + nothing + nothing, i
	case t.kind == punctuator && slices.Contains(assignments, t.text):
		_, i = p.assignment(i + 1)
	}
	return text, i
}

// arrow returns the index behind an arrow function; false if i begins none.
func (p *printer) arrow(i int) (end int, ok bool) {
	if p.isWord(i, "async") && !p.at(i+1).line && (p.at(i+1).kind == identifier || p.is(i+1, "(")) {
		i++
	}
	head := i + 1
	if p.is(i, "(") {
		head = p.past(i)
	} else if p.at(i).kind != identifier {
		return 0, false
	}
	if !p.is(head, "=>") {
		return 0, false
	}
	if p.is(head+1, "{") {
		return p.past(head + 1), true
	}
	_, end = p.assignment(head + 1)
	return end, true
}

var precedence = map[string]int{
	"??": 1, "||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "===": 6, "!==": 6,
	"<": 7, ">": 7, "<=": 7, ">=": 7, "in": 7, "instanceof": 7, "<<": 8, ">>": 8, ">>>": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10, "**": 11,
}

const comparisons = " == != === !== < > <= >= in instanceof "

func (p *printer) operator(i int) string {
	t := p.at(i)
	if t.kind == punctuator || t.kind == identifier && (t.text == "in" || t.text == "instanceof") {
		return t.text
	}
	return ""
}

// binary prints operands whose operators bind at least as much as level.
func (p *printer) binary(i, level int) (string, int) {
	text, i := p.unary(i)
	last := ""
	for {
		op := p.operator(i)
		strength := precedence[op]
		if strength == 0 || strength <= level {
			return text, i
		}
		below := strength
		if op == "**" {
			below-- // it binds to the right
		}
		var right string
		right, i = p.binary(i+1, below)
		if op == last && !strings.Contains(comparisons, " "+op+" ") {
			text = strings.TrimSuffix(text, ")") + " " + op + " " + orNothing(right) + ")"
		} else {
			text = "(" + orNothing(text) + " " + op + " " + orNothing(right) + ")"
		}
		last = op
	}
}

func (p *printer) unary(i int) (string, int) {
	switch t := p.at(i); {
	case p.isWord(i, "await"):
		_, i = p.unary(i + 1)
		return "", i
	case p.isWord(i, "typeof"), p.isWord(i, "void"), p.isWord(i, "delete"):
		operand, next := p.unary(i + 1)
		if t.text == "void" && operand == "0" {
			return "undefined", next // what esbuild writes for it
		}
		return "(" + t.text + " " + orNothing(operand) + ")", next
	case p.is(i, "-") && p.at(i+1).kind == numeric:
		operand, next := p.postfix(i + 1)
		return "-" + operand, next
	case t.kind == punctuator && slices.Contains([]string{"!", "~", "+", "-", "++", "--"}, t.text):
		operand, next := p.unary(i + 1)
		return "(" + t.text + orNothing(operand) + ")", next
	}
	return p.postfix(i)
}

func (p *printer) postfix(i int) (string, int) {
	text, i := p.chain(i)
	if (p.is(i, "++") || p.is(i, "--")) && !p.at(i).line {
		return "(" + orNothing(text) + p.at(i).text + ")", i + 1
	}
	return text, i
}

// chain prints a primary expression with its members and calls.
func (p *printer) chain(i int) (string, int) {
	var text string
	if p.isWord(i, "new") && !p.is(i+1, ".") {
		text, i = p.construction(i)
	} else {
		text, i = p.primary(i)
	}
	return p.links(text, i, true)
}

func (p *printer) construction(i int) (text string, next int) {
	if p.isWord(i+1, "new") {
		text, i = p.construction(i + 1)
	} else {
		text, i = p.primary(i + 1)
	}
	text, i = p.links(text, i, false)
	if p.is(i, "(") {
		i = p.past(i)
	}
	if p.iterated {
		return text, i
	}
	return "", i
}

// links prints what follows an object: members, and calls if they belong to it.
func (p *printer) links(text string, i int, calls bool) (string, int) {
	for {
		t := p.at(i)
		switch {
		case p.is(i, "."):
			text = orNothing(text) + p.named(".", p.at(i+1).text)
			i += 2
		case p.is(i, "?."):
			text, i = p.optional(orNothing(text), i+1)
		case p.is(i, "["):
			text = orNothing(text) + p.key("", i)
			i = p.past(i)
		case p.is(i, "(") && calls:
			text = p.called(text)
			i = p.past(i)
		case t.kind == templated:
			text = p.called(text)
			i++
		default:
			return text, i
		}
	}
}

func (p *printer) called(callee string) string {
	if p.iterated {
		return orNothing(callee)
	}
	return orNothing(callee) + "(...)"
}

func (p *printer) named(dot, name string) string {
	if strings.HasPrefix(name, "#") {
		return strings.TrimSuffix(dot, ".") + "[" + name + "]"
	}
	return dot + name
}

// optional prints the link after "?.", which is at i.
func (p *printer) optional(object string, i int) (string, int) {
	switch {
	case p.is(i, "("):
		return p.called(object), p.past(i)
	case p.is(i, "["):
		return object + p.key("?", i), p.past(i)
	}
	return object + p.named("?.", p.at(i).text), i + 1
}

// key prints the brackets at i: a text as if it were written as a name.
func (p *printer) key(question string, i int) string {
	end := p.past(i) - 1
	if end == i+2 {
		if name, ok := stringValue(p.at(i + 1)); ok {
			return question + "." + name
		}
	}
	if question != "" {
		question += "."
	}
	return question + "[" + orNothing(p.sequence(i+1, end)) + "]"
}

// stringValue returns the text of a literal without escapes undone.
func stringValue(t token) (string, bool) {
	if t.kind != quoted && (t.kind != templated || strings.Contains(t.text, "${")) || len(t.text) < 2 {
		return "", false
	}
	inner := t.text[1 : len(t.text)-1]
	if strings.Contains(inner, `\`) {
		if s, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.ReplaceAll(inner, `\'`, `'`), "\\`", "`") + `"`); err == nil {
			return s, true
		}
	}
	return inner, true
}

func (p *printer) primary(i int) (string, int) {
	t := p.at(i)
	switch t.kind {
	case identifier:
		return p.word(i)
	case numeric:
		return numberText(t.text), i + 1
	case quoted:
		text, _ := stringValue(t)
		return `"` + text + `"`, i + 1
	case templated:
		return p.template(t), i + 1
	case regular:
		return t.text, i + 1
	}
	switch t.text {
	case "(":
		end := p.past(i)
		if name := p.at(i + 1).text; strings.HasPrefix(name, "__awaited") && p.is(i+2, "=") {
			return "", end // what an await was compiled to
		}
		return p.sequence(i+1, end-1), end
	case "[":
		return p.array(i)
	case "{":
		return p.object(i)
	}
	return "", i + 1
}

func (p *printer) word(i int) (string, int) {
	switch t := p.at(i); t.text {
	case "async":
		if p.isWord(i+1, "function") {
			return p.word(i + 1)
		}
	case "function", "class":
		for i < len(p.tokens) && !p.is(i, "{") {
			if p.is(i, "(") || p.is(i, "[") {
				i = p.past(i)
				continue
			}
			i++
		}
		return "", p.past(i)
	case "super":
		return "", i + 1
	case "new", "import":
		if p.is(i+1, ".") {
			return "", i + 3
		}
	}
	return p.at(i).text, i + 1
}

// numberText writes a number as JavaScript's String() does.
func numberText(literal string) string {
	plain := strings.ReplaceAll(literal, "_", "")
	if strings.HasSuffix(plain, "n") && !strings.HasPrefix(plain, "0x") {
		return ""
	}
	if n, err := strconv.ParseInt(plain, 0, 64); err == nil {
		return strconv.FormatInt(n, 10)
	}
	f, err := strconv.ParseFloat(plain, 64)
	switch {
	case err != nil:
		return literal
	case f >= 1e21 || f != 0 && f < 1e-6:
		return strings.Replace(strconv.FormatFloat(f, 'g', -1, 64), "e-0", "e-", 1)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// template prints the substitutions of a template; one without any is a text.
func (p *printer) template(t token) string {
	if text, ok := stringValue(t); ok {
		return `"` + text + `"`
	}
	out := ""
	for i := 1; i < len(t.text); i++ {
		switch {
		case t.text[i] == '\\':
			i++
		case strings.HasPrefix(t.text[i:], "${"):
			end := closingSubstitution(t.text, i+1)
			if end < 0 {
				return out
			}
			inner := printer{tokens: lex(t.text[i+2 : end])}
			out += orNothing(inner.sequence(0, len(inner.tokens)))
			i = end
		}
	}
	return out
}

func (p *printer) array(i int) (string, int) {
	end := p.past(i) - 1
	var items []string
	for i++; i < end; {
		switch {
		case p.is(i, ","):
			items = append(items, nothing)
			i++
			continue
		case p.is(i, "..."):
			var text string
			text, i = p.assignment(i + 1)
			items = append(items, "(..."+orNothing(text)+")")
		default:
			var text string
			text, i = p.assignment(i)
			items = append(items, orNothing(text))
		}
		i++ // the comma
	}
	return "[" + strings.Join(items, ",") + "]", end + 1
}

// object prints an object literal: of its properties that they are there.
func (p *printer) object(i int) (string, int) {
	end := p.past(i)
	count, empty := 0, true
	for j := i + 1; j < end-1; j++ {
		if p.at(j).match > j {
			j = p.at(j).match
			empty = false
			continue
		}
		if p.is(j, ",") {
			count, empty = count+1, true
			continue
		}
		empty = false
	}
	if !empty {
		count++
	}
	return "{" + strings.Repeat(nothing, count) + "}", end
}
