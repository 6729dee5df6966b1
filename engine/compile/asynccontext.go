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
	if len(k.edits) == 0 {
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
	k.restoreIn(k.scopes[0].handlers)
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

func (k *contextKeeper) textOf(i int) string { return k.text[k.tokens[i].start:k.tokens[i].end] }

func (k *contextKeeper) innermost() *scope { return &k.scopes[len(k.scopes)-1] }

func (k *contextKeeper) await(i int) {
	in := k.innermost()
	if !in.async || k.isName(i) || k.isKey(i) {
		return
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
	isBlock, owner := in.block(k.tokens), k.tokens[in.start].start
	if !isBlock {
		k.adoptResult(in.body, in.end, owner+1) // inside of what is put around the body
	}
	if !in.suspends {
		return
	}
	k.restoreIn(in.handlers)
	head, tail := " var "+k.awaited+", "+k.frame+";", ""
	if !k.redeclares(in.asyncFunction) {
		head += " try {"
		tail = "} catch (" + k.awaited + ") { " + k.restore + "(" + k.frame + "); throw " + k.awaited + "; }"
	}
	if isBlock {
		k.edits = append(k.edits,
			edit{at: k.afterDirectives(in.body), insert: head, owner: owner},
			edit{at: k.tokens[in.end-1].start, insert: tail, owner: owner, ends: true})
		return
	}
	k.edits = append(k.edits,
		edit{at: k.tokens[in.body].start, insert: "{" + head + " return (", owner: owner},
		edit{at: k.tokens[in.end-1].end, insert: "); " + tail + " }", owner: owner, ends: true})
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

func (k *contextKeeper) restoreIn(handlers []int) {
	for _, brace := range handlers {
		at := k.tokens[brace].end
		k.edits = append(k.edits, edit{at: at, insert: " " + k.restore + "(" + k.frame + ");", owner: at})
	}
}
