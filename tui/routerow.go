package tui

import (
	"strings"

	"github.com/charmbracelet/lipgloss"

	"routescope/engine"
	"routescope/engine/route"
	"routescope/tui/widget/cells"
	"routescope/tui/widget/tree"
)

// row draws one line of the tree.
func (p *routes) row(r tree.Row, selected bool, w int) string {
	s := p.styles
	indent := span{s.faint, strings.Repeat("  ", r.Depth)}
	m, ok := r.Value.(*routeMethod)
	if !ok {
		sign := "▸ "
		if r.Open {
			sign = "▾ "
		}
		return s.row(w, markOf(selected, p.focused), append([]span{indent, {s.faint, sign}}, pathSpans(r.Label, s.text, s.accent)...), nil)
	}
	method := s.method(shortMethod(m))
	name := s.text
	if !m.route.Kind.Endpoint() {
		method, name = s.faint, s.faint
	}
	left := []span{indent, {method, cells.Fit(shortMethod(m), 5)}}
	left = append(left, pathSpans(r.Label, name, s.accent)...)
	return s.row(w, markOf(selected, p.focused), left, p.badges(m))
}

// shortMethod is the method as it fits a column of five cells.
func shortMethod(m *routeMethod) string {
	switch m.route.Kind {
	case route.PublicFile:
		return "FILE"
	case route.Page, route.AppPage:
		return "PAGE"
	}
	switch m.method {
	case anyMethod:
		return anyLabel(m)
	case "DELETE":
		return "DEL"
	case "PATCH":
		return "PTCH"
	case "OPTIONS":
		return "OPT"
	}
	return m.method
}

// anyLabel is the method of a line without one: files and metadata answer GET.
func anyLabel(m *routeMethod) string {
	if m.route.Kind == route.MetadataRoute {
		return "GET"
	}
	return "ANY"
}

// pathSpans colours the parameters in a path.
func pathSpans(path string, plain, param lipgloss.Style) []span {
	var out []span
	for i, part := range strings.SplitAfter(path, "/") {
		text := cells.Clean(part)
		style := plain
		if strings.HasPrefix(part, "[") {
			style = param
		}
		if i > 0 && style.GetForeground() != plain.GetForeground() {
			if rest, ok := strings.CutSuffix(text, "/"); ok {
				out = append(out, span{style, rest}, span{plain, "/"})
				continue
			}
		}
		out = append(out, span{style, text})
	}
	return out
}

// badges are the signs at the end of a line: how it is rendered, whether it runs
// on the edge, conflicts, goldens.
func (p *routes) badges(m *routeMethod) []span {
	s := p.styles
	var out []span
	add := func(style lipgloss.Style, text string) { out = append(out, span{style, " " + text}) }
	if len(p.conflictsOf(m.route)) > 0 || m.route.Err != nil {
		add(s.err, "!")
	}
	if m.route.Runtime == "edge" {
		add(s.special, "E")
	}
	if m.route.Kind.Endpoint() {
		add(renderingBadge(s, m))
	}
	if sign, style := p.goldenSign(m); sign != "" {
		add(style, sign)
	}
	return out
}

func renderingBadge(s *styles, m *routeMethod) (lipgloss.Style, string) {
	rendering := m.route.Rendering
	if m.method != "GET" && m.method != "HEAD" && m.method != anyMethod {
		rendering = engine.Dynamic
	}
	switch rendering {
	case engine.Static:
		return s.ok, "S"
	case engine.Revalidated:
		return s.info, "R" + seconds(m.route.Revalidate)
	case engine.Dynamic:
		return s.faint, "D"
	}
	return s.faint, "·"
}

// goldenSign tells whether a line has goldens, and how they fared.
func (p *routes) goldenSign(m *routeMethod) (string, lipgloss.Style) {
	goldens := p.goldensOf(m.method, m.route.Pattern.String())
	if len(goldens) == 0 {
		return " ", p.styles.faint
	}
	sign, style := "●", p.styles.accent
	for _, g := range goldens {
		switch {
		case g.result == nil:
		case !g.result.Passed:
			return "✗", p.styles.err
		default:
			style = p.styles.ok
		}
	}
	return sign, style
}
