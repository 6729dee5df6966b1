package v8

import (
	"unicode"
	"unicode/utf16"
)

/* Tokens. */

type dateTokenKind uint8

const (
	endToken dateTokenKind = iota
	invalidToken
	otherToken
	spaceToken
	symbolToken
	numberToken
	wordToken
)

type dateWord uint8

const (
	garbage dateWord = iota + 1
	monthName
	amPM
	zoneName
	timeSeparator
)

type dateToken struct {
	kind   dateTokenKind
	symbol rune // of a symbolToken
	number int  // of a numberToken; the value of a word
	length int
	word   dateWord
}

func (t dateToken) isSign() bool        { return t.symbol == '+' || t.symbol == '-' }
func (t dateToken) isDigits(n int) bool { return t.kind == numberToken && t.length == n }
func (t dateToken) isZ() bool           { return t.word == zoneName && t.length == 1 }
func (t dateToken) sign() int {
	if t.symbol == '-' {
		return -1
	}
	return 1
}

// mostDigits is how many digits of a number count.
const mostDigits = 9

// milliseconds reads the digits after a point as a fraction of a second.
func (t dateToken) milliseconds() int {
	n, length := t.number, min(t.length, mostDigits)
	for ; length < 3; length++ {
		n *= 10
	}
	for ; length > 3; length-- {
		n /= 10
	}
	return n
}

var dateWords = map[string]dateToken{
	"am": {word: amPM, number: 0}, "pm": {word: amPM, number: 12},
	"ut": {word: zoneName}, "utc": {word: zoneName}, "z": {word: zoneName}, "gmt": {word: zoneName},
	"cdt": {word: zoneName, number: -5}, "cst": {word: zoneName, number: -6},
	"edt": {word: zoneName, number: -4}, "est": {word: zoneName, number: -5},
	"mdt": {word: zoneName, number: -6}, "mst": {word: zoneName, number: -7},
	"pdt": {word: zoneName, number: -7}, "pst": {word: zoneName, number: -8},
	"t": {word: timeSeparator},
}

// dateMonths are told by their first three letters, whatever follows these.
var dateMonths = map[string]int{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

type dateScanner struct {
	text    []uint16
	at      int
	current dateToken
}

func newDateScanner(text string) *dateScanner {
	s := &dateScanner{text: utf16.Encode([]rune(text))}
	s.current = s.read()
	return s
}

func (s *dateScanner) peek() dateToken { return s.current }

func (s *dateScanner) next() dateToken {
	token := s.current
	s.current = s.read()
	return token
}

func (s *dateScanner) skip(symbol rune) bool {
	if s.current.symbol != symbol {
		return false
	}
	s.next()
	return true
}

func (s *dateScanner) char() rune {
	if s.at < len(s.text) {
		return rune(s.text[s.at])
	}
	return 0
}

func isDateSpace(c rune) bool {
	return c == '\t' || c == '\n' || c == '\v' || c == '\f' || c == '\r' || c == ' ' || c == 0xa0 || c == 0xfeff ||
		c == 0x2028 || c == 0x2029 || c > 0x7f && unicode.Is(unicode.Zs, c)
}

func isDateLetter(c rune) bool { return c >= 'A' && !isDateSpace(c) }

func (s *dateScanner) read() dateToken {
	start := s.at
	if s.at >= len(s.text) {
		return dateToken{}
	}
	switch c := s.char(); {
	case between(int(c), '0', '9'):
		return s.readNumber()
	case c == ':' || c == '-' || c == '+' || c == '.' || c == ')':
		s.at++
		return dateToken{kind: symbolToken, symbol: c, length: 1}
	case isDateLetter(c):
		return s.readWord()
	case isDateSpace(c):
		for s.at < len(s.text) && isDateSpace(s.char()) {
			s.at++
		}
		return dateToken{kind: spaceToken, length: s.at - start}
	case c == '(':
		s.skipParentheses()
	default:
		s.at++
	}
	return dateToken{kind: otherToken}
}

func (s *dateScanner) readNumber() dateToken {
	start, n, digits := s.at, 0, 0
	for ; between(int(s.char()), '0', '9'); s.at++ {
		if digits == 0 && s.char() == '0' {
			continue
		}
		if digits < mostDigits {
			n = n*10 + int(s.char()-'0')
		}
		digits++
	}
	return dateToken{kind: numberToken, number: n, length: s.at - start}
}

func (s *dateScanner) readWord() dateToken {
	start := s.at
	var word []byte
	for ; s.at < len(s.text) && isDateLetter(s.char()); s.at++ {
		if c := s.char(); c < 0x80 && len(word) <= 3 {
			word = append(word, byte(c|0x20))
		} else {
			word = append(word, 0)
		}
	}
	token := dateToken{word: garbage}
	if len(word) >= 3 && dateMonths[string(word[:3])] != 0 {
		token = dateToken{word: monthName, number: dateMonths[string(word[:3])]}
	} else if known, ok := dateWords[string(word)]; ok {
		token = known
	}
	token.kind, token.length = wordToken, s.at-start
	return token
}

func (s *dateScanner) skipParentheses() {
	depth := 0
	for s.at < len(s.text) {
		switch s.char() {
		case '(':
			depth++
		case ')':
			depth--
		}
		s.at++
		if depth == 0 {
			return
		}
	}
}
