package handler

import (
	"testing"
	"time"

	"routescope/engine/project/exports"
	"routescope/engine/route"
)

const get = "export const GET = () => new Response()\n"

func TestKept(t *testing.T) {
	for name, c := range map[string]struct {
		source, pattern string
		kept            bool
		mode            Mode // for a request that it runs for
	}{
		"nothing said":                     {get, "/a", false, ModeDynamic},
		"force-static":                     {get + "export const dynamic = 'force-static'", "/a", true, ModeStatic},
		"error":                            {get + "export const dynamic = 'error'", "/a", true, ModeError},
		"force-dynamic":                    {get + "export const dynamic = 'force-dynamic'\nexport const revalidate = 5", "/a", false, ModeDynamic},
		"revalidate":                       {get + "export const revalidate = 5", "/a", true, ModeDynamic},
		"revalidate = 0":                   {get + "export const revalidate = 0", "/a", false, ModeDynamic},
		"revalidate = false":               {get + "export const revalidate = false", "/a", true, ModeDynamic},
		"POST beside it":                   {get + "export const dynamic = 'force-static'\nexport const POST = GET", "/a", false, ModeStatic},
		"HEAD beside it":                   {get + "export const dynamic = 'force-static'\nexport const HEAD = GET", "/a", true, ModeStatic},
		"parameters":                       {get + "export const revalidate = 5", "/a/[id]", false, ModeDynamic},
		"parameters, force-static":         {get + "export const dynamic = 'force-static'", "/a/[id]", true, ModeStatic},
		"parameters, generateStaticParams": {get + "export function generateStaticParams() { return [] }", "/a/[id]", true, ModeDynamic},
		"the edge runtime":                 {get + "export const runtime = 'edge'\nexport const revalidate = 5", "/a", false, ModeDynamic},
	} {
		seg := segmentOf(exports.Read("route.ts", c.source))
		if got := seg.kept(route.ParsePattern(c.pattern), false); got != c.kept {
			t.Errorf("%s: kept: %v", name, got)
		}
		if got := seg.mode(); got != c.mode {
			t.Errorf("%s: mode %s", name, got)
		}
	}
}

func TestSegmentOf(t *testing.T) {
	for source, want := range map[string]segment{
		"export const maxDuration = 5":                                     {maxDuration: 5 * time.Second},
		"export const config = { runtime: 'edge', maxDuration: 2 }":        {edge: true, maxDuration: 2 * time.Second},
		"export const runtime = 'experimental-edge'":                       {edge: true},
		"export const dynamicParams = false":                               {closedParams: true},
		"export const dynamicParams = true":                                {},
		"export const fetchCache = 'force-cache'":                          {fetchCache: "force-cache"},
		"'use client'\nexport const revalidate = 60":                       {client: true, revalidate: 60, hasRevalidate: true},
		"export const revalidate = compute()\nexport const dynamic = pick": {},
	} {
		want.getOnly = true
		if got := segmentOf(exports.Read("route.ts", source)); got != want {
			t.Errorf("%s: got %+v", source, got)
		}
	}
}
