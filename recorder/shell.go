package recorder

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// shellWords splits a command line as a POSIX shell does, without expanding
// anything: quotes, backslashes, continued lines and bash's $'…'.
func shellWords(line string) ([]string, error) {
	s := shellScanner{rest: line}
	var words []string
	for {
		s.rest = strings.TrimLeft(strings.ReplaceAll(s.rest, "\\\r\n", "\\\n"), " \t\r\n")
		if strings.HasPrefix(s.rest, "\\\n") {
			s.rest = s.rest[2:]
			continue
		}
		if s.rest == "" {
			return words, nil
		}
		word, err := s.word()
		if err != nil {
			return nil, err
		}
		words = append(words, word)
	}
}

var errUnclosed = errors.New("a quote is opened and never closed")

type shellScanner struct{ rest string }

// word reads up to unquoted white space.
func (s *shellScanner) word() (string, error) {
	var b strings.Builder
	for s.rest != "" {
		c := s.rest[0]
		switch {
		case strings.IndexByte(" \t\r\n", c) >= 0:
			return b.String(), nil
		case c == '\'':
			i := strings.IndexByte(s.rest[1:], '\'')
			if i < 0 {
				return "", errUnclosed
			}
			b.WriteString(s.rest[1 : 1+i])
			s.rest = s.rest[i+2:]
		case c == '"':
			if err := s.double(&b); err != nil {
				return "", err
			}
		case strings.HasPrefix(s.rest, "$'"):
			if err := s.dollar(&b); err != nil {
				return "", err
			}
		case c == '\\' && len(s.rest) > 1:
			if s.rest[1] != '\n' {
				b.WriteByte(s.rest[1])
			}
			s.rest = s.rest[2:]
		default:
			b.WriteByte(c)
			s.rest = s.rest[1:]
		}
	}
	return b.String(), nil
}

// double reads "…", where a backslash escapes only $, `, ", \ and a line end.
func (s *shellScanner) double(b *strings.Builder) error {
	for s.rest = s.rest[1:]; s.rest != ""; s.rest = s.rest[1:] {
		switch c := s.rest[0]; {
		case c == '"':
			s.rest = s.rest[1:]
			return nil
		case c == '\\' && len(s.rest) > 1 && strings.IndexByte("$`\"\\\n", s.rest[1]) >= 0:
			if s.rest[1] != '\n' {
				b.WriteByte(s.rest[1])
			}
			s.rest = s.rest[1:]
		default:
			b.WriteByte(c)
		}
	}
	return errUnclosed
}

var dollarEscapes = map[byte]byte{'n': '\n', 't': '\t', 'r': '\r', 'a': '\a', 'b': '\b', 'f': '\f', 'v': '\v', 'e': 0x1b, 'E': 0x1b}

// dollar reads $'…' with its escapes.
func (s *shellScanner) dollar(b *strings.Builder) error {
	s.rest = s.rest[2:]
	for s.rest != "" {
		c := s.rest[0]
		switch {
		case c == '\'':
			s.rest = s.rest[1:]
			return nil
		case c != '\\' || len(s.rest) == 1:
			b.WriteByte(c)
			s.rest = s.rest[1:]
		default:
			s.escape(b)
		}
	}
	return errUnclosed
}

func (s *shellScanner) escape(b *strings.Builder) {
	c := s.rest[1]
	s.rest = s.rest[2:]
	switch digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]; {
	case digits > 0:
		n := 0
		for n < digits && n < len(s.rest) && isHex(s.rest[n]) {
			n++
		}
		code, _ := strconv.ParseUint(s.rest[:n], 16, 32)
		s.rest = s.rest[n:]
		if c == 'x' {
			b.WriteByte(byte(code))
		} else {
			b.Write(utf8.AppendRune(nil, rune(code)))
		}
	case dollarEscapes[c] != 0:
		b.WriteByte(dollarEscapes[c])
	default:
		b.WriteByte(c)
	}
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
