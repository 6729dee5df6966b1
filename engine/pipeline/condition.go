package pipeline

import (
	"fmt"
	"strings"

	"routescope/engine/pathregexp"
	"routescope/engine/project"
)

// A condition is one compiled item of has or missing.
type condition struct {
	project.Condition
	value *pathregexp.Regexp // nil for any value
}

func compileConditions(list []project.Condition) ([]condition, error) {
	var out []condition
	for _, c := range list {
		compiled := condition{Condition: c}
		if c.Value != "" {
			var err error
			if compiled.value, err = pathregexp.CompileRegexp("^"+c.Value+"$", false); err != nil {
				return nil, err
			}
		}
		out = append(out, compiled)
	}
	return out, nil
}

// conditions is Next.js's matchHas: every has must hold and no missing may. It
// returns the parameters they filled in, or the reason why they do not hold.
func (r *run) conditions(has, missing []condition) (ps params, reason string) {
	for _, c := range has {
		filled, ok := r.holds(c)
		if !ok {
			return nil, "not " + c.String()
		}
		for _, v := range filled {
			ps = ps.with(v)
		}
	}
	for _, c := range missing {
		if _, ok := r.holds(c); ok {
			return nil, "there is " + c.String() + ", which must be missing"
		}
	}
	return ps, ""
}

// holds checks one condition. An empty value counts as absent.
func (r *run) holds(c condition) (params, bool) {
	value := r.subject(c.Condition)
	if value.Text == "" && len(value.List) == 0 {
		return nil, false
	}
	if c.value == nil {
		value.Name = safeName(c.Key)
		if c.Type == "header" {
			value.Name = strings.ToLower(value.Name)
		}
		return params{value}, true
	}
	text := value.Text
	if value.List != nil {
		text = value.List[len(value.List)-1]
	}
	groups, ok := c.value.Match(text)
	if !ok {
		return nil, false
	}
	ps := namedGroups(c.value, groups)
	if ps == nil && c.Type == "host" && groups[0].Text != "" {
		ps = params{{Name: "host", Text: groups[0].Text}}
	}
	return ps, true
}

func namedGroups(re *pathregexp.Regexp, groups []pathregexp.Group) params {
	var ps params
	for i, name := range re.Names() {
		if name != "" && i < len(groups) && groups[i].Set {
			ps = ps.with(pathregexp.Value{Name: name, Text: groups[i].Text})
		}
	}
	return ps
}

// subject returns what a condition is about.
func (r *run) subject(c project.Condition) pathregexp.Value {
	var v pathregexp.Value
	switch c.Type {
	case "header":
		if v.Text, _ = lookupHeader(r.header, c.Key); v.Text == "" && strings.EqualFold(c.Key, "host") {
			v.Text = r.req.Host
		}
	case "cookie":
		header, _ := lookupHeader(r.header, "cookie")
		v.Text = cookie(header, c.Key)
	case "query":
		if q, ok := r.query.Lookup(c.Key); ok {
			v.Text, v.List = q.Value, q.Values
		}
	case "host":
		host, _, _ := strings.Cut(r.host(), ":")
		v.Text = strings.ToLower(host)
	}
	return v
}

// cookie returns a cookie's value, decoded. Of equal names the first counts.
func cookie(header, name string) string {
	for part := range strings.SplitSeq(header, ";") {
		key, value, ok := strings.Cut(part, "=")
		if !ok || strings.TrimSpace(key) != name {
			continue
		}
		value = strings.TrimSpace(value)
		if len(value) > 1 && value[0] == '"' {
			value = value[1 : len(value)-1]
		}
		if decoded, ok := decodeComponent(value); ok {
			return decoded
		}
		return value
	}
	return ""
}

// safeName leaves the letters of a key, which are all a parameter's name may have.
func safeName(key string) string {
	return strings.Map(func(c rune) rune {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			return c
		}
		return -1
	}, key)
}

// String names a condition for people: "header x-tide = (high|low)".
func (c condition) String() string {
	text := c.Type
	if c.Key != "" {
		text += " " + c.Key
	}
	if c.Value != "" {
		text += fmt.Sprintf(" = %s", c.Value)
	}
	return text
}
