package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"routescope/tui/widget/cells"
	"routescope/tui/widget/form"
)

// body is the tab with the response's body, laid out for its type.
type body struct {
	*desk
	text      bodyText
	of        *exchange
	version   int
	complete  bool
	query     textinput.Model
	searching bool
	focused   bool
}

func newBody(d *desk) *body { return &body{desk: d, query: newInput()} }

func (p *body) Title() string { return "Body" }

func (p *body) Note() string {
	if p.shown == nil || p.text.kind == "empty" {
		return ""
	}
	return p.text.kind
}

func (p *body) Editing() bool { return p.searching }

func (p *body) ShortHelp() []key.Binding {
	k := p.keys
	if p.searching {
		return []key.Binding{help(k.Open, "keep the search"), help(k.Back, "end the search")}
	}
	if p.text.view.Query() != "" {
		return []key.Binding{k.NextMatch, k.PrevMatch}
	}
	out := []key.Binding{help(k.Filter, "search")}
	if p.text.kind == "JSON" {
		out = append(out, help(k.Fold, "fold"))
	}
	return out
}

func (p *body) FullHelp() []key.Binding {
	k := p.keys
	return append(k.moves(), help(k.Filter, "search the body"), k.NextMatch, k.PrevMatch,
		k.Fold, help(k.Left, "fold, or go to what holds this line"), k.Right, k.FoldAll)
}

func (p *body) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case sizedMsg:
		p.text.view.SetPage(msg.height)
		p.resize(msg.width, msg.height)
		p.query.Width = max(1, msg.width-24)
	case focusedMsg:
		p.focused = msg.on
		p.searching = p.searching && msg.on
	case deskChangedMsg:
		p.sync()
	case tea.KeyMsg:
		if p.searching {
			return p.search(msg)
		}
		p.key(msg)
	}
	return nil
}

// resize lays pictures out anew.
func (p *body) resize(width, height int) {
	const gutter = 2
	if width = max(1, width-gutter); p.styles.form.Plain || width == p.text.width && height == p.text.height {
		return
	}
	p.text.width, p.text.height = width, height
	if p.of != nil && p.complete && strings.HasPrefix(p.of.header("content-type"), "image/") {
		p.of = nil
		p.sync()
	}
}

// sync lays the body out anew when there is more of it. A long body that is
// still growing is laid out each time it has grown by a quarter.
func (p *body) sync() {
	x := p.shown
	if x == nil {
		p.of, p.text.bytes = nil, 0
		p.text.set("", nil, true)
		return
	}
	complete := x.phase >= ended
	same := p.of == x
	if same && (p.version == x.version || p.complete) {
		return
	}
	const small = 256 << 10
	if same && !complete && len(x.body) > small && len(x.body) < p.text.bytes*5/4 {
		return
	}
	if !same {
		p.text.bytes = 0
	}
	p.of, p.version, p.complete = x, x.version, complete
	p.text.set(x.header("content-type"), x.body, complete)
}

func (p *body) key(msg tea.KeyMsg) {
	k, v := p.keys, &p.text.view
	switch {
	case k.move(v, msg):
	case key.Matches(msg, k.Left):
		v.Fold()
	case key.Matches(msg, k.Right):
		v.Unfold()
	case key.Matches(msg, k.Fold):
		if !v.Toggle() {
			p.toast(toastInfo, "This line has nothing to fold.")
		}
	case key.Matches(msg, k.FoldAll):
		v.FoldAll()
	case key.Matches(msg, k.Filter):
		p.searching = true
		p.query.SetValue("")
		p.query.Focus()
	case key.Matches(msg, k.NextMatch):
		p.next(1)
	case key.Matches(msg, k.PrevMatch):
		p.next(-1)
	}
}

// Back ends the search.
func (p *body) Back() bool {
	searched := p.text.view.Query() != ""
	p.text.view.SetQuery("")
	return searched
}

func (p *body) next(delta int) {
	switch {
	case p.text.view.Query() == "":
		p.toast(toastInfo, "Nothing is searched for: "+p.keys.Filter.Help().Key+" starts a search.")
	case !p.text.view.Next(delta):
		p.toast(toastWarn, "“"+p.text.view.Query()+"” is not in this body.")
	}
}

func (p *body) search(msg tea.KeyMsg) tea.Cmd {
	switch {
	case key.Matches(msg, p.keys.Back):
		p.searching = false
		p.text.view.SetQuery("")
		return nil
	case msg.Type == tea.KeyEnter:
		p.searching = false
		return nil
	}
	var cmd tea.Cmd
	p.query, cmd = p.query.Update(msg)
	p.text.view.SetQuery(p.query.Value())
	return cmd
}

func (p *body) View(w, h int) string {
	x := p.shown
	switch {
	case x == nil:
		return p.notSent(w, h)
	case x.phase == broken && x.head == nil:
		return p.styles.empty(w, h, "routescope could not carry this out.", x.failure)
	case x.head == nil:
		return p.styles.empty(w, h, "Waiting for "+x.request.Method+" "+x.request.Target+" …", "ctrl+c cancels it.")
	case len(x.body) == 0:
		return p.styles.empty(w, h, p.whyEmpty()...)
	}
	foot := p.foot(w)
	if foot == "" || h < 2 {
		return p.text.view.View(w, h, p.focused, p.styles.view)
	}
	return p.text.view.View(w, h-1, p.focused, p.styles.view) + "\n" + foot
}

// whyEmpty says why there is no body.
func (p *body) whyEmpty() []string {
	x := p.shown
	switch {
	case x.phase == receiving:
		return []string{"The headers are here; the body has not begun."}
	case x.request.Method == "HEAD":
		return []string{"HEAD is answered without a body."}
	case x.status() == 204 || x.status() == 304:
		return []string{fmt.Sprintf("%d has no body.", x.status())}
	case x.header("location") != "":
		return []string{"No body. It points to " + x.header("location")}
	}
	if t := x.thrown(); t != nil {
		return []string{"The handler threw " + t.Name + ": " + t.Message, "The client sees nothing of it. Log has the stack."}
	}
	return []string{"The body is empty."}
}

// foot is the line under the body: the search, or what is wrong with the body.
func (p *body) foot(w int) string {
	s := p.styles
	query := p.text.view.Query()
	switch {
	case p.searching || query != "":
		text := s.accent.Render(cells.Clean(p.query.Value()))
		if p.searching {
			text = form.Caret(p.query, s.form)
		}
		count := ""
		if query != "" {
			count = s.muted.Render(strings.Replace(plural(p.text.view.Matches(), "line"), "0 lines", "nothing found", 1) + " ")
		}
		return cells.Between(s.key.Render(" / ")+text, count, w)
	case p.shown.truncated():
		return cells.Fit(s.warn.Render(" only the first "+size(keptBody)+" are shown"), w)
	case p.text.note != "":
		return cells.Fit(s.warn.Render(" "+cells.Clean(p.text.note)), w)
	}
	return ""
}
