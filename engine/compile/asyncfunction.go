package compile

import "github.com/tdewolff/parse/v2/js"

// An asyncFunction is an async function or async generator function of compiled
// code. Its numbers are indices of tokens.
type asyncFunction struct {
	start     int // the word async
	params    int // the parenthesis, or the only parameter
	body, end int // of the body, with its braces; the index behind it
	arrow     bool
	generator bool
}

// block reports whether the body is a block, and not an expression.
func (f *asyncFunction) block(ts tokens) bool { return ts[f.body].kind == js.OpenBraceToken }

// asyncFunctionAt returns the async function that the word async at i begins.
func (ts tokens) asyncFunctionAt(i int) (*asyncFunction, bool) {
	next := i + 1
	if ts[i].kind != js.AsyncToken || ts.isName(i) || next >= len(ts) || ts[next].line {
		return nil, false
	}
	f := &asyncFunction{start: i, params: next}
	if ts[next].kind == js.OpenParenToken || js.IsIdentifier(ts[next].kind) {
		if arrow := ts.afterGroup(next); ts.kind(arrow) == js.ArrowToken {
			f.arrow, f.body = true, arrow+1
			if ts.kind(f.body) == js.OpenBraceToken {
				f.end = ts.afterGroup(f.body)
			} else {
				f.end = ts.afterAssignment(f.body)
			}
			return f, f.body < f.end
		}
	}
	named := ts[next].kind != js.FunctionToken // a method has to have a name
	if !named {
		next++
	}
	if ts.kind(next) == js.MulToken {
		f.generator = true
		next++
	}
	switch k := ts.kind(next); {
	case k == js.OpenBracketToken && named:
		next = ts.afterGroup(next)
	case js.IsIdentifierName(k), named && (k == js.StringToken || js.IsNumeric(k) || k == js.PrivateIdentifierToken):
		next++
	case named:
		return nil, false
	}
	if ts.kind(next) != js.OpenParenToken {
		return nil, false
	}
	f.params = next
	f.body = ts.afterGroup(next)
	if ts.kind(f.body) != js.OpenBraceToken {
		return nil, false
	}
	f.end = ts.afterGroup(f.body)
	return f, true
}

// afterDirectives returns the offset behind a brace and the directives there.
func (ts tokens) afterDirectives(brace int) int {
	i := brace + 1
	for ts.kind(i) == js.StringToken && ts.kind(i+1) == js.SemicolonToken {
		i += 2
	}
	return ts[i-1].end
}
