package route

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// Sort returns route paths in the order in which Next.js tries them, or the
// error, in Next's words, that it stops with. The order of the input decides
// which of several problems is reported. It is Next's getSortedRoutes.
func Sort(paths []string) ([]string, error) {
	root := &sortNode{}
	for _, path := range paths {
		if err := root.insert(splitPath(path), nil, false); err != nil {
			return nil, err
		}
	}
	return root.read("/", make([]string, 0, len(paths)))
}

func splitPath(path string) []string {
	return slices.DeleteFunc(strings.Split(path, "/"), func(s string) bool { return s == "" })
}

// A sortNode is one level of the tree of segments.
type sortNode struct {
	route                    bool // a path ends here
	static                   map[string]*sortNode
	dynamic                  *sortNode
	slug, catchAll, optional *string // names in use on this level
}

func (n *sortNode) insert(parts []string, names []string, afterCatchAll bool) error {
	if len(parts) == 0 {
		n.route = true
		return nil
	}
	if afterCatchAll {
		return errors.New("Catch-all must be the last part of the URL.")
	}
	part := parts[0]
	if !strings.HasPrefix(part, "[") || !strings.HasSuffix(part, "]") {
		return n.staticChild(part).insert(parts[1:], names, false)
	}
	name, kind, optional, err := readSlug(part)
	if err != nil {
		return err
	}
	slot, err := n.slot(part, kind, optional)
	if err != nil {
		return err
	}
	if names, err = claimName(slot, name, names); err != nil {
		return err
	}
	if kind == Dynamic {
		if n.dynamic == nil {
			n.dynamic = &sortNode{}
		}
		return n.dynamic.insert(parts[1:], names, false)
	}
	return (&sortNode{}).insert(parts[1:], names, true)
}

func (n *sortNode) staticChild(part string) *sortNode {
	if n.static == nil {
		n.static = map[string]*sortNode{}
	}
	child := n.static[part]
	if child == nil {
		child = &sortNode{}
		n.static[part] = child
	}
	return child
}

// readSlug takes a bracketed segment apart and refuses bad names.
func readSlug(part string) (name string, kind SegmentKind, optional bool, err error) {
	name = strings.TrimPrefix(part, "[")
	name = strings.TrimSuffix(name, "]")
	if strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]") {
		name, optional = name[1:len(name)-1], true
	}
	if strings.HasPrefix(name, "…") {
		return "", 0, false, fmt.Errorf("Detected a three-dot character ('…') at ('%s'). Did you mean ('...')?", name)
	}
	kind = Dynamic
	if rest, ok := strings.CutPrefix(name, "..."); ok {
		name, kind = rest, CatchAll
	}
	if strings.HasPrefix(name, "[") || strings.HasSuffix(name, "]") {
		return "", 0, false, fmt.Errorf("Segment names may not start or end with extra brackets ('%s').", name)
	}
	if strings.HasPrefix(name, ".") {
		return "", 0, false, fmt.Errorf("Segment names may not start with erroneous periods ('%s').", name)
	}
	return name, kind, optional, nil
}

// slot returns the place for the name of a segment of that kind on this level.
func (n *sortNode) slot(part string, kind SegmentKind, optional bool) (**string, error) {
	switch {
	case kind == Dynamic && optional:
		return nil, fmt.Errorf("Optional route parameters are not yet supported (%q).", raw(part))
	case kind == Dynamic:
		return &n.slug, nil
	case optional && n.catchAll != nil:
		return nil, fmt.Errorf(`You cannot use both an required and optional catch-all route at the same level ("[...%s]" and "%s" ).`, *n.catchAll, part)
	case optional:
		return &n.optional, nil
	case n.optional != nil:
		return nil, fmt.Errorf(`You cannot use both an optional and required catch-all route at the same level ("[[...%s]]" and "%s").`, *n.optional, part)
	default:
		return &n.catchAll, nil
	}
}

// raw prints between plain quotation marks under %q, without escapes.
type raw string

// Format implements fmt.Formatter.
func (r raw) Format(f fmt.State, _ rune) { fmt.Fprintf(f, `"%s"`, string(r)) }

// claimName checks a name against the others of its level and its path.
func claimName(slot **string, name string, names []string) ([]string, error) {
	if *slot != nil && **slot != name {
		return nil, fmt.Errorf("You cannot use different slug names for the same dynamic path ('%s' !== '%s').", **slot, name)
	}
	for _, earlier := range names {
		if earlier == name {
			return nil, fmt.Errorf(`You cannot have the same slug name "%s" repeat within a single dynamic path`, name)
		}
		if wordCharacters(earlier) == wordCharacters(name) {
			return nil, fmt.Errorf(`You cannot have the slug names "%s" and "%s" differ only by non-word symbols within a single dynamic path`, earlier, name)
		}
	}
	*slot = &name
	return append(slices.Clip(names), name), nil
}

// wordCharacters drops everything outside [A-Za-z0-9_].
func wordCharacters(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' {
			return r
		}
		return -1
	}, name)
}

// read appends the routes below n, whose paths start with prefix, to out.
func (n *sortNode) read(prefix string, out []string) ([]string, error) {
	own := len(out)
	if n.route {
		out = append(out, "")
	}
	var err error
	for _, part := range sortedKeys(n.static) {
		if out, err = n.static[part].read(prefix+part+"/", out); err != nil {
			return nil, err
		}
	}
	if n.dynamic != nil {
		if out, err = n.dynamic.read(prefix+"["+*n.slug+"]/", out); err != nil {
			return nil, err
		}
	}
	if n.route {
		path := prefix
		if path != "/" {
			path = strings.TrimSuffix(path, "/")
		}
		if n.optional != nil {
			return nil, &specificityError{path, *n.optional, n}
		}
		out[own] = path
	}
	if n.catchAll != nil {
		out = append(out, prefix+"[..."+*n.catchAll+"]")
	}
	if n.optional != nil {
		out = append(out, prefix+"[[..."+*n.optional+"]]")
	}
	return out, nil
}

func sortedKeys(children map[string]*sortNode) []string {
	keys := make([]string, 0, len(children))
	for k := range children {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compareUTF16)
	return keys
}

// compareUTF16 orders strings as JavaScript does, by UTF-16 code units. That
// differs from byte order only where surrogates meet U+E000 to U+FFFF.
func compareUTF16(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	if i == len(a) || i == len(b) || a[i] < 0xee || b[i] < 0xee {
		return strings.Compare(a[i:], b[i:])
	}
	return slices.Compare(utf16.Encode([]rune(a[i:])), utf16.Encode([]rune(b[i:])))
}

// A specificityError is an optional catch-all beside its own empty form.
type specificityError struct {
	path, name string
	node       *sortNode
}

// Error returns Next's words, in which the second path lacks a slash.
func (e *specificityError) Error() string {
	return fmt.Sprintf(`You cannot define a route with the same specificity as a optional catch-all route ("%s" and "%s[[...%s]]").`, e.path, e.path, e.name)
}
