package pipeline

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"routescope/engine/pathregexp"
)

// params are what a rule's source and conditions filled in.
type params []pathregexp.Value

func (ps params) lookup(name string) (pathregexp.Value, bool) {
	for _, p := range ps {
		if p.Name == name {
			return p, true
		}
	}
	return pathregexp.Value{}, false
}

func (ps params) with(v pathregexp.Value) params {
	if i := slices.IndexFunc(ps, func(p pathregexp.Value) bool { return p.Name == v.Name }); i >= 0 {
		ps[i] = v
		return ps
	}
	return append(ps, v)
}

// escapedColon keeps a parameter's colon from the URL parser, which would take
// ":8080/:id" for a port.
const escapedColon = "__ESC_COLON_"

var escapedColons = regexp.MustCompile("(?i)" + escapedColon)

func unescapeColons(text string) string { return escapedColons.ReplaceAllString(text, ":") }

// parseDestination reads a destination as a URL without letting the parser see
// its parameters.
func parseDestination(destination string, ps params, q Query) (location, error) {
	for _, p := range ps {
		destination = escapeColon(destination, p.Name)
	}
	for _, v := range q {
		destination = escapeColon(destination, v.Name)
	}
	l, err := parseLocation(destination)
	if err != nil {
		return l, err
	}
	l.path, l.hostname = unescapeColons(l.path), unescapeColons(l.hostname)
	l.hash, l.search = unescapeColons(l.hash), unescapeColons(l.search)
	return l, nil
}

func escapeColon(text, name string) string {
	if name == "" {
		return text
	}
	return strings.ReplaceAll(text, ":"+name, escapedColon+name)
}

// fillDestination is Next.js's prepareDestination: it puts parameters into a
// destination and merges the queries. With join, parameters that the destination
// does not use in its path or host join the query.
func fillDestination(destination string, ps params, q Query, join bool) (location, error) {
	l, err := parseDestination(destination, ps, q)
	if err != nil {
		return l, fmt.Errorf("destination %s: %w", destination, err)
	}
	own := l.query
	for i, v := range own {
		if own[i], err = fillQueryValue(v, ps); err != nil {
			return l, err
		}
	}
	path, err := compile(l.path+l.hash, nil)
	if err != nil {
		return l, err
	}
	names := path.Names()
	var host *pathregexp.Template
	if l.hostname != "" {
		if host, err = compile(l.hostname, encodeComponent); err != nil {
			return l, err
		}
		names = append(names, host.Names()...)
	}
	if join && !slices.ContainsFunc(ps, func(p pathregexp.Value) bool { return slices.Contains(names, p.Name) }) {
		own = joinParams(own, ps)
	}
	if err := l.fill(path, host, ps); err != nil {
		return l, err
	}
	l.query = mergeQuery(q, own)
	return l, nil
}

// fill replaces path, hash, host and search by what the templates give.
func (l *location) fill(path, host *pathregexp.Template, ps params) error {
	filled, err := path.Fill(withMarkers(l.path, ps).lookup)
	if err != nil {
		return multiMatch(err)
	}
	if host != nil {
		if l.hostname, err = host.Fill(ps.lookup); err != nil {
			return multiMatch(err)
		}
	}
	l.path, l.hash, _ = strings.Cut(filled, "#")
	if l.hash != "" {
		l.hash, _, _ = strings.Cut(l.hash, "#")
		l.hash = "#" + l.hash
	}
	if l.search != "" {
		l.search, err = fillText(l.search, ps)
	}
	return err
}

func multiMatch(err error) error {
	if _, ok := errors.AsType[*pathregexp.MultiMatchError](err); ok {
		return errors.New("To use a multi-match in the destination you must add `*` at the end of the param name to signify it should repeat. https://nextjs.org/docs/messages/invalid-multi-match")
	}
	return err
}

// withMarkers adds what an intercepting marker in the path, which the pattern
// parser takes for an unnamed group, stands for.
func withMarkers(path string, ps params) params {
	for segment := range strings.SplitSeq(path, "/") {
		switch {
		case strings.HasPrefix(segment, "(..)(..)"):
			ps = slices.Clone(ps).with(pathregexp.Value{Name: "0", Text: "(..)"})
			return ps.with(pathregexp.Value{Name: "1", Text: "(..)"})
		case strings.HasPrefix(segment, "(.)"), strings.HasPrefix(segment, "(..)"), strings.HasPrefix(segment, "(...)"):
			marker := segment[:strings.IndexByte(segment, ')')+1]
			return slices.Clone(ps).with(pathregexp.Value{Name: "0", Text: marker})
		}
	}
	return ps
}

func fillQueryValue(v QueryValue, ps params) (QueryValue, error) {
	var err error
	if v.Values == nil {
		v.Value, err = fillText(unescapeColons(v.Value), ps)
		return v, err
	}
	for i, value := range v.Values {
		if v.Values[i], err = fillText(unescapeColons(value), ps); err != nil {
			return v, err
		}
	}
	return v, nil
}

// joinParams adds parameters that the destination's own query does not name.
func joinParams(own Query, ps params) Query {
	for _, p := range ps {
		if _, ok := own.Lookup(p.Name); !ok && p.Name != "nextInternalLocale" {
			own = own.with(QueryValue{Name: p.Name, Value: p.Text, Values: p.List})
		}
	}
	return own
}

func mergeQuery(base, over Query) Query {
	merged := slices.Clone(base)
	for _, v := range over {
		merged = merged.with(v)
	}
	return merged
}

// fillText is compileNonPath: it replaces :name in text that is no path, where a
// lone colon and the other special characters stand for themselves.
func fillText(text string, ps params) (string, error) {
	if !strings.Contains(text, ":") {
		return text, nil
	}
	var b strings.Builder
	b.WriteByte('/')
	for i := 0; i < len(text); {
		if name := paramAt(text[i:], ps); name != "" {
			b.WriteString(":" + name)
			i += len(name) + 1
			if i < len(text) && strings.IndexByte("*?+", text[i]) >= 0 {
				b.WriteByte(text[i])
				i++
			}
			continue
		}
		if strings.IndexByte(":*?+(){}", text[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(text[i])
		i++
	}
	template, err := compile(b.String(), nil)
	if err != nil {
		return "", err
	}
	filled, err := template.Fill(ps.lookup)
	if err != nil {
		return "", multiMatch(err)
	}
	return strings.TrimPrefix(filled, "/"), nil
}

// paramAt returns the parameter that text begins with, behind its colon.
func paramAt(text string, ps params) string {
	if text[0] != ':' {
		return ""
	}
	for _, p := range ps {
		rest, ok := strings.CutPrefix(text[1:], p.Name)
		if ok && (rest == "" || !isWord(rest[0])) {
			return p.Name
		}
	}
	return ""
}

func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_'
}
