package v8

import (
	"slices"
	"strings"
)

// An iteration is a place of the source where something is iterated over.
type iteration struct {
	start, end int // the tokens of what is
	kind       iterationKind
}

type iterationKind uint8

const (
	loopHead    iterationKind = iota // for (… of value)
	declared                         // const [a] = value
	assigned                         // [a] = value, and yield* value
	arraySpread                      // [...value]
	callSpread                       // f(...value)
)

// iterations returns the places of a source where something is iterated over.
func (p *printer) iterations() []iteration {
	var out []iteration
	for i := range p.tokens {
		switch {
		case p.isWord(i, "of") && p.isWord(p.opening(i)-1, "for"):
			out = append(out, iteration{i + 1, p.past(p.opening(i)) - 1, loopHead})
		case p.is(i, "...") && !p.is(p.past(p.opening(i)), "="):
			_, end := p.assignment(i + 1)
			kind := arraySpread
			if p.is(p.opening(i), "(") {
				kind = callSpread
			}
			out = append(out, iteration{i + 1, end, kind})
		case p.is(i, "[") && p.is(p.past(i), "="):
			_, end := p.assignment(p.past(i) + 1)
			kind := assigned
			if p.isWord(i-1, "const") || p.isWord(i-1, "let") || p.isWord(i-1, "var") {
				kind = declared
			}
			out = append(out, iteration{p.past(i) + 1, end, kind})
		case p.isWord(i, "yield") && p.is(i+1, "*"):
			_, end := p.assignment(i + 2)
			out = append(out, iteration{i + 2, end, assigned})
		}
	}
	return out
}

// iterationAt returns the place of one of the kinds that the position is in, or the
// next one: QuickJS keeps positions of calls and members only.
func (p *printer) iterationAt(at int, kinds ...iterationKind) (iteration, bool) {
	var next, within *iteration
	for _, it := range p.iterations() {
		if !slices.Contains(kinds, it.kind) {
			continue
		}
		switch {
		case p.at(it.start).start <= at && at < p.at(it.end-1).end:
			within = &it // the innermost comes last
		case p.at(it.start).start > at && next == nil:
			next = &it
		}
	}
	switch {
	case within != nil:
		return *within, true
	case next != nil:
		return *next, true
	}
	return iteration{}, false
}

// print prints what is iterated over, and reports whether that is what a call
// returned; "" if V8 tells its kind instead.
func (p *printer) print(it iteration) (text string, isCall bool) {
	inner := printer{tokens: p.tokens[:it.end], iterated: true}
	text, _ = inner.assignment(it.start)
	last := it.end - 1
	isCall = text != "" && p.is(last, ")") && p.linksBack(p.at(last).match)
	isChoice := strings.HasPrefix(text, "(") && (strings.Contains(text, " || ") || strings.Contains(text, " && ") || strings.Contains(text, " ?? "))
	isMember := it.kind == declared && text != "" && it.end-it.start > 1 && p.at(it.start+1).isLink() && !(isCall && p.at(last).match == it.start+1)
	if isChoice || isMember || it.kind == assigned {
		return "", false
	}
	return orNothing(text), isCall
}

// isLink reports whether a member or call begins at the token.
func (t token) isLink() bool {
	return t.isDot() || t.kind == punctuator && (t.text == "[" || t.text == "(")
}

// isOnlySpread reports whether a spread argument is the last one, and no other is
// spread.
func (p *printer) isOnlySpread(it iteration) bool {
	open := p.opening(it.start - 1)
	if !p.is(it.end, ")") {
		return false
	}
	for i := open + 1; i < it.start-1; i++ {
		if p.is(i, "...") {
			return false
		}
		if p.at(i).match > i {
			i = p.at(i).match
		}
	}
	return true
}

// opening returns the bracket that is open at token i.
func (p *printer) opening(i int) int {
	for i--; i >= 0; i-- {
		switch t := p.at(i); {
		case t.kind != punctuator:
		case t.match >= 0 && t.match < i:
			i = t.match
		case t.text == "(" || t.text == "[" || t.text == "{":
			return i
		}
	}
	return -1
}

// A pattern is an object pattern that takes a value apart.
type pattern struct {
	first      string // its first property; "" if it has none, or a computed one
	hasDefault bool   // that property has one, or goes to no variable
	value      string // the expression it is matched with; "" for a parameter
	inList     bool   // it is inside of an array pattern
	assigned   bool   // it is no declaration
	properties []property
}

// A property of a pattern that is itself taken apart.
type property struct {
	name   string
	object pattern
	isList bool
}

// destructuring returns the object pattern at or after the position.
func (c code) destructuring() (pattern, bool) {
	p := &printer{tokens: lex(c.text)}
	for i := p.tokenAt(c.at); i < len(p.tokens); i++ {
		if !p.is(i, "{") {
			continue
		}
		found, ok := p.patternAt(i)
		if ok {
			return found, true
		}
	}
	return pattern{}, false
}

// patternAt reads the brace at i as a pattern, if something is matched with it.
func (p *printer) patternAt(i int) (pattern, bool) {
	after := p.past(i)
	found := p.pattern(i)
	open := p.opening(i)
	switch {
	case p.is(after, "=") && open >= 0 && p.is(open, "(") && p.isParameters(open):
		found.value = nothing + nothing + nothing // the conditional of a default
	case p.is(after, "="):
		text, _ := p.assignment(after + 1)
		found.value = orNothing(text)
		found.assigned = !p.isWord(i-1, "const") && !p.isWord(i-1, "let") && !p.isWord(i-1, "var") && !p.is(i-1, ",")
	case open >= 0 && p.is(open, "[") && p.isListPattern(open):
		found.inList = true
	case p.isWord(after, "of"):
		found.value = ".for"
	case p.is(after, ")") && p.isWord(open-1, "catch"):
		found.value = ".catch"
	case (p.is(after, ")") || p.is(after, ",")) && open >= 0 && p.is(open, "(") && p.isParameters(open):
	default:
		return pattern{}, false
	}
	return found, true
}

// isListPattern reports whether the bracket at i takes an array apart.
func (p *printer) isListPattern(i int) bool {
	after := p.past(i)
	return p.is(after, "=") || p.isWord(after, "of") || p.is(after, ")") && p.isParameters(p.opening(i))
}

// isParameters reports whether the parenthesis at i holds parameters.
func (p *printer) isParameters(i int) bool {
	after := p.past(i)
	return p.is(after, "=>") || p.is(after, "{")
}

func (p *printer) pattern(i int) pattern {
	found := pattern{}
	end := p.past(i) - 1
	for j, count := i+1, 0; j < end; j, count = j+1, count+1 {
		if p.is(j, "...") {
			break
		}
		name, ok := p.propertyName(j)
		computed := p.is(j, "[")
		if j++; computed {
			j = p.past(j - 1)
		}
		isNested, isMember := false, false
		if p.is(j, ":") {
			j++
			isNested = p.is(j, "{") || p.is(j, "[")
			if isNested {
				nested := property{name: name, isList: p.is(j, "[")}
				if !nested.isList {
					nested.object = p.pattern(j)
				}
				found.properties = append(found.properties, nested)
				j = p.past(j)
			} else {
				start := j
				_, j = p.chain(j)
				isMember = j > start+1
			}
		}
		hasDefault := p.is(j, "=")
		if hasDefault {
			_, j = p.assignment(j + 1)
		}
		if count == 0 && ok {
			found.first, found.hasDefault = name, hasDefault && !isNested || isMember
		}
	}
	return found
}

// propertyName returns the name of the property that is written at token j.
func (p *printer) propertyName(j int) (string, bool) {
	t := p.at(j)
	if text, ok := stringValue(t); ok {
		return text, true
	}
	switch t.kind {
	case identifier:
		return t.text, true
	case numeric:
		return numberText(t.text), true
	}
	return "", false
}
