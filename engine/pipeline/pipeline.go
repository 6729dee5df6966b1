package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"routescope/engine/event"
	"routescope/engine/project"
	"routescope/engine/route"
)

// Options are what a [Pipeline] is made of. Config and Table are required.
type Options struct {
	Config *project.NextConfig
	Table  *route.Table

	Proxy    ProxyFunc // nil if the project has no proxy.ts
	Matchers []Matcher // of the proxy; none means every path

	// EdgeProxy means that the proxy is a middleware.ts on the Edge Runtime, whose
	// cookies handlers can read in the same request.
	EdgeProxy bool

	// Origin is the server's own address, "http://localhost:3000" if empty. The
	// proxy's redirects and rewrites to it become relative.
	Origin string

	Development bool // next dev: the few differences are named where they are
}

// A Pipeline is safe for concurrent use.
type Pipeline struct {
	Options
	base   string
	origin location

	headers     []*rule
	redirects   []*rule
	beforeFiles []*rule
	afterFiles  []*rule
	fallback    []*rule
	matchers    []matcher

	plain   bool // nothing is configured: see runPlain
	noPages bool // the project has no pages directory
	hidden  bool // useFileSystemPublicRoutes is false
}

// New compiles the rules of a configuration. An error names the rule.
func New(o Options) (*Pipeline, error) {
	if o.Origin == "" {
		o.Origin = "http://localhost:3000"
	}
	p := &Pipeline{Options: o, base: o.Config.BasePath}
	var err error
	if p.origin, err = parseLocation(o.Origin); err != nil {
		return nil, fmt.Errorf("origin: %w", err)
	}
	if err := p.compileRules(); err != nil {
		return nil, err
	}
	if p.matchers, err = p.compileMatchers(); err != nil {
		return nil, err
	}
	p.hidden = string(o.Config.Raw["useFileSystemPublicRoutes"]) == "false"
	rules := len(p.headers) + len(p.redirects) + len(p.beforeFiles) + len(p.afterFiles) + len(p.fallback)
	p.plain = p.base == "" && rules == 0 && o.Proxy == nil && len(o.Matchers) == 0 && !p.hidden &&
		!o.Config.TrailingSlash && !o.Config.SkipTrailingSlashRedirect
	p.noPages = !slices.ContainsFunc(o.Table.Routes(), func(r route.Route) bool { return r.Kind.Pages() })
	return p, nil
}

// A StageInfo describes one stage for those who read about them.
type StageInfo struct {
	Name string // as in [event.StageRan]
	Doc  string // one line
}

// Stages returns the stages in their order.
func Stages() []StageInfo {
	list := make([]StageInfo, len(stages))
	for i, s := range stages {
		list[i] = StageInfo{s.name, s.doc}
	}
	return list
}

// A stage looks at a request and may change it, or end the run by setting the
// outcome's route, answer or external URL, which done reports.
type stage struct {
	name string
	doc  string
	run  func(*run) (done bool, err error)
}

// stages are Next.js's, in its order. It is filled in by init because the stages
// refer to it when they report.
var stages []stage

func init() {
	stages = []stage{
		{"slashes", "doubled slashes and backslashes are redirected away", (*run).slashes},
		{"basePath", "what is outside basePath can only meet rules with basePath: false", (*run).basePath},
		{"headers", "headers() of next.config adds response headers", (*run).headers},
		{"trailingSlash", "the final slash is put right by a redirect", (*run).trailingSlash},
		{"redirects", "redirects() of next.config", (*run).redirects},
		{"proxy", "proxy.ts or middleware.ts, where its matcher fits", (*run).proxy},
		{"beforeFiles", "rewrites() that win over files; all that fit apply", (*run).beforeFiles},
		{"files", "public files and routes whose path is the URL itself", (*run).files},
		{"afterFiles", "rewrites() that win over dynamic routes", (*run).afterFiles},
		{"dynamic", "dynamic routes, in order of precedence", (*run).dynamic},
		{"fallback", "rewrites() for what nothing else serves", (*run).fallback},
		{"notFound", "404", (*run).notFound},
	}
}

// Run takes a request through the stages. observe, which may be nil, hears of
// stages that changed or answered it. What fails on the way, the proxy or a
// destination that needs a parameter the source has not got, is a 500 answer with
// its Err set, as Next.js answers and prints it.
func (p *Pipeline) Run(ctx context.Context, req *Request, observe func(event.StageRan)) Outcome {
	if p.plain {
		if outcome, done := p.runPlain(req); done {
			return outcome
		}
	}
	r := &run{Pipeline: p, ctx: ctx, req: req, observe: observe}
	return r.all()
}

// runPlain answers what needs none of the stages: most requests of a project
// without next.config. It does not allocate.
func (p *Pipeline) runPlain(req *Request) (Outcome, bool) {
	path, _, _ := strings.Cut(req.Target, "?")
	if len(path) > 1 && path[len(path)-1] == '/' || path == "" || path[0] != '/' ||
		strings.Contains(path, "//") || strings.IndexByte(path, '\\') >= 0 {
		return Outcome{}, false
	}
	path = route.NormalizePath(path)
	match, ok, err := p.Table.Exact(path)
	if !ok && err == nil {
		match, ok, err = p.Table.Dynamic(path)
	}
	if !ok || err != nil || match.Route.Kind == route.PublicFile || len(path) > 1 && path[len(path)-1] == '/' {
		return Outcome{}, false
	}
	return Outcome{
		Route: match.Route, Params: match.Params, Path: path, URL: req.Target,
		RequestHeader: withoutInternal(req.Header),
	}, true
}
