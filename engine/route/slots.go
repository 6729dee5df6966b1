package route

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// checkSlots finds URLs for which one slot of a layout has a page and a sibling
// has neither that nor a default file, and pages that are part of no complete
// route because of it. It goes the way of normalizeCatchAllRoutes in Next.js's
// server/lib/router-utils/normalize-catchall-routes.
func (d *discoverer) checkSlots(l *conflictList) {
	if d.LooseMatching || !d.hasSlots() {
		return
	}
	p := newParallel(d)
	p.spreadCatchAlls()
	p.prune(false)
	for _, find := range []func() Conflict{p.incompatible, p.unmatched} {
		if c := find(); len(c.Routes) > 0 {
			slices.Sort(c.Files)
			l.list = append(l.list, c) // both, also if they are about the same files
		}
		p.prune(true)
	}
}

func (d *discoverer) hasSlots() bool {
	return slices.ContainsFunc(d.found.Routes, func(r Route) bool { return r.Kind.App() && strings.Contains(r.Page, "/@") }) ||
		slices.ContainsFunc(d.found.Defaults, func(file string) bool { return strings.Contains(file, "/@") })
}

// parallel is the app directory as the check of parallel routes sees it: keys of
// pages, such as "/shop/@modal/(.)cart/page", by the URL pattern they serve.
type parallel struct {
	d        *discoverer
	routes   map[string][]string
	patterns []string // the keys of routes, in order
	files    map[string]string
	pages    []string        // all keys of pages
	known    map[string]bool // the keys of pages and of default files
	levels   []*slotLevel
}

// A slotLevel is a folder that has slots.
type slotLevel struct {
	parent []string
	slots  []string // "children" first if a page lies beside the slots
}

func newParallel(d *discoverer) *parallel {
	p := &parallel{d: d, routes: map[string][]string{}, files: map[string]string{}, known: map[string]bool{}}
	for _, r := range d.found.Routes {
		if !r.Kind.App() {
			continue
		}
		text := r.Pattern.String()
		p.routes[text] = append(p.routes[text], r.Page)
		if r.Kind == AppPage {
			p.pages = append(p.pages, r.Page)
			p.files[r.Page], p.known[r.Page] = r.File, true
		}
	}
	for _, file := range d.found.Defaults {
		base, _ := d.cutExtension(strings.TrimPrefix(file, d.dirs.App))
		p.known[strings.ReplaceAll(base, "%5F", "_")] = true
	}
	p.patterns = slices.Sorted(maps.Keys(p.routes))
	p.findLevels()
	return p
}

func (p *parallel) findLevels() {
	byParent := map[string]*slotLevel{}
	keys := slices.Sorted(maps.Keys(p.known))
	for _, key := range keys {
		parts := splitPath(key)
		for i, part := range parts[:len(parts)-1] {
			if !isSlot(part) {
				continue
			}
			at := strings.Join(parts[:i], "/")
			if byParent[at] == nil {
				byParent[at] = &slotLevel{parent: parts[:i]}
				p.levels = append(p.levels, byParent[at])
			}
			if level := byParent[at]; !slices.Contains(level.slots, part) {
				level.slots = append(level.slots, part)
			}
		}
	}
	for _, level := range p.levels {
		if slices.ContainsFunc(keys, func(key string) bool { return level.holds(key, "children") }) {
			level.slots = slices.Insert(level.slots, 0, "children")
		}
	}
}

func isSlot(part string) bool { return strings.HasPrefix(part, "@") && part != "@children" }

func (v *slotLevel) above(parts []string) bool {
	return len(parts) >= len(v.parent) && slices.Equal(parts[:len(v.parent)], v.parent)
}

// slotOf returns the slot of this level that a key below it lies in.
func (v *slotLevel) slotOf(parts []string) string {
	if len(parts) > len(v.parent) && isSlot(parts[len(v.parent)]) {
		return parts[len(v.parent)]
	}
	return "children"
}

func (v *slotLevel) holds(key, slot string) bool {
	parts := splitPath(key)
	return v.above(parts) && v.slotOf(parts) == slot
}

// defaultOf is the key of a slot's default file.
func (v *slotLevel) defaultOf(slot string) string {
	parts := slices.Clone(v.parent)
	if slot != "children" {
		parts = append(parts, slot)
	}
	return "/" + strings.Join(append(parts, "default"), "/")
}

// missing returns the slots that have neither one of the pages nor a default.
func (v *slotLevel) missing(p *parallel, pages []string) []string {
	var slots []string
	for _, slot := range v.slots {
		inside := func(key string) bool { return v.holds(key, slot) }
		if !p.known[v.defaultOf(slot)] && !slices.ContainsFunc(pages, inside) {
			slots = append(slots, slot)
		}
	}
	return slots
}

// spreadCatchAlls lets catch-all pages serve the patterns below them, in slots
// that have no page of their own for those.
func (p *parallel) spreadCatchAlls() {
	var catchAlls []string
	for _, key := range slices.Concat(slices.Collect(maps.Values(p.routes))...) {
		if strings.Contains(key, "[...") && !strings.Contains(key, "[[...") && !slices.Contains(catchAlls, key) {
			catchAlls = append(catchAlls, key)
		}
	}
	slices.SortFunc(catchAlls, func(a, b string) int {
		if by := strings.Count(b, "/") - strings.Count(a, "/"); by != 0 {
			return by
		}
		return strings.Compare(a, b)
	})
	for _, text := range p.patterns {
		if intercepts(text) {
			continue
		}
		for _, key := range catchAlls {
			base, _, _ := strings.Cut(normalizeAppPath(key), "[...")
			same := func(other string) bool { return slices.Equal(slotParts(other), slotParts(key)) }
			if strings.HasPrefix(text, base) && text != base && !slices.ContainsFunc(p.routes[text], same) {
				p.routes[text] = append(p.routes[text], key)
			}
		}
	}
}

func slotParts(key string) []string {
	return slices.DeleteFunc(splitPath(key), func(part string) bool { return !isSlot(part) })
}

// intercepts reports whether a segment has an intercepting marker.
func intercepts(key string) bool { return markerIndex(splitPath(key)) >= 0 }

func markerIndex(parts []string) int {
	return slices.IndexFunc(parts, func(part string) bool { return interceptionMarker(part) != "" })
}

// prune takes pages out of patterns that cannot be shown whole: first those that
// are there because of a catch-all, then, once the others were reported, all.
func (p *parallel) prune(all bool) {
	for _, text := range p.patterns {
		pages := p.pagesOf(text)
		broken := len(pages) > 0 && p.incomplete(pages)
		if !all {
			broken = slices.ContainsFunc(pages, func(key string) bool { return p.brokenCatchAll(key, p.routes[text]) })
		}
		if broken {
			p.routes[text] = slices.DeleteFunc(p.routes[text], func(key string) bool { return p.files[key] != "" })
		}
	}
}

func (p *parallel) pagesOf(text string) []string {
	return slices.DeleteFunc(slices.Clone(p.routes[text]), func(key string) bool { return p.files[key] == "" })
}

// brokenCatchAll reports whether a catch-all page misses a sibling, for which
// Next.js takes a route handler too here. What intercepts leaves the slots around
// it as they are.
func (p *parallel) brokenCatchAll(key string, served []string) bool {
	if !strings.Contains(key, "[...") {
		return false
	}
	parts := splitPath(path.Dir(key))
	marker := markerIndex(parts)
	for _, level := range p.levels {
		if !level.above(parts) || marker >= len(level.parent) {
			continue
		}
		own := level.slotOf(parts)
		if slices.ContainsFunc(level.missing(p, served), func(slot string) bool { return slot != own }) {
			return true
		}
	}
	return false
}

func (p *parallel) incomplete(pages []string) bool {
	for _, level := range p.levels {
		reached, retained := false, false
		for _, key := range pages {
			if parts := splitPath(path.Dir(key)); level.above(parts) {
				reached = true
				retained = retained || markerIndex(parts) >= len(level.parent)
			}
		}
		if reached && !retained && len(level.missing(p, pages)) > 0 {
			return true
		}
	}
	return false
}

// incompatible reports the layouts whose slots do not have the same URLs.
func (p *parallel) incompatible() Conflict {
	c := Conflict{Kind: ParallelSlots, Stops: Build}
	lines := map[string][]string{} // by layout
	var add []string
	for _, text := range p.patterns {
		ordinary := slices.DeleteFunc(p.pagesOf(text), intercepts)
		if intercepts(text) || len(ordinary) == 0 {
			continue
		}
		for _, level := range p.levels {
			if !slices.ContainsFunc(ordinary, func(key string) bool { return level.above(splitPath(key)) }) {
				continue
			}
			missing := level.missing(p, ordinary)
			if len(missing) == 0 {
				continue
			}
			slices.Sort(missing)
			layout := p.layout(level, &c)
			lines[layout] = append(lines[layout], fmt.Sprintf("- %s is missing a matching page or default.tsx in %s", text, strings.Join(missing, ", ")))
			c.Routes = append(c.Routes, text)
			for _, slot := range missing {
				if file := p.d.dirs.App + level.defaultOf(slot) + ".tsx"; !slices.Contains(add, file) {
					add = append(add, file)
				}
			}
		}
	}
	var blocks []string
	for _, layout := range slices.Sorted(maps.Keys(lines)) {
		blocks = append(blocks, layout+"\n"+strings.Join(lines[layout], "\n"))
	}
	c.Message = "The following layouts have parallel route slots that cannot render the same URLs:\n" + strings.Join(blocks, "\n\n") +
		"\n\nEvery URL matched by one slot must have a matching page or default.tsx in every sibling slot."
	c.Hint = "Add " + strings.Join(add, " and ") + ", which may return null, or the missing pages."
	return c
}

// layout returns the layout that shows the slots of a level, and names it in the
// conflict: where Next.js would look for it if there is none.
func (p *parallel) layout(level *slotLevel, c *Conflict) string {
	key := path.Join("/", path.Join(level.parent...), "layout")
	for _, layout := range p.d.found.Layouts {
		base, _ := p.d.cutExtension(strings.TrimPrefix(layout.File, p.d.dirs.App))
		if strings.ReplaceAll(base, "%5F", "_") == key {
			if !slices.Contains(c.Files, layout.File) {
				c.Files = append(c.Files, layout.File)
			}
			return layout.File
		}
	}
	for _, page := range p.pages {
		if level.above(splitPath(page)) && !slices.Contains(c.Files, p.files[page]) {
			c.Files = append(c.Files, p.files[page])
		}
	}
	return p.d.dirs.App + key
}

// unmatched reports the pages that no pattern kept.
func (p *parallel) unmatched() Conflict {
	c := Conflict{Kind: UnmatchedPages, Stops: Build}
	kept := map[string]bool{}
	for _, keys := range p.routes {
		for _, key := range keys {
			kept[key] = true
		}
	}
	for _, key := range p.pages {
		if !kept[key] {
			c.Files, c.Routes = append(c.Files, p.files[key]), append(c.Routes, normalizeAppPath(key))
		}
	}
	slices.Sort(c.Files)
	c.Message = "The following page files do not match any complete route:\n- " + strings.Join(c.Files, "\n- ") +
		"\n\nEvery page must be part of at least one complete route. Add matching pages or default files for the sibling parallel route slots, or remove the unreachable pages."
	c.Hint = "Give the sibling slots a default.tsx, and these pages are reached, or remove them."
	return c
}
