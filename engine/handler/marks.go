package handler

import (
	"context"
	"strings"
	"time"

	"routescope/engine/cache"
	"routescope/engine/event"
	"routescope/engine/project/exports"
)

// What a runner has learned of paths: which answers cannot be kept, and which
// were made before.

func (r *Runner) markDynamic(c *Call, reason string) { r.dynamic.Store(c.Path, reason) }

func (r *Runner) isDynamic(c *Call) bool {
	_, ok := r.dynamic.Load(c.Path)
	return ok
}

func (r *Runner) dynamicReason(c *Call) string {
	reason, _ := r.dynamic.Load(c.Path)
	text, _ := reason.(string)
	return text
}

// firstTime reports whether a path's answer was never made before.
func (r *Runner) firstTime(path string) bool {
	_, made := r.made.LoadOrStore(path, true)
	return !made
}

// ClearMarks forgets all that, as a fresh build would.
func (r *Runner) ClearMarks() {
	r.dynamic.Clear()
	r.made.Clear()
	r.listed.Clear()
	r.sources.Clear()
}

// A source is what a route file says of itself, read once until a reload.
type source struct {
	segment segment
	exports *exports.File
}

// read returns what a file says. One that cannot be read says nothing: that it
// is broken shows when it is compiled.
func (r *Runner) read(file string) *source {
	if known, ok := r.sources.Load(file); ok {
		return known.(*source)
	}
	x, err := r.opts.Project.Exports(file)
	if err != nil {
		x = &exports.File{}
	}
	s := &source{segmentOf(x), x}
	r.sources.Store(file, s)
	return s
}

// NextBackground numbers exchanges without a client, apart from the others.
func (r *Runner) NextBackground() uint64 { return backgroundIDs + r.background.Add(1) }

// backgroundIDs is where the numbers of exchanges without a client begin: far
// above those of clients, and below what a JavaScript number can count.
const backgroundIDs = 1 << 30

// The cookies of draft and preview mode.
const (
	bypassCookie  = "__prerender_bypass"
	previewCookie = "__next_preview_data"
)

// draftOf reports whether a request carries the draft cookie of this server, or
// one that this server did not make.
func (r *Runner) draftOf(x *Exchange) (draft, forged bool) {
	for _, f := range x.Header {
		if !strings.EqualFold(f.Name, "cookie") || !(strings.Contains(f.Value, bypassCookie) || strings.Contains(f.Value, previewCookie)) {
			continue
		}
		for pair := range strings.SplitSeq(f.Value, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
			switch {
			case name == bypassCookie && value == r.secret.draftID:
				draft = true
			case name == bypassCookie || name == previewCookie:
				forged = true
			}
		}
	}
	return draft, forged && !draft
}

func (r *Runner) isDraft(x *Exchange) bool {
	draft, _ := r.draftOf(x)
	return draft
}

// clearPreview are the lines that make a client drop forged cookies.
func (r *Runner) clearPreview() event.Header {
	attributes := "=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=None"
	if r.opts.Development {
		attributes = "=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"
	}
	return event.Header{{Name: "Set-Cookie", Value: bypassCookie + attributes}, {Name: "Set-Cookie", Value: previewCookie + attributes}}
}

// implicitTagsOf returns the tags that stand for a path and for the folders of
// its route: revalidatePath invalidates those.
func implicitTagsOf(page, path string) []string {
	tags := []string{"_N_T_/layout"}
	if strings.HasPrefix(page, "/") {
		parts := strings.Split(page, "/")
		for i := 1; i < len(parts)+1; i++ {
			prefix := strings.Join(parts[:i], "/")
			if prefix == "" {
				continue
			}
			if !strings.HasSuffix(prefix, "/page") && !strings.HasSuffix(prefix, "/route") {
				prefix += "/layout"
			}
			tags = append(tags, "_N_T_"+prefix)
		}
	}
	tags = append(tags, "_N_T_"+path)
	if path == "/" {
		tags = append(tags, "_N_T_/index")
	}
	return tags
}

// ownTags are the tags that the handler gave, without the implicit ones.
func ownTags(tags []string) []string {
	var own []string
	for _, t := range tags {
		if !strings.HasPrefix(t, cache.PathTag) {
			own = append(own, t)
		}
	}
	return own
}

// Regenerate makes the kept answer of a call anew and waits for it, as
// res.revalidate() does. Paths whose answer is not kept are left alone.
func (r *Runner) Regenerate(ctx context.Context, c *Call) error {
	seg := r.read(c.Route.File).segment
	if !r.keeps(c, seg) || r.isDynamic(c) {
		return nil
	}
	r.made.Store(c.Path, true)
	_, _ = r.makeKept(ctx, c, seg, r.appRoute, time.Time{})
	return nil
}
