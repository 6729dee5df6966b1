package tui

import (
	"os"
	"strings"

	"github.com/aymanbagabas/go-osc52/v2"
	tea "github.com/charmbracelet/bubbletea"

	"routescope/recorder"
)

// copyKind is what is copied.
type copyKind uint8

const (
	copyBody copyKind = iota
	copyHeaders
	copyURL
	copyCurl
)

// pickCopy asks what to copy. y is followed by a letter, so that fast fingers
// never see the menu.
func (m *model) pickCopy() {
	noAnswer := ""
	if m.shown == nil || m.shown.head == nil {
		noAnswer = "Nothing was answered yet."
	}
	m.open(newMenu(m.desk, "Copy", false, []menuItem{
		{letter: "b", title: "the response's body", reason: noAnswer, action: copyAction{copyBody}},
		{letter: "h", title: "the response's headers", reason: noAnswer, action: copyAction{copyHeaders}},
		{letter: "u", title: "the URL", reason: m.noDraft(), action: copyAction{copyURL}},
		{letter: "c", title: "the request as a curl command", reason: m.noDraft(), action: copyAction{copyCurl}},
	}))
}

// copy asks the terminal to take text to its clipboard. There is no telling
// whether it does, so nothing claims that it did.
func (m *model) copy(what copyKind) tea.Cmd {
	text, name := m.copied(what)
	write := m.clipboard
	return func() tea.Msg {
		write(text)
		return copiedMsg{name + ", " + size(int64(len(text)))}
	}
}

func (m *model) copied(what copyKind) (text, name string) {
	switch what {
	case copyBody:
		return string(m.shown.body), "the body"
	case copyHeaders:
		var b strings.Builder
		for _, f := range m.shown.head.Header {
			b.WriteString(f.Name + ": " + f.Value + "\n")
		}
		return b.String(), "the headers"
	case copyURL:
		return m.origin + m.draft.target(), "the URL"
	}
	return recorder.FormatCurl(m.origin, m.draft.request()), "a curl command"
}

// terminalClipboard writes OSC 52 to the terminal. Where tmux is in between, it
// goes to tmux, for its own buffer, and through it to the terminal: which of the
// two is allowed depends on set-clipboard and allow-passthrough.
func terminalClipboard(out *os.File) func(string) {
	return func(text string) {
		seq := osc52.New(text)
		switch {
		case os.Getenv("TMUX") != "":
			_, _ = seq.WriteTo(out)
			_, _ = seq.Tmux().WriteTo(out)
		case strings.HasPrefix(os.Getenv("TERM"), "screen"):
			_, _ = seq.Screen().WriteTo(out)
		default:
			_, _ = seq.WriteTo(out)
		}
	}
}
