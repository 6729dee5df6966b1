package pipeline

import (
	"fmt"
	"strings"

	"routescope/engine/route"
)

// A location is a URL in parts, absolute or not, as Next.js's parseUrl returns it.
type location struct {
	protocol string // "https:"; "" for a relative one
	auth     string
	hostname string
	port     string
	path     string
	search   string // with its question mark
	hash     string // with its number sign
	query    Query
}

// parseLocation reads a path with query and hash, or an absolute URL. Only what a
// URL parser changes is changed: characters a URL cannot hold are encoded, dots
// resolved, the host is lower-cased.
func parseLocation(text string) (location, error) {
	var l location
	if !strings.HasPrefix(text, "/") {
		var err error
		if text, err = l.takeOrigin(text); err != nil {
			return l, err
		}
	}
	text, hash, hasHash := strings.Cut(text, "#")
	path, search, hasSearch := strings.Cut(text, "?")
	l.path = route.NormalizePath(path)
	if hasSearch && search != "" {
		l.search = "?" + encodeBytes(search, "\"#<>'")
		l.query = ParseQuery(search)
	}
	if hasHash && hash != "" {
		l.hash = "#" + encodeBytes(hash, "\"<>`")
	}
	return l, nil
}

// takeOrigin reads scheme and host of an absolute URL and returns the rest. Like
// a browser it does not mind how many slashes stand between them.
func (l *location) takeOrigin(text string) (rest string, err error) {
	scheme, rest, ok := strings.Cut(text, ":")
	if scheme = strings.ToLower(scheme); !ok || scheme != "http" && scheme != "https" {
		return "", fmt.Errorf("Invalid URL: %s", text)
	}
	rest = strings.TrimLeft(rest, `/\`)
	host := rest
	if i := strings.IndexAny(rest, `/?#\`); i >= 0 {
		host, rest = rest[:i], rest[i:]
	} else {
		rest = ""
	}
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		l.auth, host = host[:i], host[i+1:]
	}
	l.protocol, l.hostname = scheme+":", strings.ToLower(host)
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		l.hostname, l.port = strings.ToLower(host[:i]), host[i+1:]
	}
	decoded, ok := decodeComponent(l.hostname)
	if !ok || decoded == "" || strings.ContainsAny(decoded, forbiddenInHost) || strings.Trim(l.port, "0123456789") != "" {
		return "", fmt.Errorf("Invalid URL: %s", text)
	}
	if l.protocol == "http:" && l.port == "80" || l.protocol == "https:" && l.port == "443" {
		l.port = ""
	}
	if !strings.HasPrefix(rest, "/") && !strings.HasPrefix(rest, `\`) {
		rest = "/" + rest
	}
	return rest, nil
}

// forbiddenInHost are the characters of https://url.spec.whatwg.org/#forbidden-domain-code-point,
// less the brackets of an IPv6 address and the colons in it.
const forbiddenInHost = " #/<>?@\\^|%\t\n\r\x00\x7f"

// encodeBytes percent-encodes controls, spaces, what is not ASCII, and the given
// characters.
func encodeBytes(text, also string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if c := text[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(also, c) >= 0 {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// String writes the location as Node.js's url.format does.
func (l location) String() string {
	path := strings.NewReplacer("#", "%23", "?", "%3F").Replace(l.path)
	search := strings.ReplaceAll(l.search, "#", "%23")
	if search != "" && search[0] != '?' {
		search = "?" + search
	}
	return l.origin() + path + search + l.hash
}

// origin is the part before the path, the credentials included; "" for a relative
// location.
func (l location) origin() string {
	if l.protocol == "" {
		return ""
	}
	auth := ""
	if l.auth != "" {
		auth = l.auth + "@"
	}
	return l.protocol + "//" + auth + l.host()
}

func (l location) host() string {
	if l.port == "" {
		return l.hostname
	}
	return l.hostname + ":" + l.port
}
