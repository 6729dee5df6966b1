package compile

import "github.com/tdewolff/parse/v2/js"

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
