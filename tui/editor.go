package tui

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"routescope/engine/event"
)

// editSource opens what the cursor is on: the log's line, a conflict's file, or
// the handler of the selected route.
func (m *model) editSource() {
	if at := m.source(); at.File != "" {
		m.wish(openFileAction{at})
		return
	}
	m.toast(toastWarn, "Choose a route, or a line of the log: "+m.keys.Edit.Help().Key+" opens its source.")
}

func (m *model) source() event.Position {
	switch m.shape.focus {
	case conflictsPane:
		return m.panes[conflictsPane].(*conflicts).file()
	case responsePane:
		if log, ok := m.reply.current().(*logView); ok && log.position().File != "" {
			return log.position()
		}
	}
	r, _ := m.reached()
	if r == nil {
		return event.Position{}
	}
	return m.handlerAt(r, m.draft.method)
}

// openEditor hands the terminal to the user's editor until it is closed.
func (m *model) openEditor(at event.Position) tea.Cmd {
	cmd := editorCommand(os.Getenv, filepath.Join(m.engine.Dir(), filepath.FromSlash(at.File)), max(1, at.Line))
	return tea.ExecProcess(cmd, func(err error) tea.Msg { return editorClosedMsg{err} })
}

// editorCommand returns the command that opens a file at a line in $VISUAL or
// $EDITOR, vi if neither is set. The variables may hold arguments.
func editorCommand(getenv func(string) string, file string, line int) *exec.Cmd {
	words := strings.Fields(getenv("VISUAL"))
	if len(words) == 0 {
		words = strings.Fields(getenv("EDITOR"))
	}
	if len(words) == 0 {
		words = []string{"vi"}
	}
	return exec.Command(words[0], append(words[1:], editorPlace(filepath.Base(words[0]), file, line)...)...)
}

// editorPlace spells file and line as an editor wants them.
func editorPlace(editor, file string, line int) []string {
	n := strconv.Itoa(line)
	switch strings.TrimSuffix(editor, ".exe") {
	case "vi", "vim", "nvim", "nano", "emacs", "emacsclient", "kak", "micro", "ed", "mg", "joe":
		return []string{"+" + n, file}
	case "code", "codium", "cursor", "windsurf":
		return []string{"--wait", "--goto", file + ":" + n}
	case "hx", "helix", "subl", "zed":
		return []string{file + ":" + n}
	}
	return []string{file}
}
