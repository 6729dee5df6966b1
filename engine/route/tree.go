package route

import (
	"cmp"
	"slices"
	"strings"
)

// A tableNode is one level of the tree of segments. Unlike Next's own tree it
// takes conflicting routes as well, so that a broken project can be looked at.
type tableNode struct {
	routes   []int32 // that end here; more than one is a conflict
	static   map[string]*tableNode
	affixed  []affixChild // segments with text around their brackets, sorted
	dynamic  *tableNode
	catchAll []int32
	optional []int32
	odd      []int32 // of the root: routes with a catch-all inside, tried last
}

type affixChild struct {
	segment Segment
	text    string
	node    *tableNode
}

func (n *tableNode) insert(segments []Segment, index int32) {
	if catchAllInside(segments) {
		n.odd = append(n.odd, index)
		return
	}
	for _, s := range segments {
		switch {
		case s.affixed():
			n = n.affixedChild(s)
		case s.Kind == Static:
			n = n.staticChild(s.Text)
		case s.Kind == Dynamic:
			if n.dynamic == nil {
				n.dynamic = &tableNode{}
			}
			n = n.dynamic
		case s.Kind == CatchAll:
			n.catchAll = append(n.catchAll, index)
			return
		default:
			n.optional = append(n.optional, index)
			return
		}
	}
	n.routes = append(n.routes, index)
}

func (n *tableNode) staticChild(text string) *tableNode {
	if n.static == nil {
		n.static = map[string]*tableNode{}
	}
	child := n.static[text]
	if child == nil {
		child = &tableNode{}
		n.static[text] = child
	}
	return child
}

func (n *tableNode) affixedChild(s Segment) *tableNode {
	text := s.String()
	at, found := slices.BinarySearchFunc(n.affixed, text, func(c affixChild, text string) int {
		return compareUTF16(c.text, text)
	})
	if !found {
		n.affixed = slices.Insert(n.affixed, at, affixChild{s, text, &tableNode{}})
	}
	return n.affixed[at].node
}

// number reads the tree depth first and replaces every route index by what
// place returns for it.
func (n *tableNode) number(place func(int32) int32) {
	replace := func(list []int32) {
		for i := range list {
			list[i] = place(list[i])
		}
	}
	replace(n.routes)
	for _, child := range n.textChildren() {
		child.number(place)
	}
	if n.dynamic != nil {
		n.dynamic.number(place)
	}
	replace(n.catchAll)
	replace(n.optional)
	replace(n.odd)
}

// textChildren returns static and affixed children in order of their text.
func (n *tableNode) textChildren() []*tableNode {
	type child struct {
		text string
		node *tableNode
	}
	children := make([]child, 0, len(n.static)+len(n.affixed))
	for text, node := range n.static {
		children = append(children, child{text, node})
	}
	for _, c := range n.affixed {
		children = append(children, child{c.text, c.node})
	}
	slices.SortFunc(children, func(a, b child) int {
		return cmp.Or(compareUTF16(a.text, b.text), b.node.size()-a.node.size())
	})
	nodes := make([]*tableNode, len(children))
	for i, c := range children {
		nodes[i] = c.node
	}
	return nodes
}

func (n *tableNode) size() int { return len(n.routes) + len(n.static) }

// A walk goes through the tree along one path and remembers what the dynamic
// segments on the way captured.
//
// The first captures have room in it, so that a walk stays on the stack.
type walk struct {
	room [8]string
	n    int
	over []string
}

func (w *walk) push(captured string) {
	if w.n < len(w.room) {
		w.room[w.n] = captured
	} else {
		w.over = append(w.over[:w.n-len(w.room)], captured)
	}
	w.n++
}

func (w *walk) captures() []string {
	if w.n <= len(w.room) {
		return w.room[:w.n]
	}
	return slices.Concat(w.room[:], w.over)
}

// find returns the first route below n, in order of precedence, that matches the
// rest of the path, or -1. end means that no segment is left.
func (w *walk) find(n *tableNode, rest string, end bool) int32 {
	if end {
		return n.here()
	}
	part, tail, more := strings.Cut(rest, "/")
	if i := w.findText(n, part, rest, tail, !more); i >= 0 {
		return i
	}
	if n.dynamic != nil && part != "" {
		mark := w.n
		w.push(part)
		if i := w.find(n.dynamic, tail, !more); i >= 0 {
			return i
		}
		w.n = mark
	}
	if len(n.catchAll) > 0 {
		w.push(cmp.Or(rest, "/"))
		return n.catchAll[0]
	}
	if len(n.optional) > 0 {
		w.push(cmp.Or(rest, "/"))
		return n.optional[0]
	}
	return -1
}

// here returns the route that ends at n.
func (n *tableNode) here() int32 {
	if len(n.routes) > 0 {
		return n.routes[0]
	}
	if len(n.optional) > 0 {
		return n.optional[0]
	}
	return -1
}

// findText tries the static child of that name and the affixed children around
// it in the order of their text.
func (w *walk) findText(n *tableNode, part, rest, tail string, end bool) int32 {
	static := n.static[part]
	for _, c := range n.affixed {
		if static != nil && compareUTF16(c.text, part) > 0 {
			if i := w.find(static, tail, end); i >= 0 {
				return i
			}
			static = nil
		}
		if i := w.findAffixed(c, part, rest, tail, end); i >= 0 {
			return i
		}
	}
	if static != nil {
		return w.find(static, tail, end)
	}
	return -1
}

func (w *walk) findAffixed(c affixChild, part, rest, tail string, end bool) int32 {
	if c.segment.broken {
		return -1
	}
	if c.segment.takesRest() {
		part, tail, end = rest, "", true
	}
	inner, ok := c.segment.inner(part)
	if !ok {
		return -1
	}
	mark := w.n
	w.push(inner)
	if i := w.find(c.node, tail, end); i >= 0 {
		return i
	}
	w.n = mark
	return -1
}
