package v8

import "slices"

/* Where expressions begin. */

// chainStart returns where the member expression begins whose last token is at i.
func (p *printer) chainStart(i int) int {
	for i > 0 {
		if p.at(i).kind == punctuator {
			open := p.at(i).match
			if open < 0 || open > i {
				return i
			}
			i = open
			if !p.linksBack(i) {
				return p.headStart(i)
			}
			i--
			if p.is(i, "?.") {
				i--
			}
			continue
		}
		switch {
		case p.at(i - 1).isDot():
			i -= 2
		case p.at(i).kind == templated && endsOperand(p.tokens, i-1):
			i--
		default:
			return i
		}
	}
	return max(i, 0)
}

// linksBack reports whether the bracket at i is a call or a key of what is before.
func (p *printer) linksBack(i int) bool {
	if p.is(i, "{") || i == 0 {
		return false
	}
	return endsOperand(p.tokens, i-1) || p.is(i-1, "?.")
}

// headStart returns where a function or class begins whose body is the brace at i.
func (p *printer) headStart(i int) int {
	if !p.is(i, "{") {
		return i
	}
	j := i - 1
	if p.is(j, ")") && p.at(j).match >= 0 {
		j = p.at(j).match - 1
	}
	for ; j >= 0 && i-j < 8; j-- {
		if p.isWord(j, "function") || p.isWord(j, "class") {
			if p.isWord(j-1, "async") {
				j--
			}
			return j
		}
		if p.at(j).kind != identifier && !p.is(j, "*") && !p.is(j, ".") {
			break
		}
	}
	return i
}

// callee prints what is called by the parenthesis, or template, at token i.
func (p *printer) callee(i int) (text string, isConstruction bool) {
	last := i - 1
	if p.is(last, "?.") {
		last--
	}
	start := p.chainStart(last)
	if p.isWord(start-1, "new") && !p.hasCall(start, i) {
		text, next := p.primary(start)
		text, _ = p.links(text, next, false)
		return orNothing(text), true
	}
	if p.isWord(start-1, "new") {
		start--
	}
	inner := printer{tokens: p.tokens[:last+1], iterated: p.iterated}
	text, _ = inner.chain(start)
	return orNothing(text), false
}

// hasCall reports whether there is a call among the links between two tokens.
func (p *printer) hasCall(start, end int) bool {
	for j := start; j < end; j++ {
		if p.is(j, "(") && p.linksBack(j) {
			return true
		}
		if p.at(j).match > j {
			j = p.at(j).match
		}
	}
	return false
}

// tokenAt returns the index of the first token at or after an offset.
func (p *printer) tokenAt(offset int) int {
	i, _ := slices.BinarySearchFunc(p.tokens, offset, func(t token, offset int) int { return t.start - offset })
	return i
}
