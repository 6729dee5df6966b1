package utf8text

import "testing"

func TestDecode(t *testing.T) {
	for in, want := range map[string]string{
		"\xef\xbb\xbfa":     "a",
		"\xff":              "\uFFFD",
		"\xe2\x82":          "\uFFFD",
		"\xf0\x9f\x98a":     "\uFFFDa",
		"\xc0\x80":          "\uFFFD\uFFFD",
		"é\xef\xbb\xbf":     "é\ufeff",
		"\xed\xa0\x80\xf5b": "\uFFFD\uFFFD\uFFFD\uFFFDb",
	} {
		if got := Decode([]byte(in)); got != want {
			t.Errorf("Decode(%q) = %q, want %q", in, got, want)
		}
	}
	if got := DecodeWithoutBOM([]byte("\ufeffa")); got != "\ufeffa" {
		t.Errorf("a byte order mark was taken away: %q", got)
	}
}
