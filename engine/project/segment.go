package project

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"routescope/engine/project/exports"
	"routescope/engine/route"
)

// SegmentConflicts reads all route modules and reports settings in them that
// Next.js refuses, in its words. Unlike [Project.Scan] it reads every app route.
func (p *Project) SegmentConflicts(routes []route.Route) []route.Conflict {
	var conflicts []route.Conflict
	config, old := p.Config(), p.beforeNext15()
	for _, r := range routes {
		if r.Kind != route.AppRoute && r.Kind != route.APIRoute && r.Kind != route.EdgeAPIRoute {
			continue
		}
		f, err := p.Exports(r.File)
		if err != nil {
			continue // gone since the scan
		}
		c := segmentCheck{route: r, file: f, at: p.Path(r.File), syncParams: old}
		if r.Kind == route.AppRoute {
			c.app(config)
		} else {
			c.api()
		}
		conflicts = append(conflicts, c.found...)
	}
	return conflicts
}

// beforeNext15 reports whether package.json asks for a Next.js in which params
// were no promise yet, whose projects are rightly written so.
func (p *Project) beforeNext15() bool {
	var manifest struct{ Dependencies, DevDependencies map[string]string }
	data, err := os.ReadFile(p.Path("package.json"))
	if err != nil || json.Unmarshal(data, &manifest) != nil {
		return false
	}
	version := cmp.Or(manifest.Dependencies["next"], manifest.DevDependencies["next"])
	major, _, _ := strings.Cut(strings.TrimLeft(version, "^~>=v "), ".")
	n, err := strconv.Atoi(major)
	return err == nil && n < 15
}

// A segmentCheck looks at one module.
type segmentCheck struct {
	route route.Route
	file  *exports.File
	at    string // on disk, as messages of the type check name it
	found []route.Conflict

	syncParams bool // params are no promise in the project's Next.js
}

func (c *segmentCheck) add(line int, message, hint string) {
	c.found = append(c.found, route.Conflict{
		Kind: route.SegmentConfig, Stops: route.Build, Files: []string{c.route.File}, Line: line,
		Routes: []string{c.route.Pattern.String()}, Message: message, Hint: hint,
	})
}

const invalidExport = "Invalid segment configuration export detected. This can cause unexpected behavior from the configs not being applied. You should see the relevant failures in the logs above. Please fix them to continue."

// variants are the values that settings of type string may have.
var variants = map[string][]string{
	"dynamic":    {"auto", "force-dynamic", "error", "force-static"},
	"fetchCache": {"auto", "default-cache", "only-cache", "force-cache", "force-no-store", "default-no-store", "only-no-store"},
	"runtime":    {"nodejs", "edge", "experimental-edge"},
}

// settings in the order in which they are checked.
var settings = []string{"dynamic", "dynamicParams", "revalidate", "fetchCache", "runtime", "preferredRegion", "maxDuration"}

// incompatible are the settings that Cache Components have no use for.
var incompatible = []string{"dynamic", "dynamicParams", "revalidate", "fetchCache", "runtime"}

func (c *segmentCheck) app(config *NextConfig) {
	for _, name := range settings {
		e, ok := c.file.Lookup(name)
		if !ok {
			continue
		}
		switch {
		case e.Kind == exports.Reexport:
			c.add(e.Line, fmt.Sprintf("Next.js can't recognize the exported `%s` field in route. It mustn't be reexported.", name),
				"Write the value in this file.")
		case config.CacheComponents && slices.Contains(incompatible, name) && !(name == "runtime" && e.Value.String() == "nodejs"):
			c.add(e.Line, fmt.Sprintf("Route segment config %q is not compatible with `nextConfig.cacheComponents`. Please remove it.", name),
				"With Cache Components, 'use cache' and cacheLife say what is kept.")
		default:
			c.setting(name, e)
		}
	}
	c.together(config)
	c.methods(config)
	if !c.syncParams {
		c.contexts(config)
	}
}

// methods checks what the build's type check can tell from the names alone: a
// module of which no export is one that a route may have. JavaScript passes, and
// answers every request with 405.
func (c *segmentCheck) methods(config *NextConfig) {
	if !isTypeScript(c.route.File) || len(c.file.Exports) == 0 || len(c.file.Stars) > 0 || c.file.Broken || c.file.CommonJS || config.ignoresTypes() {
		return
	}
	if slices.ContainsFunc(methodNames, c.file.Has) {
		return
	}
	hint := "Export a function for each method: export async function GET(request) { … }"
	if c.file.Has("default") {
		hint = "A default export is for pages/api. " + hint
	}
	name := strings.TrimSuffix(filepath.ToSlash(c.at), path.Ext(c.at))
	c.add(c.file.Exports[0].Line, fmt.Sprintf(`Type 'typeof import("%s")' has no properties in common with type 'RouteHandlerConfig<%q>'.`, name, c.route.Pattern), hint)
}

// typedMethods are the methods in the order in which the type check compares them.
var typedMethods = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}

// contexts checks what the build's type check says of the second argument: its
// params are a promise since Next.js 15. Types that the text alone does not tell
// pass.
func (c *segmentCheck) contexts(config *NextConfig) {
	if len(c.file.Contexts) == 0 || config.ignoresTypes() {
		return
	}
	first := slices.MinFunc(c.file.Contexts, func(a, b exports.Context) int {
		return slices.Index(typedMethods, a.Method) - slices.Index(typedMethods, b.Method)
	})
	hint := fmt.Sprintf("Write params: Promise<%s> and await it.", first.Params)
	for _, other := range c.file.Contexts {
		if other.Method != first.Method {
			hint += fmt.Sprintf(" %s on line %d too.", other.Method, other.Line)
		}
	}
	name := strings.TrimSuffix(filepath.ToSlash(c.at), path.Ext(c.at))
	c.add(first.Line, fmt.Sprintf("Type 'typeof import(\"%s\")' does not satisfy the constraint 'RouteHandlerConfig<%q>'.\n  Types of property '%s' are incompatible.",
		name, c.route.Pattern, first.Method), hint)
}

func isTypeScript(file string) bool {
	return slices.Contains([]string{".ts", ".tsx", ".mts", ".cts"}, path.Ext(file))
}

// setting checks the value of one export.
func (c *segmentCheck) setting(name string, e exports.Export) {
	allowed := variants[name]
	value, isString := e.Value.Data.(string)
	switch {
	case e.Kind != exports.Variable:
	case allowed != nil && (!e.Value.Known || !isString):
		c.add(e.Line, fmt.Sprintf("Next.js can't recognize the exported `%s` field in route. It needs to be a static string.", name),
			"Write the value itself: this is read without running the file.")
	case allowed != nil && !slices.Contains(allowed, value):
		c.add(e.Line, fmt.Sprintf("Next.js can't recognize the exported `%s` field in route. It has an invalid value: unknown variant `%s`, expected one of `%s`.", name, value, strings.Join(allowed, "`, `")), "Write one of these, or leave the export out.")
	case name == "runtime" && value == "experimental-edge":
		c.invalid(e, "Invalid enum value. Expected 'edge' | 'nodejs', received 'experimental-edge' at \"runtime\"")
	case !e.Value.Known && e.Value.Problem != "" && name == "revalidate":
		c.add(e.Line, invalidExport, e.Value.Problem+": write the number itself.")
	case name == "maxDuration" && e.Value.Known && isString:
		c.invalid(e, `Expected number, received string at "maxDuration"`)
	}
}

func (c *segmentCheck) invalid(e exports.Export, problem string) {
	c.add(e.Line, fmt.Sprintf("Invalid segment configuration options detected for %q. Read more at https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config: %s", c.route.Pattern, problem), "Write what is expected, or leave the export out.")
}

// together checks what does not go with something else.
func (c *segmentCheck) together(config *NextConfig) {
	static, hasStatic := c.file.Lookup("generateStaticParams")
	if hasStatic && isEdge(runtimeOf(c.file)) {
		c.add(static.Line, fmt.Sprintf("Page %q cannot use both `export const runtime = 'edge'` and export `generateStaticParams`.", c.route.Page), "Remove one of the two.")
	}
	if config.Output != "export" || !c.file.Has("GET") {
		return
	}
	dynamic, hasDynamic := c.file.Lookup("dynamic")
	switch {
	case dynamic.Value.String() == "force-dynamic":
		c.add(dynamic.Line, fmt.Sprintf(`export const dynamic = "force-dynamic" on page %q cannot be used with "output: export". See more info here: https://nextjs.org/docs/advanced-features/static-html-export`, c.route.Pattern), `Make it "force-static", or build without output: "export".`)
	case !hasDynamic && !c.file.Has("revalidate") && !hasStatic:
		c.add(lineOf(c.file, "GET"), fmt.Sprintf(`export const dynamic = "force-static"/export const revalidate not configured on route %q with "output: export". See more info here: https://nextjs.org/docs/advanced-features/static-html-export`, c.route.Pattern),
			`Add export const dynamic = "force-static".`)
	}
}

// api checks the config object of a module in pages/api.
func (c *segmentCheck) api() {
	e, ok := c.file.Lookup("config")
	if !ok || e.Kind != exports.Variable {
		return
	}
	if !e.Value.Known && e.Value.Problem != "" {
		c.add(e.Line, invalidExport, e.Value.Problem+": write the object itself.")
		return
	}
	runtime, given := e.Value.Field("runtime")
	if given && !slices.Contains([]string{"nodejs", "edge", "experimental-edge"}, runtime.String()) {
		c.add(e.Line, fmt.Sprintf("Next.js can't recognize the exported `config` field in route. `runtime` has an invalid value: unknown variant `%v`, expected one of `nodejs`, `edge`, `experimental-edge`.", runtime.Data), "Write one of these, or leave it out.")
	}
}
