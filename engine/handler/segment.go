package handler

import (
	"slices"
	"time"

	"routescope/engine/project/exports"
	"routescope/engine/route"
)

// A segment is what a route file exports to configure itself.
// See https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config.
type segment struct {
	dynamic       string  // "auto" if empty
	revalidate    float64 // seconds; meaningful if hasRevalidate
	hasRevalidate bool
	neverStale    bool // revalidate = false
	staticParams  bool // exports generateStaticParams
	closedParams  bool // dynamicParams = false
	fetchCache    string
	edge          bool
	maxDuration   time.Duration
	client        bool // 'use client': its functions are not for the server
	getOnly       bool // only GET and HEAD: with others beside it GET is never kept
}

// nonStatic are the methods that keep a file's GET from being kept.
var nonStatic = []string{"OPTIONS", "POST", "PUT", "DELETE", "PATCH"}

func segmentOf(f *exports.File) segment {
	s := segment{getOnly: true, staticParams: f.Has("generateStaticParams")}
	for _, m := range nonStatic {
		if f.Has(m) {
			s.getOnly = false
		}
	}
	s.client = slices.ContainsFunc(f.Directives, func(d exports.Directive) bool { return d.Text == "use client" })
	s.dynamic = text(f, "dynamic")
	s.fetchCache = text(f, "fetchCache")
	s.readRevalidate(f)
	if v, ok := value(f, "dynamicParams"); ok {
		s.closedParams = v.Data == false
	}
	s.readLimits(f)
	return s
}

func (s *segment) readRevalidate(f *exports.File) {
	v, ok := value(f, "revalidate")
	if !ok {
		return
	}
	if n, isNumber := v.Number(); isNumber {
		s.revalidate, s.hasRevalidate = n, true
	} else if v.Data == false {
		s.neverStale = true
	}
}

// readLimits reads runtime and maxDuration, which API routes have in config.
func (s *segment) readLimits(f *exports.File) {
	runtime, duration := text(f, "runtime"), exports.Value{}
	if v, ok := value(f, "maxDuration"); ok {
		duration = v
	}
	if config, ok := value(f, "config"); ok {
		if v, ok := config.Field("runtime"); ok {
			runtime = v.String()
		}
		if v, ok := config.Field("maxDuration"); ok {
			duration = v
		}
	}
	s.edge = runtime == "edge" || runtime == "experimental-edge"
	if n, ok := duration.Number(); ok && n > 0 {
		s.maxDuration = time.Duration(n * float64(time.Second))
	}
}

func value(f *exports.File, name string) (exports.Value, bool) {
	e, ok := f.Lookup(name)
	return e.Value, ok && e.Value.Known
}

func text(f *exports.File, name string) string {
	v, _ := value(f, name)
	return v.String()
}

// kept reports whether the answer to GET is made once and kept. With dynamic
// segments that takes generateStaticParams, or force-static.
// With cacheComponents every GET is tried: what it does decides.
func (s segment) kept(p route.Pattern, cacheComponents bool) bool {
	if !s.getOnly || s.edge || s.dynamic == "force-dynamic" {
		return false
	}
	if cacheComponents {
		return s.staticParams || !p.Dynamic()
	}
	if p.Dynamic() {
		return s.staticParams || s.dynamic == "force-static"
	}
	return s.dynamic == "force-static" || s.dynamic == "error" || s.neverStale ||
		(s.hasRevalidate && s.revalidate > 0) || s.staticParams
}

// mode is how the handler may use a request that it runs for.
func (s segment) mode() Mode {
	if mode := s.prerenderMode(); mode != ModePrerender {
		return mode
	}
	return ModeDynamic
}

// prerenderMode is how the handler may use the request when its answer is made to
// be kept.
func (s segment) prerenderMode() Mode {
	switch s.dynamic {
	case "force-static":
		return ModeStatic
	case "error":
		return ModeError
	}
	return ModePrerender
}
