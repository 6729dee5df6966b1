package http1

// A class is a set of bytes, one bit of [classes].
type class uint8

// The classes, as llhttp's tables have them.
const (
	tokenChar  class = 1 << iota // of method, header names and chunk extensions: RFC 9110, 5.6.2
	valueChar                    // of header values
	pathChar                     // of a target from its path on
	serverChar                   // of the authority of an absolute target
	quotedChar                   // of a quoted string, without quote and backslash
)

var classes = makeClasses()

func makeClasses() (t [256]class) {
	mark := func(c class, from, to byte) {
		for b := int(from); b <= int(to); b++ {
			t[b] |= c
		}
	}
	each := func(c class, set string) {
		for i := range len(set) {
			t[set[i]] |= c
		}
	}
	for _, c := range []class{tokenChar, serverChar} {
		mark(c, '0', '9')
		mark(c, 'A', 'Z')
		mark(c, 'a', 'z')
	}
	each(tokenChar, "!#$%&'*+-.^_`|~")
	each(serverChar, "!$%&'()*+,-./:;=?@[]_~")
	mark(pathChar, '!', '~')
	each(valueChar|quotedChar, "\t")
	mark(valueChar|quotedChar, ' ', '~')
	mark(valueChar|quotedChar, 0x80, 0xff)
	t['"'] &^= quotedChar
	t['\\'] &^= quotedChar
	return t
}

// span returns the index of the first byte from i on that is not in c.
func (c class) span(b []byte, i int) int {
	for i < len(b) && classes[b[i]]&c != 0 {
		i++
	}
	return i
}

// has reports whether b is in c.
func (c class) has(b byte) bool { return classes[b]&c != 0 }
