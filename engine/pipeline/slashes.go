package pipeline

import "strings"

// slashes is the first stage: a path with doubled slashes or a backslash is
// redirected to the same path without. A target in absolute form has two slashes
// too and is sent back to itself.
func (r *run) slashes() (done bool, err error) {
	path, query, hasQuery := strings.Cut(r.req.Target, "?")
	if !strings.Contains(path, "//") && strings.IndexByte(path, '\\') < 0 {
		r.say("no doubled slash and no backslash")
		return false, r.start(r.req.Target)
	}
	clean := collapse(path)
	if hasQuery {
		clean += "?" + query
	}
	if err := r.start(clean); err != nil {
		return false, err
	}
	l, err := parseLocation(clean)
	if err != nil {
		return false, err
	}
	r.path = path
	r.redirect(l, 308, "doubled slash or backslash")
	return true, nil
}

// collapse turns backslashes into slashes and runs of slashes into one.
func collapse(path string) string {
	path = strings.ReplaceAll(path, `\`, "/")
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	return path
}
