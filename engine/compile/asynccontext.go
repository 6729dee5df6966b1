package compile

import (
	"slices"
	"strings"

	"github.com/tdewolff/parse/v2/js"
)

// Async functions stay native, and carry their async context over each await by
// themselves: the frame of now is kept in a variable, and set again when the
// function goes on. An await of an expression becomes
//
//	(__awaited = __adopt(expression), __frame = __now.frame, __awaited = await __awaited, __now.frame = __frame, __awaited)
//
// where an error leaves the await, catch and finally clauses set the frame, and
// so does a clause around the whole body, for the tracker of rejections.
// Generators do so for yield, too; if their caller has a frame, that one stays.
// What an async function returns may be a thenable: __adopt makes it keep the
// frame, too.

// A scope is a function that is being read.
type scope struct {
	*asyncFunction      // nil for a function that is not async, and for a module
	end            int  // the index behind its last token
	async          bool // it may await
	suspends       bool
	handlers       []int // indices of the braces of its catch and finally clauses
}

// contextNames are the variables that the inserted code uses.
type contextNames struct{ awaited, frame, now, adopt, restore string }

func newContextNames(text string) contextNames {
	tail := ""
	for {
		n := contextNames{"__awaited" + tail, "__frame" + tail, "__now" + tail, "__adopt" + tail, "__restore" + tail}
		if !containsAny(text, n.awaited, n.frame, n.now, n.adopt, n.restore) {
			return n
		}
		tail += "_"
	}
}

func containsAny(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// keepContext makes the async functions of a script carry their async context.
// A module is itself an async function if it has await at its top level.
func (s *script) keepContext(module bool) error {
	if !containsAny(s.text, "await", "async") {
		return nil
	}
	ts, err := tokenize(s.text)
	if err != nil {
		return err
	}
	k := contextKeeper{tokens: ts, contextNames: newContextNames(s.text), text: s.text}
	k.scopes = []scope{{end: len(ts), async: module}}
	k.read()
	if !k.used {
		return nil
	}
	head := " const { now: " + k.now + ", adopt: " + k.adopt + ", restore: " + k.restore + " } = __runtime;"
	if module {
		head += " var " + k.awaited + ", " + k.frame + ";"
	}
	k.edits = append(k.edits, edit{at: strings.IndexByte(s.text, '\n'), insert: head})
	s.apply(k.edits)
	return nil
}

// A contextKeeper reads a script from its beginning to its end.
type contextKeeper struct {
	tokens
	contextNames
	text   string
	scopes []scope // the innermost is the last; the first is the module
	edits  []edit
	used   bool
}

func (k *contextKeeper) read() {
	bodies := map[int]*asyncFunction{}
	for i := range k.tokens {
		for len(k.scopes) > 1 && k.scopes[len(k.scopes)-1].end <= i {
			k.leave()
		}
		if f, ok := bodies[i]; ok {
			k.scopes = append(k.scopes, scope{asyncFunction: f, end: f.end, async: true})
		} else if k.opensFunction(i) {
			k.scopes = append(k.scopes, scope{end: k.afterGroup(i)})
		}
		switch k.tokens[i].kind {
		case js.AsyncToken:
			if f, ok := k.asyncFunctionAt(i); ok {
				bodies[f.body] = f
			}
		case js.AwaitToken:
			k.await(i)
		case js.YieldToken:
			k.yield(i)
		case js.IdentifierToken:
			k.forAwait(i)
		case js.ReturnToken:
			k.returned(i)
		case js.CatchToken, js.FinallyToken:
			k.handler(i)
		}
	}
	for len(k.scopes) > 1 {
		k.leave()
	}
	k.leaveModule()
}

// opensFunction reports whether a brace opens the body of a function.
func (k *contextKeeper) opensFunction(i int) bool {
	if k.tokens[i].kind != js.OpenBraceToken {
		return false
	}
	switch k.kind(i - 1) {
	case js.ArrowToken:
		return true
	case js.CloseParenToken:
		head := k.tokens[i-1].match
		return !k.isHead(head) && !k.catches(head-1) && k.kind(head-1) != js.SwitchToken
	}
	return false
}

func (k *contextKeeper) innermost() *scope { return &k.scopes[len(k.scopes)-1] }

func (k *contextKeeper) await(i int) {
	in := k.innermost()
	if !in.async || k.isName(i) {
		return
	}
	switch k.kind(i + 1) {
	case js.ColonToken, js.SemicolonToken, js.CommaToken, js.EqToken, js.CloseBraceToken, js.ErrorToken:
		return // the name of a property
	case js.OpenParenToken:
		if k.kind(k.afterGroup(i+1)) == js.OpenBraceToken {
			return // the name of a method
		}
	}
	in.suspends = true
	begin, end := k.tokens[i], k.tokens[k.afterUnary(i+1)-1].end
	value := k.awaited
	if k.stepsIterator(i) {
		value = "__runtime.iteratorResult(" + value + ")"
	}
	k.edits = append(k.edits,
		edit{at: begin.start, remove: len("await"), insert: "(" + k.awaited + " = " + k.adopt + "(", owner: begin.start},
		edit{at: end, insert: "), " + k.suspend("await") + ", " + k.now + ".frame = " + k.frame + ", " + value + ")", owner: begin.start, ends: true})
}

// The awaits that esbuild makes of a for await loop; _ is one of its variables.
// They take any result of the iterator, where the standard asks for an object.
var (
	nextOfLoop   = strings.Fields("= ! ( _ = await _ . next ( ) ) . done ; _ = false )")
	returnOfLoop = strings.Fields("&& ( _ = _ . return ) && await _ . call ( _ )")
)

// forAwait gives the helper the words for what a loop goes over, for its errors.
func (k *contextKeeper) forAwait(i int) {
	open := i + 1
	if k.kind(i-1) != js.EqToken || k.kind(open) != js.OpenParenToken || k.textOf(i) != "__forAwait" {
		return
	}
	end := k.tokens[open].match
	for n := open + 1; n < end; n++ {
		if kind := k.kind(n); kind != js.DotToken && kind != js.ThisToken && !js.IsIdentifier(kind) && !k.isName(n) {
			return
		}
	}
	k.edits = append(k.edits, edit{
		at: k.tokens[end].start, owner: k.tokens[i].start, ends: true,
		insert: ", " + quote(k.text[k.tokens[open].end:k.tokens[end].start]),
	})
}

func (k *contextKeeper) stepsIterator(i int) bool {
	return k.reads(i-slices.Index(nextOfLoop, "await"), nextOfLoop) || k.reads(i-slices.Index(returnOfLoop, "await"), returnOfLoop)
}

// reads reports whether the tokens from i on are words; _ is any variable.
func (k *contextKeeper) reads(i int, words []string) bool {
	if i < 0 || i+len(words) > len(k.tokens) {
		return false
	}
	for n, word := range words {
		if t := k.tokens[i+n]; word == "_" && !js.IsIdentifier(t.kind) || word != "_" && k.textOf(i+n) != word {
			return false
		}
	}
	return true
}

func (k *contextKeeper) textOf(i int) string { return k.text[k.tokens[i].start:k.tokens[i].end] }

// returned adopts what a return statement of an async function returns.
func (k *contextKeeper) returned(i int) {
	if k.innermost().asyncFunction == nil || k.isName(i) {
		return
	}
	operand := i + 1
	switch k.kind(operand) {
	case js.ColonToken, js.SemicolonToken, js.CommaToken, js.EqToken, js.CloseBraceToken, js.ErrorToken:
		return // nothing, or the name of a property
	case js.OpenParenToken:
		if k.kind(k.afterGroup(operand)) == js.OpenBraceToken {
			return // the name of a method
		}
	}
	end := k.afterAssignment(operand)
	for k.kind(end) == js.CommaToken {
		end = k.afterAssignment(end + 1)
	}
	if k.kind(end) != js.SemicolonToken || k.settled(operand, end) {
		return
	}
	owner := k.tokens[i].start
	k.edits = append(k.edits,
		edit{at: k.tokens[operand].start, insert: k.adopt + "((", owner: owner},
		edit{at: k.tokens[end-1].end, insert: "))", owner: owner, ends: true})
}

// settled reports whether the expression from i to end is no thenable for sure, as
// far as its form tells.
func (ts tokens) settled(i, end int) bool {
	operator := false
	for at := i; at < end; at = ts.afterGroup(at) {
		switch k := ts.kind(at); k {
		case js.QuestionToken, js.AndToken, js.OrToken, js.NullishToken, js.CommaToken, js.EqToken:
			return false
		case js.ArrowToken:
			return true
		case js.InToken, js.InstanceofToken:
			operator = true
		default:
			operator = operator || js.IsOperator(k) && k != js.OptChainToken
		}
	}
	switch k := ts.kind(i); k {
	case js.VoidToken, js.TypeofToken, js.DeleteToken:
		return true
	case js.AwaitToken, js.YieldToken:
		return operator || ts.afterUnary(i+1) == end
	case js.OpenParenToken: // of an object literal that an arrow function returns
		return operator || ts.kind(i+1) == js.OpenBraceToken && ts.afterGroup(i) == end
	case js.OpenBraceToken, js.OpenBracketToken, js.StringToken, js.RegExpToken, js.TemplateToken, js.TemplateStartToken,
		js.TrueToken, js.FalseToken, js.NullToken:
		return operator || ts.afterGroup(i) == end
	default:
		return operator || js.IsNumeric(k)
	}
}

func (k *contextKeeper) yield(i int) {
	in := k.innermost()
	if in.asyncFunction == nil || !in.generator || k.isName(i) {
		return
	}
	in.suspends = true
	begin, operand, keyword := k.tokens[i], i+1, "yield"
	if k.kind(operand) == js.MulToken {
		operand, keyword = operand+1, "yield*"
	}
	end := k.afterAssignment(operand)
	if keyword == "yield" && (end == operand || k.tokens[operand].line) {
		k.edits = append(k.edits, edit{
			at: begin.start, remove: len(keyword), owner: begin.start,
			insert: "(" + k.awaited + " = void 0, " + k.suspend(keyword) + ", " + k.restore + "(" + k.frame + "), " + k.awaited + ")",
		})
		return
	}
	opening := "(" + k.awaited + " = " + k.adopt + "("
	if keyword == "yield*" {
		opening = "(" + k.awaited + " = ("
	}
	k.edits = append(k.edits,
		edit{at: begin.start, remove: k.tokens[operand-1].end - begin.start, insert: opening, owner: begin.start},
		edit{at: k.tokens[end-1].end, insert: "), " + k.suspend(keyword) + ", " + k.restore + "(" + k.frame + "), " + k.awaited + ")", owner: begin.start, ends: true})
}

// suspend keeps the frame and awaits or yields what lies in the variable.
func (k *contextKeeper) suspend(keyword string) string {
	return k.frame + " = " + k.now + ".frame, " + k.awaited + " = " + keyword + " " + k.awaited
}

// catches reports whether a word at i begins a catch clause, and not a method.
func (k *contextKeeper) catches(i int) bool {
	return k.kind(i) == js.CatchToken && k.kind(i-1) == js.CloseBraceToken && k.kind(k.tokens[i-1].match-1) == js.TryToken
}

// handler notes a catch or finally clause. Methods may be named so, too.
func (k *contextKeeper) handler(i int) {
	if k.kind(i-1) != js.CloseBraceToken {
		return
	}
	brace := i + 1
	if k.tokens[i].kind == js.CatchToken {
		if !k.catches(i) {
			return
		}
		if k.kind(brace) == js.OpenParenToken {
			brace = k.afterGroup(brace)
		}
	}
	if in := k.innermost(); in.async && k.kind(brace) == js.OpenBraceToken {
		in.handlers = append(in.handlers, brace)
	}
}

// leave ends the innermost function.
func (k *contextKeeper) leave() {
	in := *k.innermost()
	k.scopes = k.scopes[:len(k.scopes)-1]
	if in.asyncFunction == nil {
		return
	}
	owner := k.tokens[in.start].start
	head, tail := "", ""
	if in.suspends {
		k.restoreIn(in.handlers)
		head = " var " + k.awaited + ", " + k.frame + ";"
		if !k.redeclares(in.asyncFunction) {
			head += " try {"
			tail = "} catch (" + k.awaited + ") { " + k.restore + "(" + k.frame + "); throw " + k.awaited + "; }"
		}
	}
	begin, end := k.tokens[in.body], k.tokens[in.end-1]
	switch {
	case in.block(k.tokens):
		k.edits = append(k.edits,
			edit{at: k.afterDirectives(in.body), insert: head, owner: owner},
			edit{at: end.start, insert: tail, owner: owner, ends: true})
	case in.suspends:
		adopt := k.adopt
		if k.settled(in.body, in.end) {
			adopt = ""
		}
		k.edits = append(k.edits,
			edit{at: begin.start, insert: "{" + head + " return " + adopt + "(", owner: owner},
			edit{at: end.end, insert: "); " + tail + " }", owner: owner, ends: true})
	case !k.settled(in.body, in.end):
		k.edits = append(k.edits,
			edit{at: begin.start, insert: k.adopt + "(", owner: owner},
			edit{at: end.end, insert: ")", owner: owner, ends: true})
	}
}

// redeclares reports whether a function declaration of a body shares its name
// with another one or with a variable, which a block around it would not allow.
func (k *contextKeeper) redeclares(f *asyncFunction) bool {
	if !f.block(k.tokens) {
		return false
	}
	names := map[string]bool{}
	for i := f.body + 1; i < f.end-1; i = k.afterGroup(i) {
		name := i + 1
		if k.kind(name) == js.MulToken {
			name++
		}
		if k.kind(i) != js.FunctionToken || k.isName(i) || !js.IsIdentifier(k.kind(name)) {
			continue
		}
		if names[k.textOf(name)] {
			return true
		}
		names[k.textOf(name)] = true
	}
	for i := f.body + 1; len(names) > 0 && i < f.end; i++ {
		if k.kind(i) == js.VarToken && k.declares(i, names) {
			return true
		}
	}
	return false
}

// declares reports whether the var at i declares one of the names.
func (k *contextKeeper) declares(i int, names map[string]bool) bool {
	for more := true; more; more = k.kind(i) == js.CommaToken {
		target := i + 1
		if k.kind(target) == js.ErrorToken {
			return false
		}
		for i = target; i < k.afterGroup(target); i++ {
			if names[k.textOf(i)] {
				return true
			}
		}
		i = k.afterAssignment(i)
	}
	return false
}

func (k *contextKeeper) leaveModule() {
	module := k.scopes[0]
	if module.suspends {
		k.restoreIn(module.handlers)
	}
	k.used = len(k.edits) > 0
}

func (k *contextKeeper) restoreIn(handlers []int) {
	for _, brace := range handlers {
		at := k.tokens[brace].end
		k.edits = append(k.edits, edit{at: at, insert: " " + k.restore + "(" + k.frame + ");", owner: at})
	}
}
