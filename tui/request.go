package tui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textarea"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"routescope/recorder"
	"routescope/tui/widget/form"
)

// section is a part of the request that has a tab.
type section int

const (
	paramsSection section = iota
	querySection
	headerSection
	bodySection
	sectionCount
)

var sectionNames = [sectionCount]string{"Params", "Query", "Headers", "Body"}

// request is the pane in which a request is written: its line, and below it one
// form per section. Every keystroke goes into the desk's draft.
type request struct {
	*desk
	url     textinput.Model
	onURL   bool // the cursor is on the request line
	typing  bool // keys go into the URL
	section section
	forms   [bodySection]form.Model
	body    textarea.Model
	writing bool // keys go into the body
	preview bodyText
	shownOf *draft
	version int
	focused bool
	height  int
}

func newRequest(d *desk) *request {
	p := &request{desk: d, url: newInput(), onURL: true, body: newTextarea()}
	p.forms = [bodySection]form.Model{form.New(""), form.New("+ add a query parameter"), form.New("+ add a header")}
	return p
}

// newInput returns a field without prompt and blinking.
func newInput() textinput.Model { return form.NewInput() }

// load shows the desk's draft, which another pane has replaced or changed.
func (p *request) load() {
	if p.draft == nil || p.shownOf == p.draft && p.version == p.draft.version {
		return
	}
	fresh := p.shownOf != p.draft
	p.shownOf, p.version = p.draft, p.draft.version
	p.url.SetValue(p.draft.target())
	p.url.CursorEnd()
	p.fillForms()
	p.body.SetValue(p.draft.body)
	p.preview.set(p.draft.contentType(), []byte(p.draft.body), true)
	if fresh {
		p.leave()
		p.section = p.firstSection()
		p.onURL = p.section == querySection
	}
}

// firstSection is the one a request is most likely written in.
func (p *request) firstSection() section {
	switch {
	case len(p.draft.params) > 0:
		return paramsSection
	case takesBody(p.draft.method):
		return bodySection
	}
	return querySection
}

func (p *request) fillForms() {
	var params []form.Row
	for _, q := range p.draft.params {
		params = append(params, form.Row{Name: q.name, Value: q.value, Fixed: true, Hint: p.draft.hint(q.name)})
	}
	p.forms[paramsSection].SetRows(params)
	p.forms[querySection].SetRows(rowsOf(p.draft.query))
	p.forms[headerSection].SetRows(rowsOf(p.draft.header))
}

func rowsOf(pairs []pair) []form.Row {
	rows := make([]form.Row, len(pairs))
	for i, q := range pairs {
		rows[i] = form.Row{Name: q.name, Value: q.value}
	}
	return rows
}

func pairsOf(rows []form.Row) []pair {
	pairs := make([]pair, len(rows))
	for i, r := range rows {
		pairs[i] = pair{r.Name, r.Value}
	}
	return pairs
}

// store writes the form of the current section into the draft.
func (p *request) store() {
	pairs := pairsOf(p.forms[p.section].Rows())
	switch p.section {
	case paramsSection:
		p.draft.params, p.draft.loose = pairs, false
	case querySection:
		p.draft.setQuery(pairs)
	case headerSection:
		p.draft.header = pairs
	}
	p.noteChange()
	p.url.SetValue(p.draft.target())
	p.url.CursorEnd()
}

func (p *request) noteChange() {
	p.draft.changed()
	p.version = p.draft.version
}

func (p *request) Title() string { return "Request" }

// Note says where the request would go.
func (p *request) Note() string {
	if p.draft == nil || p.why.version != p.draft.version {
		return ""
	}
	return p.styles.answers(p.why.explanation)
}

func (p *request) Editing() bool {
	return p.typing || p.writing || p.section < bodySection && p.forms[p.section].Editing()
}

func (p *request) ShortHelp() []key.Binding {
	k := p.keys
	switch {
	case p.typing:
		return []key.Binding{help(k.Open, "send"), help(k.Back, "leave the URL")}
	case p.writing:
		return []key.Binding{k.Send, help(k.Back, "leave the body")}
	case p.Editing():
		f := form.DefaultKeyMap()
		if p.section == paramsSection {
			if p.enterSends() {
				return []key.Binding{help(k.Open, "send"), f.Leave}
			}
			return []key.Binding{f.Accept, k.Send, f.Leave}
		}
		return []key.Binding{f.Accept, f.Other, k.Send, f.Leave}
	}
	return []key.Binding{help(k.Open, "edit"), k.Send, help(k.NextTab, "next section"), help(k.Method, "method"), k.help(), k.Quit}
}

func (p *request) FullHelp() []key.Binding {
	k := p.keys
	return []key.Binding{k.Up, k.Down, help(k.Left, "previous method, on the URL"), help(k.Right, "next method, on the URL"),
		help(k.Open, "edit the field"), k.Remove}
}

func (p *request) Update(msg tea.Msg) tea.Cmd {
	if p.draft == nil {
		return nil
	}
	switch msg := msg.(type) {
	case sizedMsg:
		p.resize(msg)
	case focusedMsg:
		p.focused = msg.on
		if !msg.on {
			p.leave()
		}
	case tea.KeyMsg:
		if p.Editing() {
			return p.edit(msg)
		}
		p.key(msg)
	}
	return nil
}

func (p *request) resize(msg sizedMsg) {
	p.height = msg.height
	p.url.Width = max(1, msg.width-methodWidth-3)
	p.url.SetCursor(p.url.Position())
	for i := range p.forms {
		p.forms[i].SetSize(msg.width, max(1, msg.height-2))
	}
	p.body.SetWidth(max(4, msg.width-2))
	p.body.SetHeight(max(1, msg.height-2))
	p.preview.view.SetPage(max(1, msg.height-2))
}

func (p *request) key(msg tea.KeyMsg) {
	k := p.keys
	switch {
	case key.Matches(msg, k.Open):
		p.startEditing()
	case key.Matches(msg, k.Up):
		p.up()
	case key.Matches(msg, k.Down):
		p.down()
	case key.Matches(msg, k.Left) && p.onURL:
		p.nextMethod(-1)
	case key.Matches(msg, k.Right) && p.onURL:
		p.nextMethod(1)
	case key.Matches(msg, k.Remove):
		p.remove()
	}
}

func (p *request) up() {
	switch {
	case p.onURL:
	case p.section == bodySection:
		if p.preview.view.Line() == 0 {
			p.onURL = true
			return
		}
		p.preview.view.Move(-1)
	case !p.forms[p.section].Move(-1):
		p.onURL = true
	}
}

func (p *request) down() {
	switch {
	case p.onURL:
		p.onURL = false
	case p.section == bodySection:
		p.preview.view.Move(1)
	default:
		p.forms[p.section].Move(1)
	}
}

func (p *request) remove() {
	if p.onURL || p.section == bodySection || !p.forms[p.section].Remove() {
		p.toast(toastInfo, "Nothing to remove here: a query parameter or a header can be.")
		return
	}
	p.store()
}

// startEditing opens what the cursor is on.
func (p *request) startEditing() {
	switch {
	case p.onURL:
		p.typing = true
		p.url.Focus()
	case p.section == bodySection:
		p.writing = true
		p.body.Focus()
	case p.section == paramsSection && p.draft.astray:
		p.toast(toastInfo, "The URL was written by hand: "+p.keys.URL.Help().Key+" goes on writing it.")
	default:
		p.forms[p.section].Edit()
		if !p.forms[p.section].Editing() {
			p.toast(toastInfo, "This route has no parameters in its path.")
		}
	}
}

// editParam opens the field of a path parameter, or the URL.
func (p *request) editParam(name string) {
	p.leave()
	p.onURL = name == ""
	for i, q := range p.draft.params {
		if q.name == name {
			p.section = paramsSection
			p.forms[paramsSection].Select(i)
		}
	}
	p.startEditing()
}

// leave ends whatever is being edited.
func (p *request) leave() {
	p.typing, p.writing = false, false
	p.url.Blur()
	p.body.Blur()
	if p.section < bodySection && p.forms[p.section].Editing() {
		p.forms[p.section].Leave()
		p.store()
	}
}

// edit takes a key while text is being written.
func (p *request) edit(msg tea.KeyMsg) tea.Cmd {
	switch {
	case key.Matches(msg, p.keys.Back):
		p.leave()
		return nil
	case p.typing && msg.Type == tea.KeyEnter:
		p.leave()
		p.wish(sendAction{})
		return nil
	case p.typing:
		return p.editURL(msg)
	case p.writing:
		return p.editBody(msg)
	}
	sends := msg.Type == tea.KeyEnter && p.enterSends()
	cmd := p.forms[p.section].Update(msg)
	p.store()
	if sends {
		p.wish(sendAction{})
	}
	return cmd
}

// enterSends reports whether enter sends from the field that is being written:
// the last parameter, if nothing is missing and the method only reads.
func (p *request) enterSends() bool {
	return p.section == paramsSection && p.forms[paramsSection].Cursor() == len(p.draft.params)-1 &&
		len(p.draft.missing()) == 0 && onlyReads(p.draft.method)
}

func (p *request) editURL(msg tea.KeyMsg) tea.Cmd {
	if text := strings.TrimSpace(string(msg.Runes)); msg.Paste && strings.HasPrefix(text, "curl ") {
		p.pasteCurl(text)
		return nil
	}
	var cmd tea.Cmd
	p.url, cmd = p.url.Update(msg)
	if p.url.Value() != p.draft.target() {
		p.draft.setTarget(p.url.Value())
		p.version = p.draft.version
		p.fillForms()
	}
	return cmd
}

// pasteCurl takes a whole command where somebody pastes one for the URL.
func (p *request) pasteCurl(text string) {
	_, req, err := recorder.ParseCurl(text)
	if err != nil {
		p.toast(toastError, "That curl command could not be read: "+err.Error())
		return
	}
	p.leave()
	p.wish(loadRequestAction{req})
}

func (p *request) editBody(msg tea.KeyMsg) tea.Cmd {
	var cmd tea.Cmd
	p.body, cmd = p.body.Update(msg)
	if p.body.Value() != p.draft.body {
		p.draft.body = p.body.Value()
		p.noteChange()
		p.preview.set(p.draft.contentType(), []byte(p.draft.body), true)
	}
	return cmd
}

// turn shows the next or previous section.
func (p *request) turn(delta int) {
	p.leave()
	p.section = (p.section + section(delta) + sectionCount) % sectionCount
	p.onURL = false
}

// nextMethod changes the method to a neighbour in the usual order.
func (p *request) nextMethod(delta int) {
	i := 0
	for n, m := range httpMethods {
		if m == p.draft.method {
			i = n
		}
	}
	p.wish(setMethodAction{httpMethods[(i+delta+len(httpMethods))%len(httpMethods)]})
}
