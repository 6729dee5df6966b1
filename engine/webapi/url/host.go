package url

import (
	"strings"
	"unicode/utf8"

	whatwg "github.com/nlnwa/whatwg-url/url"
	"golang.org/x/net/idna"
)

// looseProfile is the standard's domain to ASCII, which lets characters like "_"
// and "&" stand beside international ones; whatwg-url's profile does not.
// See https://url.spec.whatwg.org/#concept-domain-to-ascii
var looseProfile = idna.New(
	idna.MapForLookup(),
	idna.BidiRule(),
	idna.VerifyDNSLength(false),
	idna.StrictDomainName(false),
	idna.ValidateLabels(true),
	idna.CheckHyphens(false),
	idna.CheckJoiners(true),
	idna.Transitional(false),
)

// looseHosts returns a parser for one URL whose host whatwg-url refuses: it sees
// another host, and the URL gets its own back when that was parsed.
func looseHosts() whatwg.Parser {
	var host string
	return whatwg.NewParser(
		whatwg.WithPreParseHostFunc(func(u *whatwg.Url, input string) string {
			host = ""
			if !isSpecial(u) {
				return input
			}
			ascii, ok := looseASCII(input)
			if !ok {
				return input
			}
			host = ascii
			return "host"
		}),
		whatwg.WithPostParseHostFunc(func(_ *whatwg.Url, parsed string) string {
			if host != "" {
				return host
			}
			return parsed
		}),
	)
}

func isSpecial(u *whatwg.Url) bool {
	switch u.Protocol() {
	case "http:", "https:", "ws:", "wss:", "ftp:", "file:":
		return true
	}
	return false
}

// looseASCII returns the ASCII form of a domain that has international characters.
func looseASCII(input string) (string, bool) {
	domain := DecodePercent(input)
	if !utf8.ValidString(domain) || isASCII(domain) && !strings.Contains(strings.ToLower(domain), "xn--") {
		return "", false
	}
	ascii, err := looseProfile.ToASCII(domain)
	if err != nil || ascii == "" || strings.ContainsFunc(ascii, isForbiddenInDomain) || endsInNumber(ascii) {
		return "", false
	}
	return ascii, true
}

// isForbiddenInDomain reports a forbidden domain code point:
// https://url.spec.whatwg.org/#forbidden-domain-code-point
func isForbiddenInDomain(r rune) bool {
	return r <= 0x20 || r >= 0x7f || strings.ContainsRune("#/:<>?@[\\]^|%", r)
}

// endsInNumber is https://url.spec.whatwg.org/#ends-in-a-number-checker: such a
// domain is an address, which is whatwg-url's to judge.
func endsInNumber(domain string) bool {
	domain = strings.TrimSuffix(domain, ".")
	last := strings.ToLower(domain[strings.LastIndexByte(domain, '.')+1:])
	if digits, isHex := strings.CutPrefix(last, "0x"); isHex {
		return strings.Trim(digits, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
