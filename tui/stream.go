package tui

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"routescope/recorder"
	"routescope/tui/widget/cells"
	"routescope/tui/widget/scroll"
)

// stream is the tab with the chunks of the body, each with its time. While it
// follows, the last chunks are shown and nothing is selected; moving the cursor
// ends that.
type stream struct {
	*desk
	scroll  scroll.Model
	of      *exchange
	focused bool
}

func newStream(d *desk) *stream { return &stream{desk: d} }

func (p *stream) Title() string { return "Stream" }

func (p *stream) Note() string {
	if p.shown == nil || len(p.shown.chunks) == 0 {
		return ""
	}
	return strconv.Itoa(len(p.shown.chunks))
}

func (p *stream) Editing() bool { return false }

func (p *stream) ShortHelp() []key.Binding {
	read := help(p.keys.Open, "read the chunk")
	switch {
	case p.shown == nil || !p.shown.phase.running():
		return []key.Binding{read}
	case p.follow:
		return []key.Binding{help(p.keys.Follow, "pause")}
	}
	return []key.Binding{help(p.keys.Follow, "follow"), read}
}

func (p *stream) FullHelp() []key.Binding {
	return append(p.keys.moves(), help(p.keys.Open, "read the whole chunk"))
}

func (p *stream) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case sizedMsg:
		p.scroll.SetPage(msg.height - 2)
	case focusedMsg:
		p.focused = msg.on
	case deskChangedMsg:
		p.sync()
	case tea.KeyMsg:
		if p.follow {
			p.scroll.Last()
		}
		if key.Matches(msg, p.keys.Open) {
			p.read()
		}
		if p.keys.move(&p.scroll, msg) {
			p.follow = p.scroll.AtEnd() && key.Matches(msg, p.keys.Down, p.keys.Bottom, p.keys.PageDown)
		}
	}
	return nil
}

// read shows the selected chunk as it was sent.
func (p *stream) read() {
	if p.shown == nil || len(p.shown.chunks) == 0 {
		return
	}
	i := p.scroll.Cursor()
	data := p.shown.chunks[i].Data
	text := string(data)
	if !isText(data) {
		var lines []string
		for _, l := range hexLines(data) {
			lines = append(lines, l.Text())
		}
		text = strings.Join(lines, "\n")
	}
	p.wish(readAction{fmt.Sprintf("Chunk %d of %d, %s", i+1, len(p.shown.chunks), size(int64(len(data)))), []string{text}})
}

func (p *stream) sync() {
	if p.shown != p.of {
		p.of = p.shown
		p.scroll.Select(0)
	}
	if p.shown != nil {
		p.scroll.SetLength(len(p.shown.chunks))
	}
}

func (p *stream) View(w, h int) string {
	x := p.shown
	switch {
	case x == nil:
		return p.notSent(w, h)
	case len(x.chunks) == 0:
		return p.styles.empty(w, h, "No chunk yet.", "Each write of the body shows up here with its time.")
	}
	lines := []string{p.summary(w)}
	if h > 3 {
		lines = append(lines, p.head(w))
	}
	room := h - len(lines)
	from, to := p.scroll.Window(room)
	if p.follow {
		to = len(x.chunks)
		from = max(0, to-room)
	}
	for i := from; i < to; i++ {
		lines = append(lines, p.row(i, w))
	}
	return cells.Block(lines, w, h)
}

// summary sums the stream up.
func (p *stream) summary(w int) string {
	s, x := p.styles, p.shown
	parts := []string{
		plural(len(x.chunks), "chunk"), size(x.size), "first after " + duration(x.chunks[0].At),
	}
	if gap := longestGap(x.chunks); gap > 0 {
		parts = append(parts, "longest gap "+duration(gap))
	}
	right := s.muted.Render("paused ")
	switch {
	case x.phase.running() && p.follow:
		right = s.accent.Render(p.spinner() + " following ")
	case x.phase.running():
	case x.aborted():
		right = s.warn.Render("cancelled ")
	default:
		right = s.muted.Render("complete ")
	}
	return cells.Between(" "+s.text.Render(strings.Join(parts, " · ")), right, w)
}

func longestGap(chunks []recorder.Chunk) time.Duration {
	var longest time.Duration
	for i := 1; i < len(chunks); i++ {
		longest = max(longest, chunks[i].At-chunks[i-1].At)
	}
	return longest
}

// The columns of the table, in cells.
const (
	numberColumn = 5
	timeColumn   = 10
	sizeColumn   = 9
	barColumn    = 14
)

func (p *stream) head(w int) string {
	text := cells.Right("#", numberColumn) + cells.Right("at", timeColumn) + cells.Right("gap", timeColumn) +
		cells.Right("size", sizeColumn) + "  "
	if p.barWidth(w) > 0 {
		text += cells.Fit("time", p.barWidth(w)) + "  "
	}
	return cells.Fit(p.styles.faint.Render(" "+text+"preview"), w)
}

// barWidth is the room for the picture of time.
func (p *stream) barWidth(w int) int {
	if w < 90 {
		return 0
	}
	return barColumn + (w-90)/6
}

func (p *stream) row(i, w int) string {
	s, x := p.styles, p.shown
	c := x.chunks[i]
	gap := c.At
	if i > 0 {
		gap -= x.chunks[i-1].At
	}
	left := []span{
		{s.faint, cells.Right(strconv.Itoa(i+1), numberColumn)},
		{s.text, cells.Right(duration(c.At), timeColumn)},
		{s.gap(gap), cells.Right("+"+duration(gap), timeColumn)},
		{s.muted, cells.Right(size(int64(len(c.Data))), sizeColumn) + "  "},
	}
	if width := p.barWidth(w); width > 0 {
		left = append(left, span{s.info, bar(x.chunks, i, width) + "  "})
	}
	left = append(left, p.preview(c.Data)...)
	return s.row(w, markOf(!p.follow && i == p.scroll.Cursor(), p.focused), left, nil)
}

// gap colours the time between two chunks by how a person feels it.
func (s *styles) gap(d time.Duration) lipgloss.Style {
	switch {
	case d >= time.Second:
		return s.err
	case d >= 100*time.Millisecond:
		return s.warn
	}
	return s.muted
}

// bar shows when a chunk came within the time of the whole stream.
func bar(chunks []recorder.Chunk, i, width int) string {
	total := max(1, chunks[len(chunks)-1].At)
	at := int(int64(width-1) * int64(chunks[i].At) / int64(total))
	before := 0
	if i > 0 {
		before = int(int64(width-1) * int64(chunks[i-1].At) / int64(total))
	}
	return strings.Repeat(" ", before) + strings.Repeat("─", at-before) + "■" + strings.Repeat(" ", width-1-at)
}

// preview shows a chunk's text; of a server-sent event, its fields.
func (p *stream) preview(data []byte) []span {
	s := p.styles
	if !isText(data) {
		return []span{{s.faint, fmt.Sprintf("%x", data[:min(len(data), 24)])}}
	}
	if strings.HasPrefix(p.shown.header("content-type"), "text/event-stream") {
		return s.sentEvent(data)
	}
	return []span{{s.text, cells.Clean(string(data[:min(len(data), 400)]))}}
}

// sentEvent draws the fields of a server-sent event.
// See https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation.
func (s *styles) sentEvent(data []byte) []span {
	var out []span
	for line := range bytes.SplitSeq(bytes.TrimSpace(data[:min(len(data), 600)]), []byte("\n")) {
		name, value, found := strings.Cut(string(line), ":")
		value = cells.Clean(strings.TrimPrefix(value, " "))
		switch {
		case !found:
			out = append(out, span{s.text, cells.Clean(name) + " "})
		case name == "":
			out = append(out, span{s.faint, "comment " + value + "  "})
		default:
			out = append(out, span{s.info, cells.Clean(name) + " "}, span{s.text, value + "  "})
		}
	}
	return out
}
