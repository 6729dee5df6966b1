package compile

import (
	"errors"
	"io"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/js"
)

// A token of compiled code. Spaces and comments are none.
type token struct {
	start, end int // offsets
	match      int // the index of the bracket that belongs to this one; else its own
	kind       js.TokenType
	line       bool // it begins a line
}

// tokens are those of a file as esbuild prints it. That form is what decides
// where the grammar needs a parser: a regular expression that begins a
// statement begins a line, and statements end in semicolons.
type tokens []token

// bytesOfToken is what a token and the space around it take in printed code, or
// somewhat less.
const bytesOfToken = 4

// tokenize splits code that esbuild printed.
func tokenize(code string) (tokens, error) {
	input := parse.NewInputString(code)
	lexer := js.NewLexer(input)
	all := make(tokens, 0, len(code)/bytesOfToken)
	var open []int // brackets that nothing has closed
	line := true
	for {
		kind, text := lexer.Next()
		if (kind == js.DivToken || kind == js.DivEqToken) && all.expectOperand(line) {
			kind, text = lexer.RegExp()
		}
		switch kind {
		case js.ErrorToken:
			switch err := lexer.Err(); {
			case !errors.Is(err, io.EOF):
				return nil, err
			case len(open) > 0:
				return nil, errUnbalanced
			}
			return all, nil
		case js.LineTerminatorToken, js.CommentLineTerminatorToken:
			line = true
			continue
		case js.WhitespaceToken, js.CommentToken:
			continue
		}
		here := len(all)
		t := token{kind: kind, start: input.Offset() - len(text), end: input.Offset(), match: here, line: line}
		line = false
		switch kind {
		case js.CloseBraceToken, js.CloseParenToken, js.CloseBracketToken, js.TemplateEndToken:
			if len(open) == 0 {
				return nil, errUnbalanced
			}
			t.match = open[len(open)-1]
			open = open[:len(open)-1]
			all[t.match].match = here
		case js.OpenBraceToken, js.OpenParenToken, js.OpenBracketToken, js.TemplateStartToken:
			open = append(open, here)
		}
		all = append(all, t)
	}
}

var errUnbalanced = errors.New("a bracket is missing")

// kind returns the kind of a token; none is outside of the text.
func (ts tokens) kind(i int) js.TokenType {
	if i < 0 || i >= len(ts) {
		return js.ErrorToken
	}
	return ts[i].kind
}

// expectOperand reports whether a slash that comes next begins a regular
// expression; line says that it begins a line.
func (ts tokens) expectOperand(line bool) bool {
	last := len(ts) - 1
	switch k := ts.kind(last); k {
	case js.CloseParenToken:
		return ts.isHead(ts[last].match)
	case js.CloseBraceToken:
		return line
	case js.AwaitToken, js.YieldToken:
		return !ts.isName(last)
	case js.OfToken: // in the head of a loop, behind what is declared
		before := ts.kind(last - 1)
		return js.IsIdentifier(before) || before == js.CloseBracketToken || before == js.CloseBraceToken
	case js.CloseBracketToken, js.IncrToken, js.DecrToken, js.StringToken, js.RegExpToken, js.TemplateToken,
		js.TemplateEndToken, js.PrivateIdentifierToken, js.ThisToken, js.SuperToken, js.NullToken, js.TrueToken, js.FalseToken:
		return false
	default:
		return !js.IsNumeric(k) && !js.IsIdentifier(k) && !ts.isName(last)
	}
}

// isHead reports whether a parenthesis opens the head of a statement.
func (ts tokens) isHead(i int) bool {
	before := i - 1
	if ts.kind(before) == js.AwaitToken && ts.kind(before-1) == js.ForToken {
		before--
	}
	switch ts.kind(before) {
	case js.IfToken, js.WhileToken, js.ForToken, js.WithToken:
		return !ts.isName(before)
	}
	return false
}

// isName reports whether a word is the name of a property that is read.
func (ts tokens) isName(i int) bool {
	if !js.IsIdentifierName(ts.kind(i)) {
		return false
	}
	before := ts.kind(i - 1)
	return before == js.DotToken || before == js.OptChainToken
}

// isKey reports whether a keyword that wants an operand is the name of a property or
// of a method that is defined, or has no operand.
func (ts tokens) isKey(i int) bool {
	switch ts.kind(i + 1) {
	case js.ColonToken, js.SemicolonToken, js.CommaToken, js.EqToken, js.CloseBraceToken, js.ErrorToken:
		return true
	case js.OpenParenToken:
		return ts.kind(ts.afterGroup(i+1)) == js.OpenBraceToken
	}
	return false
}

// afterGroup returns the index behind the group that a bracket opens, or behind
// any other token.
func (ts tokens) afterGroup(i int) int { return ts[i].match + 1 }

// afterUnary returns the index behind the UnaryExpression that begins at i.
func (ts tokens) afterUnary(i int) int {
	switch ts.kind(i) {
	case js.NotToken, js.BitNotToken, js.AddToken, js.SubToken, js.IncrToken, js.DecrToken,
		js.TypeofToken, js.VoidToken, js.DeleteToken, js.AwaitToken:
		return ts.afterUnary(i + 1)
	}
	i = ts.afterMember(i)
	if k := ts.kind(i); k == js.IncrToken || k == js.DecrToken {
		return i + 1
	}
	return i
}

// afterMember returns the index behind the LeftHandSideExpression at i.
func (ts tokens) afterMember(i int) int {
	switch ts.kind(i) {
	case js.NewToken:
		i = ts.afterMember(i + 1)
	case js.FunctionToken:
		i = ts.afterFunction(i)
	case js.AsyncToken:
		if ts.kind(i+1) == js.FunctionToken {
			i = ts.afterFunction(i + 1)
		} else {
			i++
		}
	case js.ClassToken:
		i++
		if js.IsIdentifierName(ts.kind(i)) && ts.kind(i) != js.ExtendsToken {
			i++
		}
		if ts.kind(i) == js.ExtendsToken {
			i = ts.afterMember(i + 1)
		}
		i = ts.afterBrace(i)
	case js.ErrorToken:
		return len(ts)
	case js.DotToken: // new.target
	default:
		i = ts.afterGroup(i)
	}
	for {
		switch ts.kind(i) {
		case js.DotToken:
			i += 2
		case js.OptChainToken:
			i++
			if k := ts.kind(i); js.IsIdentifierName(k) || k == js.PrivateIdentifierToken {
				i++
			}
		case js.OpenParenToken, js.OpenBracketToken, js.TemplateStartToken, js.TemplateToken:
			i = ts.afterGroup(i)
		default:
			return i
		}
	}
}

// afterFunction returns the index behind the function that begins with the
// keyword at i.
func (ts tokens) afterFunction(i int) int {
	for i < len(ts) && ts[i].kind != js.OpenParenToken {
		i++
	}
	if i == len(ts) {
		return i
	}
	return ts.afterBrace(ts.afterGroup(i))
}

func (ts tokens) afterBrace(i int) int {
	if ts.kind(i) != js.OpenBraceToken {
		return min(i, len(ts))
	}
	return ts.afterGroup(i)
}

// afterAssignment returns the index behind the AssignmentExpression at i.
func (ts tokens) afterAssignment(i int) int {
	for conditions := 0; i < len(ts); i = ts.afterGroup(i) {
		switch ts[i].kind {
		case js.CommaToken, js.SemicolonToken, js.CloseParenToken, js.CloseBracketToken, js.CloseBraceToken,
			js.TemplateMiddleToken, js.TemplateEndToken:
			return i
		case js.QuestionToken:
			conditions++
		case js.ColonToken:
			if conditions == 0 {
				return i
			}
			conditions--
		}
	}
	return len(ts)
}
