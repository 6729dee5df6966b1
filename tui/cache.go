package tui

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"routescope/engine"
	"routescope/engine/event"
	"routescope/tui/widget/cells"
)

// cacheView is the tab with what the exchange did to the caches, and why, and
// below it with what is in them now.
type cacheView struct {
	*desk
	list
	entries []engine.CacheEntry
}

func newCache(d *desk) *cacheView { return &cacheView{desk: d} }

func (p *cacheView) Title() string { return "Cache" }

func (p *cacheView) Note() string {
	if p.shown == nil {
		return ""
	}
	if read := p.shown.cacheOutcome(); read != nil {
		return read.Outcome
	}
	return ""
}

func (p *cacheView) Editing() bool { return false }

func (p *cacheView) ShortHelp() []key.Binding {
	out := []key.Binding{help(p.keys.Clock, "move the clock"), help(p.keys.Clear, "clear")}
	if len(p.entries) > 0 {
		out = append(out, help(p.keys.Open, "read it"))
	}
	return out
}

func (p *cacheView) FullHelp() []key.Binding {
	return append(p.keys.moves(), help(p.keys.Open, "read the entry"))
}

func (p *cacheView) Update(msg tea.Msg) tea.Cmd {
	p.update(p.keys, msg, len(p.story())+2)
	switch msg := msg.(type) {
	case deskChangedMsg:
		p.entries = p.engine.Cache()
		p.scroll.SetLength(len(p.entries))
	case tea.KeyMsg:
		if i := p.scroll.Cursor(); key.Matches(msg, p.keys.Open) && i < len(p.entries) {
			p.wish(readAction{p.entries[i].Cache, p.entryText(p.entries[i])})
		}
	}
	return nil
}

// entryText is all that is known of an entry.
func (p *cacheView) entryText(e engine.CacheEntry) []string {
	out := []string{e.Key, "", e.Reason, "stored " + e.Stored.Format(time.DateTime) + ", " + size(int64(e.Bytes))}
	if len(e.Tags) > 0 {
		out = append(out, "", "tags:")
	}
	for _, t := range e.Tags {
		out = append(out, "  "+t)
	}
	return out
}

// story is what happened in the exchange, a line each.
func (p *cacheView) story() [][]span {
	s, x := p.styles, p.shown
	if x == nil {
		return [][]span{{{s.faint, "Nothing sent yet: what a request does to the caches shows up here."}}}
	}
	if len(x.caches) == 0 {
		return [][]span{{{s.muted, "This exchange touched no cache."}, {s.faint, p.whyUncached()}}}
	}
	var lines [][]span
	for _, ev := range x.caches {
		lines = append(lines, s.cacheLine(ev))
	}
	return lines
}

// whyUncached says why the response cache was not asked.
func (p *cacheView) whyUncached() string {
	switch m := p.shown.request.Method; {
	case m != "GET" && m != "HEAD":
		return "  Only GET is cached."
	case p.engine.Mode() == engine.Development:
		return "  In development nothing is cached."
	}
	if w := p.why.explanation.Winner; w != nil && w.Reason != "" && w.Rendering == engine.Dynamic {
		return "  The route is dynamic: " + cells.Clean(w.Reason)
	}
	return ""
}

// cacheLine tells one cache event as cause and effect.
func (s *styles) cacheLine(ev event.Event) []span {
	switch ev := ev.(type) {
	case *event.CacheRead:
		line := []span{{s.outcome(ev.Outcome), cells.Fit(ev.Outcome, 7)}, {s.text, ev.Cache + " " + shortKey(ev.Key)}}
		if ev.Age > 0 {
			line = append(line, span{s.muted, "  age " + duration(ev.Age)})
		}
		return append(line, span{s.muted, "  " + cells.Clean(ev.Reason)})
	case *event.CacheStored:
		life := "for good"
		if ev.Revalidate > 0 {
			life = "fresh for " + duration(ev.Revalidate)
		}
		line := []span{{s.ok, "stored "}, {s.text, ev.Cache + " " + shortKey(ev.Key)}, {s.muted, "  " + life + "  " + size(int64(ev.Bytes))}}
		return append(line, s.tags(ev.Tags)...)
	case *event.CacheInvalidated:
		line := []span{{s.special, ev.Call}, {s.text, fmt.Sprintf(" %s", cells.Clean(ev.Value))}}
		if len(ev.Entries) == 0 {
			return append(line, span{s.warn, "  matched 0 entries: nothing was stored under it"})
		}
		return append(line, span{s.ok, fmt.Sprintf("  expired %d: ", len(ev.Entries))}, span{s.muted, shortKey(strings.Join(ev.Entries, ", "))})
	}
	return nil
}

// shortKey cuts a key that is long, as those that hold a function's text are.
func shortKey(key string) string { return cells.Cut(cells.Clean(key), 48) }

// implicitTag begins the tags that Next.js gives every entry for its path.
const implicitTag = "_N_T_"

// tags lists the tags somebody chose, and counts the others.
func (s *styles) tags(tags []string) []span {
	var out []span
	implicit := 0
	for _, t := range tags {
		if strings.HasPrefix(t, implicitTag) {
			implicit++
			continue
		}
		out = append(out, span{s.special, "  #" + cells.Clean(t)})
	}
	if implicit > 0 {
		out = append(out, span{s.faint, "  " + plural(implicit, "path tag")})
	}
	return out
}

func (p *cacheView) View(w, h int) string {
	s := p.styles
	var head []string
	for _, line := range p.story() {
		head = append(head, s.row(w, unmarked, line, nil))
	}
	clock := ""
	if p.moved > 0 {
		clock = "clock moved by " + duration(p.moved) + " "
	}
	title := fmt.Sprintf(" %s now", strings.Replace(plural(len(p.entries), "entry"), "entrys", "entries", 1))
	if len(head) > max(1, h/2) {
		head = head[:max(1, h/2)]
	}
	head = append(head, "", cells.Between(s.strong.Render(title), s.warn.Render(clock), w))
	if len(p.entries) == 0 {
		return cells.Block(append(head, s.faint.Render(" Static and revalidated GET handlers, cached fetches and tagged data are kept.")), w, h)
	}
	now := p.engine.Now()
	return p.view(w, h, head, func(i int, m mark) string { return p.row(p.entries[i], now, w, m) })
}

// row draws one entry of a cache.
func (p *cacheView) row(e engine.CacheEntry, now time.Time, w int, m mark) string {
	s := p.styles
	state, style := "fresh", s.ok
	if e.Stale {
		state, style = "stale", s.warn
	}
	left := []span{{style, cells.Fit(state, 6)}, {s.muted, cells.Fit(e.Cache, p.cacheWidth()) + "  "}, {s.text, shortKey(e.Key)}}
	left = append(left, s.tags(e.Tags)...)
	return s.row(w, m, left, []span{{s.muted, duration(now.Sub(e.Stored).Truncate(time.Second)) + " old"}, {s.life(e), p.lifeText(e, now)}})
}

// cacheWidth is the column of the caches' names.
func (p *cacheView) cacheWidth() int {
	n := 0
	for _, e := range p.entries {
		n = max(n, cells.Width(e.Cache))
	}
	return n
}

func (s *styles) life(e engine.CacheEntry) lipgloss.Style {
	if e.Stale {
		return s.warn
	}
	return s.muted
}

// lifeText says how long an entry stays fresh.
func (p *cacheView) lifeText(e engine.CacheEntry, now time.Time) string {
	switch {
	case e.Stale && e.Revalidate > now.Sub(e.Stored), e.Stale && e.Revalidate == 0:
		return " · invalidated "
	case e.Revalidate == 0:
		return " · for good "
	}
	left := e.Revalidate - now.Sub(e.Stored)
	if left <= 0 {
		return " · stale since " + duration((-left).Truncate(time.Second)) + " "
	}
	return " · stale in " + duration(left.Truncate(time.Second)) + " "
}

// nextStale returns how long it takes until the next entry turns stale, 0 if
// none will.
func (d *desk) nextStale() time.Duration {
	var next time.Duration
	now := d.engine.Now()
	for _, e := range d.engine.Cache() {
		left := e.Revalidate - now.Sub(e.Stored)
		if e.Revalidate > 0 && left > 0 && (next == 0 || left < next) {
			next = left
		}
	}
	return next
}
