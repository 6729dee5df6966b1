package url

import "strings"

// What a byte may be part of without being changed by parsing.
const (
	inHost = 1 << iota
	inPath
	inQuery
	inFragment
)

// plainBytes says for each ASCII byte where it may stand in an http URL and is
// left alone.
var plainBytes = func() (table [128]byte) {
	for c := byte('!'); c < 0x7f; c++ {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '.', c == '-':
			table[c] = inHost | inPath | inQuery | inFragment
		case strings.IndexByte(`"<>`, c) >= 0:
		case c == '#':
			table[c] = inFragment
		case c == '`':
			table[c] = inQuery
		case c == '\'':
			table[c] = inPath | inFragment
		case strings.IndexByte(`?{}\^`, c) >= 0:
			table[c] = inQuery | inFragment
		default:
			table[c] = inPath | inQuery | inFragment
		}
	}
	return table
}()

// run returns the length of the prefix of s whose bytes may all stand in part.
func run(s string, part byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] >= 128 || plainBytes[s[i]]&part == 0 {
			return i
		}
	}
	return len(s)
}

// parsePlain recognizes an absolute http or https URL that is its own
// serialization, up to the slash after its host. It refuses what it is not sure
// of: dot segments, numbers as hosts, Punycode.
func parsePlain(s string) (href string, ok bool) {
	authority, ok := plainAuthority(s)
	if !ok {
		return "", false
	}
	if authority == len(s) {
		return s + "/", true
	}
	return s, plainTail(s[authority:])
}

// resolvePlain recognizes an absolute path as reference, and resolves it.
func resolvePlain(ref, base string) (href string, ok bool) {
	if !strings.HasPrefix(ref, "/") || strings.HasPrefix(ref, "//") || !plainTail(ref) {
		return parsePlainAgainst(ref, base)
	}
	authority, ok := plainAuthority(base)
	if !ok || authority < len(base) && !plainTail(base[authority:]) {
		return "", false
	}
	return base[:authority] + ref, true
}

// parsePlainAgainst parses an absolute reference; the base must be valid all
// the same.
func parsePlainAgainst(ref, base string) (href string, ok bool) {
	if _, ok = parsePlain(base); !ok {
		return "", false
	}
	return parsePlain(ref)
}

// plainAuthority returns the length of "http://host:port", or of its https form.
func plainAuthority(s string) (end int, ok bool) {
	start, defaultPort := len("http://"), "80"
	switch {
	case strings.HasPrefix(s, "http://"):
	case strings.HasPrefix(s, "https://"):
		start, defaultPort = len("https://"), "443"
	default:
		return 0, false
	}
	end = start + run(s[start:], inHost)
	if !plainHost(s[start:end]) {
		return 0, false
	}
	if end == len(s) || s[end] == '/' {
		return end, true
	}
	if s[end] != ':' {
		return 0, false
	}
	port := s[end+1:]
	if slash := strings.IndexByte(port, '/'); slash >= 0 {
		port = port[:slash]
	}
	return end + 1 + len(port), plainPort(port) && port != defaultPort
}

// plainHost accepts names whose last label starts with a letter, which cannot
// be read as an IPv4 address, and the most common of those.
func plainHost(host string) bool {
	if host == "127.0.0.1" {
		return true
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	return last != "" && last[0] >= 'a' && host[0] != '.' &&
		!strings.Contains(host, "xn--") && !strings.Contains(host, "..")
}

func plainPort(port string) bool {
	if port == "" || len(port) > 4 || port[0] == '0' {
		return len(port) == 5 && port[0] >= '1' && port <= "65535" && onlyDigits(port)
	}
	return onlyDigits(port)
}

func onlyDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// plainTail accepts a path with its query and fragment, none of which parsing
// would change. A segment must not start with a dot, encoded or not.
func plainTail(s string) bool {
	path := run(s, inPath)
	if strings.Contains(s[:path], "/.") || strings.Contains(s[:path], "/%") {
		return false
	}
	s = s[path:]
	if strings.HasPrefix(s, "?") {
		s = s[1+run(s[1:], inQuery):]
	}
	if strings.HasPrefix(s, "#") {
		s = s[1+run(s[1:], inFragment):]
	}
	return s == ""
}
