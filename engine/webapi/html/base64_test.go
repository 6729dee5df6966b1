package html

import "testing"

func TestForgivingBase64Decode(t *testing.T) {
	for name, c := range map[string]struct {
		in, want string
		fails    bool
	}{
		"padding is optional":               {in: "Zm8", want: "fo"},
		"whitespace goes first":             {in: " Z\tm\n9\fv\r", want: "foo"},
		"trailing bits may be set":          {in: "Zh==", want: "f"},
		"bytes are characters":              {in: "/w==", want: "ÿ"},
		"one character is too few":          {in: "a", fails: true},
		"padding after whole groups":        {in: "Zm9v=", fails: true},
		"padding inside":                    {in: "ab=c", fails: true},
		"three signs of padding":            {in: "a===", fails: true},
		"the alphabet for URLs":             {in: "-_-_", fails: true},
		"a no-break space is no whitespace": {in: "Zg=\u00a0=", fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := decodeBase64(c.in)
			if (err != nil) != c.fails {
				t.Fatalf("error %v, want one: %v", err, c.fails)
			}
			if err == nil && got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestEncodeBase64RefusesWhatIsNoByte(t *testing.T) {
	if got, err := encodeBase64("caf\u00e9"); err != nil || got != "Y2Fm6Q==" {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := encodeBase64("\u0100"); err == nil {
		t.Error("U+0100 was taken for a byte")
	}
}
