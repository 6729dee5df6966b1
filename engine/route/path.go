package route

import (
	"strings"
)

// Redirect returns the location of the 308 that Next.js answers before anything
// else when the path holds a backslash or two adjacent slashes: the same target
// with backslashes turned into slashes and runs of slashes collapsed. target may
// carry a query, which is kept as it is.
func Redirect(target string) (location string, ok bool) {
	path, query := cutQuery(target)
	if !strings.Contains(path, "//") && strings.IndexByte(path, '\\') < 0 {
		return "", false
	}
	clean := collapseSlashes(strings.ReplaceAll(path, `\`, "/"))
	return NormalizePath(clean) + query, true
}

// RedirectSlash returns the location of the 308 that puts the final slash right.
// With trailingSlash unset, a path other than the root loses it. With it set, a
// last segment without a dot gets one, one that looks like a file loses it, and
// "/.well-known" is left alone. path is normalized and has no query.
func RedirectSlash(path string, trailingSlash bool) (location string, ok bool) {
	trimmed := strings.TrimSuffix(path, "/")
	slashed := len(trimmed) < len(path)
	if trimmed == "" {
		return "", false
	}
	if !trailingSlash {
		return trimmed, slashed
	}
	if trimmed == "/.well-known" || strings.HasPrefix(trimmed, "/.well-known/") {
		return "", false
	}
	last := trimmed[strings.LastIndexByte(trimmed, '/')+1:]
	if strings.IndexByte(last, '.') >= 0 {
		return trimmed, slashed
	}
	return path + "/", !slashed
}

// NormalizePath reads a raw pathname as the WHATWG URL parser does: "." and ".."
// and their "%2e" spellings are resolved, characters such as spaces, quotes and
// non-ASCII are percent-encoded, and everything else keeps its spelling.
// See https://url.spec.whatwg.org/#path-state.
func NormalizePath(path string) string {
	if isNormalPath(path) {
		return path
	}
	path = strings.TrimPrefix(strings.ReplaceAll(path, `\`, "/"), "/")
	parts := strings.Split(path, "/")
	out := make([]string, 0, len(parts))
	for i, part := range parts {
		last := i == len(parts)-1
		switch dots(part) {
		case 2:
			if len(out) > 0 {
				out = out[:len(out)-1]
			}
			if last {
				out = append(out, "")
			}
		case 1:
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, encodePath(part))
		}
	}
	return "/" + strings.Join(out, "/")
}

// isNormalPath is the fast path of NormalizePath: nothing to encode, no dot
// segment.
func isNormalPath(path string) bool {
	if path == "" || path[0] != '/' {
		return false
	}
	for i := 0; i < len(path); i++ {
		c := path[i]
		if mustEncode(c) || c == '\\' {
			return false
		}
		if c != '/' || i+1 == len(path) {
			continue
		}
		if next := path[i+1]; next != '.' && next != '%' {
			continue
		}
		part, _, _ := strings.Cut(path[i+1:], "/")
		if dots(part) > 0 {
			return false
		}
	}
	return true
}

// dots returns 1 for a single-dot segment, 2 for a double-dot segment, else 0.
func dots(part string) int {
	n := 0
	for part != "" {
		switch {
		case part[0] == '.':
			part = part[1:]
		case len(part) >= 3 && strings.EqualFold(part[:3], "%2e"):
			part = part[3:]
		default:
			return 0
		}
		if n++; n > 2 {
			return 0
		}
	}
	return n
}

func encodePath(part string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(part); i++ {
		if c := part[i]; mustEncode(c) {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// mustEncode is the path percent-encode set,
// https://url.spec.whatwg.org/#path-percent-encode-set.
func mustEncode(c byte) bool {
	return c <= ' ' || c >= 0x7f || encodedInPath[c]
}

var encodedInPath = [128]bool{'"': true, '#': true, '<': true, '>': true, '?': true, '^': true, '`': true, '{': true, '}': true}

func collapseSlashes(path string) string {
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	return path
}

// cutQuery splits a request target at its first question mark, which stays with
// the query.
func cutQuery(target string) (path, query string) {
	if i := strings.IndexByte(target, '?'); i >= 0 {
		return target[:i], target[i:]
	}
	return target, ""
}
