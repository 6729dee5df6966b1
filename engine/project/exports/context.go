package exports

import (
	"regexp"
	"slices"
	"strings"
)

// A Context is the type that a route handler gives to params of its second
// argument, where that can be told to be no promise.
type Context struct {
	Method string // "GET"
	Params string // the type as written: "{ id: string }"
	Line   int    // of the type
}

var namesParams = regexp.MustCompile(`\bparams\??\s*:`)

// readContexts finds exported handlers with a type for params that is an object
// or a primitive: written in place, or in a type alias or an interface of the same
// file. What is imported, generic or composed stays unjudged.
func readContexts(name, src string) []Context {
	if !namesParams.MatchString(src) {
		return nil
	}
	r := newReader(name, src)
	s := typeScan{reader: r}
	for t := r.take(); t.kind != eof; t = r.take() {
		s.tokens = append(s.tokens, t)
	}
	if r.lost || len(r.stack) > 0 || !s.pair() {
		return nil
	}
	var found []Context
	for i := 0; i < len(s.tokens); i++ {
		if end := s.closing[i]; end > 0 {
			i = end // what is in brackets is no statement of the file
		} else if s.word(i, "export") {
			if c, ok := s.context(i + 1); ok {
				found = append(found, c)
			}
		}
	}
	return found
}

// A typeScan reads types from the tokens of a file.
type typeScan struct {
	reader  *reader
	tokens  []token
	closing map[int]int // the closing bracket of each opening one
}

func (s *typeScan) pair() bool {
	s.closing = map[int]int{}
	var open []int
	for i, t := range s.tokens {
		if t.kind != punct {
			continue
		}
		switch s.text(i) {
		case "(", "[", "{":
			open = append(open, i)
		case ")", "]", "}":
			if len(open) == 0 {
				return false
			}
			s.closing[open[len(open)-1]] = i
			open = open[:len(open)-1]
		}
	}
	return len(open) == 0
}

func (s *typeScan) text(i int) string {
	if i < 0 || i >= len(s.tokens) {
		return ""
	}
	return s.reader.text(s.tokens[i])
}

func (s *typeScan) word(i int, text string) bool {
	return s.text(i) == text && s.tokens[i].kind == word
}

// A span is a run of tokens, the end not included.
type span struct{ from, to int }

// context reads an exported function from behind the word export.
func (s *typeScan) context(i int) (Context, bool) {
	if s.word(i, "async") {
		i++
	}
	method, at := s.text(i+1), i+2
	switch {
	case s.word(i, "function"):
	case s.word(i, "const") && s.text(at) == "=":
		at++
		if s.word(at, "async") {
			at++
		}
		if s.word(at, "function") {
			at++
		} else if after := s.text(s.closing[at] + 1); after != "=>" && after != ":" {
			return Context{}, false
		}
	default:
		return Context{}, false
	}
	if !handlerNames[method] || s.text(at) != "(" {
		return Context{}, false
	}
	params, ok := s.contextType(span{at + 1, s.closing[at]})
	if !ok {
		return Context{}, false
	}
	first, last := s.tokens[params.from], s.tokens[params.to-1]
	line, _ := s.reader.line(first.start)
	text := strings.Join(strings.Fields(s.reader.src[first.start:last.end]), " ")
	return Context{Method: method, Params: text, Line: line}, s.noPromise(params)
}

var handlerNames = map[string]bool{"GET": true, "HEAD": true, "OPTIONS": true, "POST": true, "PUT": true, "DELETE": true, "PATCH": true}

// contextType returns the type of params in the second of a function's parameters.
func (s *typeScan) contextType(parameters span) (span, bool) {
	list := s.split(parameters, ",")
	if len(list) < 2 {
		return span{}, false
	}
	at := list[1].from
	if end := s.closing[at]; end > 0 {
		at = end
	}
	if at++; s.text(at) == "?" {
		at++
	}
	if s.text(at) != ":" || at >= list[1].to {
		return span{}, false
	}
	typ := s.split(span{at + 1, list[1].to}, "=")[0]
	members, ok := s.members(typ, 0)
	if !ok {
		return span{}, false
	}
	i := slices.IndexFunc(members, func(m member) bool { return m.name == "params" })
	if i < 0 {
		return span{}, false
	}
	return members[i].typ, true
}

// split cuts a run at a punctuator, outside of all brackets.
func (s *typeScan) split(in span, at string) []span {
	var list []span
	angles, from := 0, in.from
	for i := in.from; i < in.to; i++ {
		switch text := s.text(i); {
		case s.closing[i] > 0:
			i = s.closing[i]
		case text == "<":
			angles++
		case text == ">":
			angles--
		case text == at && angles == 0:
			list = append(list, span{from, i})
			from = i + 1
		}
	}
	if from < in.to || len(list) == 0 {
		list = append(list, span{from, in.to})
	}
	return list
}

// A member is a property of an object type.
type member struct {
	name string
	typ  span
}

// members returns the properties of an object type, in place or by its name in
// the file. It says no to everything else.
func (s *typeScan) members(typ span, depth int) ([]member, bool) {
	switch {
	case typ.to-typ.from == 1 && s.tokens[typ.from].kind == word && depth < 5:
		declared, ok := s.declaration(s.text(typ.from))
		if !ok {
			return nil, false
		}
		return s.members(declared, depth+1)
	case typ.from >= typ.to, s.text(typ.from) != "{", s.closing[typ.from] != typ.to-1:
		return nil, false
	}
	var list []member
	for at := typ.from + 1; at < typ.to-1; {
		m, next, ok := s.member(at, typ.to-1)
		if !ok {
			return nil, false
		}
		list, at = append(list, m), next
	}
	return list, true
}

// member reads one property and returns where the next one begins.
func (s *typeScan) member(at, end int) (m member, next int, ok bool) {
	if s.word(at, "readonly") && s.tokens[at+1].kind == word {
		at++
	}
	if k := s.tokens[at].kind; k != word && k != text {
		return m, 0, false
	}
	m.name = unquote(s.text(at))
	if at++; s.text(at) == "?" {
		at++
	}
	if s.text(at) != ":" {
		return m, 0, false
	}
	m.typ.from = at + 1
	angles := 0
	for at++; at < end; at++ {
		text := s.text(at)
		if angles == 0 && at > m.typ.from {
			if text == ";" || text == "," {
				m.typ.to = at
				return m, at + 1, true
			}
			if s.tokens[at].newline && !composes(text) && !composes(s.text(at-1)) {
				m.typ.to = at
				return m, at, true
			}
		}
		switch {
		case s.closing[at] > 0:
			at = s.closing[at]
		case text == "<":
			angles++
		case text == ">":
			angles--
		}
	}
	m.typ.to = end
	return m, end, m.typ.from < m.typ.to
}

func composes(text string) bool { return text == "|" || text == "&" || text == "=>" || text == "[" }

// declaration returns the type that the file declares by a name, once.
func (s *typeScan) declaration(name string) (found span, ok bool) {
	for i := 0; i < len(s.tokens); i++ {
		if end := s.closing[i]; end > 0 {
			i = end
			continue
		}
		if !s.word(i+1, name) {
			continue
		}
		var typ span
		switch {
		case s.word(i, "interface") && s.text(i+2) == "{":
			typ = span{i + 2, s.closing[i+2] + 1}
		case s.word(i, "type") && s.text(i+2) == "=":
			typ = span{i + 3, i + 4}
			if end := s.closing[i+3]; end > 0 {
				typ.to = end + 1
			}
			if after := s.text(typ.to); after != "" && after != ";" && (!s.tokens[typ.to].newline || composes(after)) {
				return span{}, false
			}
		case s.word(i, "interface"), s.word(i, "type"), s.word(i, "class"), s.word(i, "enum"):
			return span{}, false
		default:
			continue
		}
		if ok {
			return span{}, false // merged
		}
		found, ok = typ, true
	}
	return found, ok && found.from < len(s.tokens)
}

// noPromise reports whether a promise cannot have a type: a primitive, an object
// with properties of which promises have none, or a record of primitives.
func (s *typeScan) noPromise(typ span) bool {
	if typ.to-typ.from == 1 {
		switch s.text(typ.from) {
		case "string", "number", "boolean":
			return true
		}
	}
	if s.word(typ.from, "Record") && s.text(typ.from+1) == "<" {
		return s.recordOfPrimitives(typ)
	}
	members, ok := s.members(typ, 0)
	isPromises := func(m member) bool { return m.name == "then" || m.name == "catch" || m.name == "finally" }
	return ok && len(members) > 0 && !slices.ContainsFunc(members, isPromises)
}

// recordOfPrimitives reports whether a type is Record<string, string | string[]>
// or the like. Record<string, any> takes everything.
func (s *typeScan) recordOfPrimitives(typ span) bool {
	parts := s.split(span{typ.from + 2, typ.to - 1}, ",")
	if len(parts) != 2 || s.text(typ.to-1) != ">" {
		return false
	}
	for i := typ.from + 2; i < typ.to-1; i++ {
		if !recordWords[s.text(i)] {
			return false
		}
	}
	return true
}

var recordWords = map[string]bool{"string": true, "number": true, "boolean": true, "undefined": true, ",": true, "|": true, "[": true, "]": true}
