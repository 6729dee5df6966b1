package handler

import (
	"context"
	"os"
	"strconv"
	"strings"

	"routescope/engine/event"
	"routescope/engine/route"
)

// serveMetadata serves a sitemap, an icon and the like: files as they are, and
// modules as route handlers whose answer is kept unless they say otherwise.
func (r *Runner) serveMetadata(ctx context.Context, c *Call, seg segment) {
	if c.Route.Metadata.Static {
		r.serveMetadataFile(c)
		return
	}
	_, listed := c.Params.Map()[metadataIDParam]
	unlisted := len(c.Params) > 0 && !listed // nothing tells next build the parameters
	if r.opts.Development || unlisted || seg.dynamic == "force-dynamic" || r.isDynamic(c) || (seg.hasRevalidate && seg.revalidate == 0) {
		r.start(ctx, c, r.metadata(c, seg))
		return
	}
	seg.getOnly = true
	r.serveKept(ctx, c, seg, r.metadata)
}

// metadataIDParam is the parameter that holds the ID of one of several images or
// sitemaps that a module makes.
const metadataIDParam = "__metadata_id__"

func (r *Runner) metadata(c *Call, seg segment) *Invocation {
	inv := r.invocation(c, "metadata", seg)
	inv.Extra["name"] = string(c.Route.Metadata.Name)
	params := c.Params.Map()
	if id, ok := params[metadataIDParam].(string); ok {
		inv.Extra["id"] = metadataID(c.Route.Metadata.Name, id)
		delete(params, metadataIDParam)
	}
	inv.Extra["params"] = params
	return inv
}

// metadataID is the ID that a path names: those of sitemaps end in ".xml" there,
// and a path without that names none.
func metadataID(name route.MetadataName, segment string) string {
	if name != route.Sitemap {
		return segment
	}
	id, ok := strings.CutSuffix(segment, ".xml")
	if !ok {
		return ""
	}
	return id
}

// serveMetadataFile answers with a metadata file as it is: a route handler that
// Next.js makes at build time.
func (r *Runner) serveMetadataFile(c *Call) {
	x := c.X
	defer x.Finish()
	if x.Method != "GET" && x.Method != "HEAD" {
		RefuseMethod(x, true)
		return
	}
	body, err := os.ReadFile(r.opts.Project.Path(c.Route.File))
	if err != nil {
		RespondPage(x, 404, nil)
		return
	}
	header := appVary(event.Header{
		{Name: "x-nextjs-cache", Value: "HIT"},
		{Name: "cache-control", Value: "public, max-age=0, must-revalidate"},
		{Name: "content-type", Value: mimeType(c.Route.Pattern.String())},
	})
	x.Emit(&event.CacheRead{Cache: responseCache, Key: c.Path, Outcome: "HIT", Reason: "a file: next build keeps it (" + strconv.Itoa(len(body)) + " bytes)"})
	x.Respond(200, "", header, body)
}
