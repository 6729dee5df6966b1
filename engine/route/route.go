// Package route holds the words of routing and their rules: which file makes
// which route, in which order routes are tried, which one a URL reaches, and why
// another one does not.
//
// It is plain data and pure functions: it reads no file, runs no JavaScript and
// imports nothing of ours. A [Table] is made once from the routes of a project
// and is then safe for any number of goroutines. Non-goals: what happens around
// matching (basePath, redirects, rewrites, proxy), which is engine/pipeline.
//
// # Why the table is a tree although Next.js tries patterns one by one
//
// Next.js sorts the dynamic routes by reading a tree of segments depth first,
// and then takes the first pattern that matches. Walking the same tree depth
// first along one URL, with a way back, visits the same patterns in the same
// order and skips those that cannot match.
package route

import "slices"

// Kind says what serves a route.
type Kind uint8

// The kinds of routes, in the order in which an exact URL is looked up.
const (
	PublicFile    Kind = iota // a file of public/, served as it is
	AppRoute                  // app/**/route.ts: a function per HTTP method
	MetadataRoute             // app/sitemap.ts, app/icon.png and their like
	AppPage                   // app/**/page.tsx: listed and matched, not rendered
	APIRoute                  // pages/api/**: a default export on Node.js
	EdgeAPIRoute              // pages/api/** with runtime "edge" in its config
	Page                      // pages/**: listed and matched, not rendered
)

var kindNames = [...]string{
	"public file", "app route", "metadata route", "app page", "API route", "edge API route", "page",
}

// String returns the kind in words, as users read it: "app route".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// App reports whether the route lives in the app directory.
func (k Kind) App() bool { return k == AppRoute || k == MetadataRoute || k == AppPage }

// Pages reports whether the route lives in the pages directory.
func (k Kind) Pages() bool { return k == APIRoute || k == EdgeAPIRoute || k == Page }

// Endpoint reports whether routescope runs the route's own code: everything but
// pages and public files.
func (k Kind) Endpoint() bool { return k != Page && k != AppPage && k != PublicFile }

// Mode is the Next.js command whose rules apply.
type Mode uint8

// The modes. Where they differ, it says so at the function concerned.
const (
	Production  Mode = iota // next build && next start
	Development             // next dev
)

// A Route is a URL pattern with what serves it.
type Route struct {
	Pattern  Pattern
	Kind     Kind
	File     string    // relative to the project, slash separated
	Line     int       // of the handler, 1-based; 0 if not known
	Page     string    // Next's internal key: "/(shop)/cart/route", "/api/user"
	Metadata *Metadata // nil unless Kind is MetadataRoute
}

// MetadataName is the convention a metadata file follows.
type MetadataName string

// The metadata conventions.
const (
	Sitemap        MetadataName = "sitemap"
	Robots         MetadataName = "robots"
	Manifest       MetadataName = "manifest"
	Favicon        MetadataName = "favicon"
	Icon           MetadataName = "icon"
	AppleIcon      MetadataName = "apple-icon"
	OpenGraphImage MetadataName = "opengraph-image"
	TwitterImage   MetadataName = "twitter-image"
)

// Metadata describes the file behind a metadata route.
type Metadata struct {
	Name   MetadataName
	Static bool // served as it is; otherwise a module whose default export makes it
	Many   bool // the module exports generateSitemaps or generateImageMetadata
}

// Image reports whether the convention is one of the image kinds.
func (n MetadataName) Image() bool {
	return slices.Contains([]MetadataName{Favicon, Icon, AppleIcon, OpenGraphImage, TwitterImage}, n)
}
