package tui

import (
	"fmt"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// A palette is a theme's colours by what they mean. Each has a value for true
// colour, for 256 colours and for the terminal's own sixteen; of those, text
// and what lies behind it are left as they are ("").
type palette struct {
	text, muted, faint lipgloss.TerminalColor
	accent             lipgloss.TerminalColor // focus, keys, what can be acted on
	selection          lipgloss.TerminalColor // behind the selected row
	ok, warn, err      lipgloss.TerminalColor
	info, special      lipgloss.TerminalColor
	onAccent           lipgloss.TerminalColor // text on accent
	match              lipgloss.TerminalColor // behind what was searched for
	onMatch            lipgloss.TerminalColor
}

func hue(trueColor, ansi256, ansi16 string) lipgloss.CompleteColor {
	return lipgloss.CompleteColor{TrueColor: trueColor, ANSI256: ansi256, ANSI: ansi16}
}

var (
	darkPalette = palette{
		text:      hue("#d7dae0", "253", ""),
		muted:     hue("#9aa1ad", "247", ""),
		faint:     hue("#636a76", "242", "8"),
		accent:    hue("#7aa2f7", "111", "12"),
		selection: hue("#2b3245", "236", ""),
		ok:        hue("#8fc77f", "114", "10"),
		warn:      hue("#e5b567", "179", "11"),
		err:       hue("#ef7d85", "210", "9"),
		info:      hue("#6cc3d0", "80", "14"),
		special:   hue("#c296eb", "177", "13"),
		onAccent:  hue("#10131a", "233", "0"),
		match:     hue("#e5b567", "179", "11"),
		onMatch:   hue("#10131a", "233", "0"),
	}
	lightPalette = palette{
		text:      hue("#24292f", "235", ""),
		muted:     hue("#57606a", "241", ""),
		faint:     hue("#848d97", "245", "8"),
		accent:    hue("#0a58ca", "26", "4"),
		selection: hue("#dde7f8", "189", ""),
		ok:        hue("#1a7f37", "28", "2"),
		warn:      hue("#8a5a00", "94", "3"),
		err:       hue("#c21d2b", "160", "1"),
		info:      hue("#0b6e80", "30", "6"),
		special:   hue("#7a3fb8", "97", "5"),
		onAccent:  hue("#ffffff", "231", "15"),
		match:     hue("#ffd75e", "221", "3"),
		onMatch:   hue("#24292f", "235", "0"),
	}
)

// themeNames are the themes a user can choose: auto asks the terminal for its
// background, none uses no colour.
var themeNames = []string{"auto", "dark", "light", "none"}

// newRenderer returns the renderer for a theme, on top of what the terminal and
// NO_COLOR say.
func newRenderer(base *lipgloss.Renderer, theme string) (*lipgloss.Renderer, error) {
	r := lipgloss.NewRenderer(nil)
	r.SetColorProfile(base.ColorProfile())
	r.SetHasDarkBackground(base.HasDarkBackground())
	switch theme {
	case "", "auto":
	case "dark", "light":
		r.SetHasDarkBackground(theme == "dark")
	case "none":
		r.SetColorProfile(termenv.Ascii)
	default:
		return nil, fmt.Errorf("unknown theme %q; there are %v", theme, themeNames)
	}
	return r, nil
}

func paletteFor(r *lipgloss.Renderer) palette {
	if r.HasDarkBackground() {
		return darkPalette
	}
	return lightPalette
}
