package fetch

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseMultipart(t *testing.T) {
	const field = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
	for name, c := range map[string]struct {
		body string
		want []string // name=value, or name(filename, type)=value; nil if malformed
	}{
		"a field":                          {field + "1\r\n--x--\r\n", []string{"a=1"}},
		"no line break at the end":         {field + "1\r\n--x--", []string{"a=1"}},
		"empty lines around":               {"\r\n\r\n" + field + "1\r\n--x--\r\n\r\n", []string{"a=1"}},
		"nothing in it":                    {"--x--", []string{}},
		"a file":                           {"--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n%22\"\r\nContent-Type: a/b \r\n\r\n\x00\r\n--x--", []string{"f(n\", a/b)=\x00"}},
		"a file without a type":            {"--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--x--", []string{"f(, text/plain)="}},
		"line breaks in a value":           {field + "\r\n1\r\n\r\n--x--", []string{"a=\r\n1\r\n"}},
		"base64":                           {"--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\naGk=\r\n--x--", []string{"a=hi"}},
		"the last disposition counts":      {"--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"f\"\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n1\r\n--x--", []string{"b=1"}},
		"line feeds alone":                 {strings.ReplaceAll(field+"1\r\n--x--", "\r", ""), nil},
		"no end":                           {field + "1\r\n", nil},
		"another boundary":                 {strings.ReplaceAll(field+"1\r\n--x--", "--x", "--y"), nil},
		"something before":                 {"hello\r\n" + field + "1\r\n--x--", nil},
		"something after":                  {field + "1\r\n--x--more", nil},
		"the boundary in a value":          {field + "an x here\r\n--x--", nil},
		"no space after a semicolon":       {"--x\r\nContent-Disposition: form-data;name=\"a\"\r\n\r\n1\r\n--x--", nil},
		"a name without quotes":            {"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--", nil},
		"no name":                          {"--x\r\nContent-Type: a/b\r\n\r\n1\r\n--x--", nil},
		"a header name with a space in it": {"--x\r\nContent Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--", nil},
		"nothing at all":                   {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			parts, ok := parseMultipart([]byte(c.body), "x")
			if !ok && c.want != nil || ok && c.want == nil {
				t.Fatalf("ok is %v", ok)
			}
			var got []string
			for _, p := range parts {
				label := p.name
				if p.filename != nil {
					label += "(" + *p.filename + ", " + p.mimeType + ")"
				}
				got = append(got, label+"="+string(p.body))
			}
			if diff := cmp.Diff(c.want, got); diff != "" && len(c.want)+len(got) > 0 {
				t.Error(diff)
			}
		})
	}
}

// Whatever comes in, parsing ends, and what it finds was there.
func FuzzParseMultipart(f *testing.F) {
	f.Add([]byte("--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\nContent-Type: c/d\r\n\r\n1\r\n--x--"), "x")
	f.Add([]byte("--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\n-_=\r\n--x--"), "x")
	f.Add([]byte("----"), "")
	f.Fuzz(func(t *testing.T, body []byte, boundary string) {
		parts, _ := parseMultipart(body, boundary)
		size := 0
		for _, p := range parts {
			size += len(p.body)
		}
		if size > len(body) {
			t.Errorf("%d bytes hold %d bytes of values", len(body), size)
		}
	})
}

func TestParseDataURL(t *testing.T) {
	for url, want := range map[string]string{
		"data:,a%20b":                  "|a b",
		"data:text/css;x=y,%zz":        "text/css;x=y|%zz",
		"data:;base64,aGk=":            "|hi",
		"data:a/b; BASE64 ,aGk=":       "a/b|hi",
		"data:;charset=x,1":            "text/plain;charset=x|1",
		"data:;base64,a G\tk":          "|hi",
		"data:;base64,a":               "failure",
		"data:text/plain":              "failure",
		"data:text/plain;base64,aGk==": "failure",
	} {
		got := "failure"
		if mimeType, body, ok := parseDataURL(url); ok {
			got = mimeType + "|" + string(body)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", url, got, want)
		}
	}
}

func TestIntegrity(t *testing.T) {
	const (
		right = "sha256-j0NDRmSPa5bfid2pAcUXaxCm2Dlh3TwayItZstwyeqQ="
		wrong = "sha512-AAAA"
	)
	for metadata, want := range map[string]bool{
		"": true, right: true, "md5-x": true, wrong: false, "sha256-AAAA " + right: true,
		right + " " + wrong: false, right + "?opt": true, "sha256-!": false,
	} {
		if got := integrityMatches([]byte("hi"), metadata); got != want {
			t.Errorf("%q: got %v", metadata, got)
		}
	}
}
