package buffer

import "testing"

func TestDecodeUTF8(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"valid text is untouched":              {"é€😀", "é€😀"},
		"a byte that starts nothing":           {"\xffA", "\uFFFDA"},
		"a truncated sequence is one":          {"\xe2\x82", "\uFFFD"},
		"a truncated sequence before a letter": {"\xf0\x9f\x98A", "\uFFFDA"},
		"a surrogate is three":                 {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},
		"an overlong form is one per byte":     {"\xc0\x80", "\uFFFD\uFFFD"},
		"beyond U+10FFFF":                      {"\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
		"a byte order mark stays":              {"\ufeffa", "\ufeffa"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := DecodeUTF8([]byte(c.in)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
