package tui

import (
	"strings"

	"routescope/engine"
	"routescope/tui/widget/tree"
)

// routeTree arranges routes by the segments of their patterns. A prefix becomes
// a folder where more than one route continues it; a route alone below its
// folder keeps the rest of its path on its own line.
func routeTree(routes []engine.Route) []*tree.Node {
	root := &trie{}
	for i := range routes {
		r := &routes[i]
		at := root
		for _, seg := range r.Pattern.Segments() {
			at = at.child(seg.String())
		}
		at.routes = append(at.routes, r)
	}
	return append(root.lines("/"), root.below("")...)
}

// A trie is a segment with what is under it, in the order of the routes.
type trie struct {
	segment  string
	routes   []*engine.Route
	children []*trie
}

func (t *trie) child(segment string) *trie {
	for _, c := range t.children {
		if c.segment == segment {
			return c
		}
	}
	c := &trie{segment: segment}
	t.children = append(t.children, c)
	return c
}

// below returns the nodes for what is under t, whose path is prefix.
func (t *trie) below(prefix string) []*tree.Node {
	var out []*tree.Node
	for _, c := range t.children {
		out = append(out, c.nodes(prefix, "/"+c.segment)...)
	}
	return out
}

// nodes returns the nodes for t: lines if nothing is under it, else one folder.
// label is the path since the folder above.
func (t *trie) nodes(prefix, label string) []*tree.Node {
	if len(t.children) == 0 {
		return t.lines(label)
	}
	if len(t.routes) == 0 && len(t.children) == 1 {
		c := t.children[0]
		return c.nodes(prefix, label+"/"+c.segment)
	}
	path := prefix + label
	folder := &tree.Node{ID: path + "/", Text: path, Label: label}
	folder.Children = append(t.lines("/"), t.below(path)...)
	return []*tree.Node{folder}
}

// lines returns one node per method of the routes that end at t.
func (t *trie) lines(label string) []*tree.Node {
	var out []*tree.Node
	for _, r := range t.routes {
		for _, method := range methodsOf(r) {
			m := &routeMethod{id: methodID(method, r), method: method, route: r}
			found := strings.Join([]string{method, r.Pattern.String(), r.Kind.String(), r.File}, " ")
			out = append(out, &tree.Node{ID: m.id, Text: found, Label: label, Value: m})
		}
	}
	return out
}
