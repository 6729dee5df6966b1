package compile

import "github.com/tdewolff/parse/v2/js"

// returned adopts what a return statement of an async function returns.
func (k *contextKeeper) returned(i int) {
	if k.innermost().asyncFunction == nil || k.isName(i) || k.isKey(i) {
		return
	}
	end := k.afterAssignment(i + 1)
	for k.kind(end) == js.CommaToken {
		end = k.afterAssignment(end + 1)
	}
	if k.kind(end) == js.SemicolonToken {
		k.adoptResult(i+1, end, k.tokens[i].start)
	}
}

// adoptResult adopts the value of the tokens from i to end, unless it is settled.
func (k *contextKeeper) adoptResult(i, end, owner int) {
	if k.settled(i, end) {
		return
	}
	k.edits = append(k.edits,
		edit{at: k.tokens[i].start, insert: k.adopt + "((", owner: owner},
		edit{at: k.tokens[end-1].end, insert: "))", owner: owner, ends: true})
}

// settled reports whether the expression from i to end is no thenable for sure, as
// far as its form tells.
func (ts tokens) settled(i, end int) bool {
	operator := false
	for at := i; at < end; at = ts.afterGroup(at) {
		switch k := ts.kind(at); k {
		case js.QuestionToken, js.AndToken, js.OrToken, js.NullishToken, js.CommaToken, js.EqToken,
			js.AndEqToken, js.OrEqToken, js.NullishEqToken:
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
