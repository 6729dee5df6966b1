package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"routescope/tui/widget/cells"
)

// toastKind is how a toast looks, and whether it goes away by itself.
type toastKind uint8

const (
	toastInfo toastKind = iota
	toastDone
	toastWarn
	toastError // stays until the next key
)

// toastTime is how long a toast can be read before the hints come back.
const toastTime = 5 * time.Second

// A toast is a line that says what just happened.
type toast struct {
	kind toastKind
	text string
}

// toastState is the toast on the screen.
type toastState struct {
	toast
	number int
}

// seen takes the toast away: a key was pressed.
func (t *toastState) seen() { t.text = "" }

// showToast puts a toast on the screen and returns the command that takes it away.
func (m *model) showToast(t toast) tea.Cmd {
	m.toasted.number++
	m.toasted.toast = t
	if t.kind == toastError {
		return nil
	}
	return m.after(toastTime, toastExpiredMsg{m.toasted.number})
}

// toast draws a toast in the footer. The sign tells its kind without colour.
func (s *styles) toast(t toast, w int) string {
	sign, style := "·", s.text
	switch t.kind {
	case toastDone:
		sign, style = "✓", s.ok
	case toastWarn:
		sign, style = "!", s.warn
	case toastError:
		sign, style = "✗", s.err
	}
	return cells.Fit(" "+style.Bold(true).Render(sign)+" "+style.Render(cells.Clean(t.text)), w)
}
