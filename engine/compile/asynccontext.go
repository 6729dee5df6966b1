package compile

import (
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
// What is awaited, yielded or returned is adopted: the then of a thenable, a
// query builder for example, runs in the frame as well.

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
	k := contextKeeper{tokens: ts, contextNames: newContextNames(s.text)}
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
			if !f.block(k.tokens) {
				k.adoptResult(i, f.end)
			}
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
		case js.ReturnToken:
			k.returns(i)
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
		return !k.isHead(head) && k.kind(head-1) != js.CatchToken && k.kind(head-1) != js.SwitchToken
	}
	return false
}

func (k *contextKeeper) innermost() *scope { return &k.scopes[len(k.scopes)-1] }

func (k *contextKeeper) await(i int) {
	in := k.innermost()
	if !in.async || k.isName(i) || k.isKey(i) {
		return
	}
	in.suspends = true
	begin, end := k.tokens[i], k.tokens[k.afterUnary(i+1)-1].end
	k.edits = append(k.edits,
		edit{at: begin.start, remove: len("await"), insert: "(" + k.awaited + " = " + k.adopt + "(", owner: begin.start},
		edit{at: end, insert: "), " + k.suspend("await") + ", " + k.now + ".frame = " + k.frame + ", " + k.awaited + ")", owner: begin.start, ends: true})
}

// isKey reports whether a keyword with an operand is the name of a property or a
// method that is defined.
func (ts tokens) isKey(i int) bool {
	switch ts.kind(i + 1) {
	case js.ColonToken, js.SemicolonToken, js.CommaToken, js.EqToken, js.CloseBraceToken, js.ErrorToken:
		return true
	case js.OpenParenToken:
		return ts.kind(ts.afterGroup(i+1)) == js.OpenBraceToken
	}
	return false
}

// returns looks at the value of a return statement: promises take it, too.
func (k *contextKeeper) returns(i int) {
	if in := k.innermost(); in.asyncFunction != nil && !k.isName(i) && !k.isKey(i) {
		end := k.afterAssignment(i + 1)
		for k.kind(end) == js.CommaToken {
			end = k.afterAssignment(end + 1)
		}
		k.adoptResult(i+1, end)
	}
}

// adoptResult has a result adopted if it may be a thenable.
func (k *contextKeeper) adoptResult(begin, end int) {
	if !k.mayBeThenable(begin, end) {
		return
	}
	first, last := k.tokens[begin], k.tokens[end-1]
	k.edits = append(k.edits,
		edit{at: first.start, insert: k.adopt + "((", owner: first.start},
		edit{at: last.end, insert: "))", owner: first.start, ends: true})
}

// mayBeThenable reports whether the value of an expression can be a thenable, as
// far as its form tells.
func (ts tokens) mayBeThenable(begin, end int) bool {
	operator := false
	for i := begin; i < end; i = ts.afterGroup(i) {
		switch k := ts.kind(i); k {
		case js.QuestionToken, js.AndToken, js.OrToken, js.NullishToken, js.CommaToken, js.EqToken:
			return true
		case js.ArrowToken:
			return false
		case js.InToken, js.InstanceofToken:
			operator = true
		default:
			operator = operator || js.IsOperator(k) && k != js.OptChainToken
		}
	}
	if operator || begin >= end {
		return false
	}
	switch k := ts.kind(begin); k {
	case js.VoidToken, js.TypeofToken, js.DeleteToken, js.AwaitToken, js.YieldToken:
		return false
	case js.OpenParenToken: // of an object literal that an arrow function returns
		return ts.kind(begin+1) != js.OpenBraceToken || ts.afterGroup(begin) < end
	case js.OpenBraceToken, js.OpenBracketToken, js.StringToken, js.RegExpToken, js.TemplateToken, js.TemplateStartToken,
		js.TrueToken, js.FalseToken, js.NullToken:
		return ts.afterGroup(begin) < end
	default:
		return !js.IsNumeric(k)
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
	k.edits = append(k.edits,
		edit{at: begin.start, remove: k.tokens[operand-1].end - begin.start, insert: "(" + k.awaited + " = " + k.adopt + "(", owner: begin.start},
		edit{at: k.tokens[end-1].end, insert: "), " + k.suspend(keyword) + ", " + k.restore + "(" + k.frame + "), " + k.awaited + ")", owner: begin.start, ends: true})
}

// suspend keeps the frame and awaits or yields what lies in the variable.
func (k *contextKeeper) suspend(keyword string) string {
	return k.frame + " = " + k.now + ".frame, " + k.awaited + " = " + keyword + " " + k.awaited
}

// handler notes a catch or finally clause. Methods may be named so, too.
func (k *contextKeeper) handler(i int) {
	if k.kind(i-1) != js.CloseBraceToken {
		return
	}
	brace := i + 1
	if k.tokens[i].kind == js.CatchToken {
		if k.kind(k.tokens[i-1].match-1) != js.TryToken {
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
	if !in.suspends {
		return
	}
	k.restoreIn(in.handlers)
	owner := k.tokens[in.start].start
	head := " var " + k.awaited + ", " + k.frame + "; try {"
	tail := "} catch (" + k.awaited + ") { " + k.restore + "(" + k.frame + "); throw " + k.awaited + "; }"
	if in.block(k.tokens) {
		k.edits = append(k.edits,
			edit{at: k.afterDirectives(in.body), insert: head, owner: owner},
			edit{at: k.tokens[in.end-1].start, insert: tail, owner: owner, ends: true})
		return
	}
	k.edits = append(k.edits,
		edit{at: k.tokens[in.body].start, insert: "{" + head + " return (", owner: owner},
		edit{at: k.tokens[in.end-1].end, insert: "); " + tail + " }", owner: owner, ends: true})
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
