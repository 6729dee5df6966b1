package tui

import (
	"strings"
	"testing"
)

func TestEditorCommand(t *testing.T) {
	tests := []struct{ name, env, want string }{
		{"nothing is set", "", "vi +7 a.ts"},
		{"vim", "EDITOR=vim", "vim +7 a.ts"},
		{"VISUAL goes first", "EDITOR=vim VISUAL=nano", "nano +7 a.ts"},
		{"arguments and a path", "EDITOR=/usr/bin/emacs|-nw", "/usr/bin/emacs -nw +7 a.ts"},
		{"VS Code", "EDITOR=code", "code --wait --goto a.ts:7"},
		{"helix", "EDITOR=hx", "hx a.ts:7"},
		{"an editor we do not know", "EDITOR=my-editor", "my-editor a.ts"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			getenv := func(name string) string {
				for _, v := range strings.Fields(tt.env) {
					if value, ok := strings.CutPrefix(v, name+"="); ok {
						return strings.ReplaceAll(value, "|", " ")
					}
				}
				return ""
			}
			if got := strings.Join(editorCommand(getenv, "a.ts", 7).Args, " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
