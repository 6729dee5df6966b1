package tui

import (
	"fmt"
	"strconv"
	"strings"

	"routescope/tui/widget/cells"
	"routescope/tui/widget/form"
	"routescope/tui/widget/tabs"
)

func (p *request) View(w, h int) string {
	if p.draft == nil {
		return p.styles.empty(w, h, "No request yet.", "Choose a route on the left: "+p.keys.Pane1.Help().Key+" goes there.")
	}
	lines := p.line(w)
	if h == 1 {
		return lines
	}
	lines += "\n" + tabs.View(p.tabs(), int(p.section), w, p.styles.tabs)
	if h == 2 {
		return lines
	}
	return lines + "\n" + p.content(w, h-2)
}

// line draws method and URL.
func (p *request) line(w int) string {
	s := p.styles
	sign := " "
	if p.onURL && p.focused {
		sign = s.cursor
	}
	url := s.strong.Render(cells.Clean(p.draft.target()))
	if p.typing {
		url = form.Caret(p.url, s.form)
	} else if missing := p.draft.missing(); len(missing) > 0 {
		url = s.join(pathSpans(p.draft.target(), s.strong, s.warn), unmarked)
	}
	method := s.method(p.draft.method).Bold(true).Render(p.draft.method)
	return cells.Fit(sign+method+"  "+url, w)
}

func (p *request) tabs() []tabs.Tab {
	count := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	body := ""
	if n := len(p.draft.body); n > 0 {
		body = size(int64(n))
	}
	params := count(len(p.draft.params))
	if p.draft.astray {
		params = ""
	}
	if n := len(p.draft.missing()); n > 0 {
		params = fmt.Sprintf("%d empty", n)
	}
	return []tabs.Tab{{Title: sectionNames[0], Badge: params}, {Title: sectionNames[1], Badge: count(len(p.draft.query))},
		{Title: sectionNames[2], Badge: count(len(p.draft.header))}, {Title: sectionNames[3], Badge: body}}
}

func (p *request) content(w, h int) string {
	here := p.focused && !p.onURL
	switch {
	case p.section == bodySection && p.writing:
		return cells.Block(strings.Split(p.body.View(), "\n"), w, h)
	case p.section == bodySection && p.draft.body == "":
		return p.styles.hint(w, h, here, "No body. enter writes one.")
	case p.section == bodySection:
		return p.preview.view.View(w, h, here, p.styles.view)
	case p.section == paramsSection && p.draft.astray:
		return p.styles.hint(w, h, here, "The URL was written by hand and does not follow "+p.draft.pattern.String()+".")
	case p.section == paramsSection && len(p.draft.params) == 0:
		return p.styles.hint(w, h, here, "This path has no parameters.")
	}
	return p.forms[p.section].View(w, h, here, p.styles.form)
}
