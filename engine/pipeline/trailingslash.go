package pipeline

import "strings"

// trailingSlash is the redirect Next.js puts in front of those of next.config. It
// does not look at basePath, so that "/docs/" becomes "/docs" below it, too.
func (r *run) trailingSlash() (done bool, err error) {
	if r.Config.SkipTrailingSlashRedirect {
		r.say("skipTrailingSlashRedirect is set")
		return false, nil
	}
	path, ok := r.wantsSlash(r.path)
	if !ok {
		r.say("the end of the path is as it should be")
		return false, nil
	}
	l := location{path: path, search: redirectQuery(r.query, r.initial)}
	why := "the path ends in a slash and must not"
	if strings.HasSuffix(path, "/") {
		why = "the path must end in a slash (trailingSlash is set)"
	}
	r.redirect(l, 308, why)
	return true, nil
}

// wantsSlash returns the path with its end put right. Without the option
// trailingSlash no path but the root ends in a slash. With it, a last segment
// without a dot needs one and one like a file's name must not have one; others,
// such as "v1.2-beta", are left alone, and so is everything that begins like
// "/.well-known".
func (r *run) wantsSlash(path string) (string, bool) {
	trimmed := strings.TrimSuffix(path, "/")
	slashed := trimmed != path
	if trimmed == "" && r.base == "" {
		return "", false
	}
	if !r.Config.TrailingSlash {
		return trimmed, slashed && trimmed != ""
	}
	if path == r.base && path != "" {
		return path + "/", true
	}
	if trimmed == "" || strings.HasPrefix(trimmed, "/.well-known") {
		return "", false
	}
	last := trimmed[strings.LastIndexByte(trimmed, '/')+1:]
	dot := strings.LastIndexByte(last, '.')
	if slashed {
		return trimmed, dot > 0 && isExtension(last[dot+1:])
	}
	return path + "/", dot < 0
}

func isExtension(text string) bool {
	for i := 0; i < len(text); i++ {
		if !isWord(text[i]) {
			return false
		}
	}
	return text != ""
}
