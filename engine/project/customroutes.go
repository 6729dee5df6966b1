package project

// A Condition is one item of has or missing: something about the request other
// than its path.
type Condition struct {
	Type  string `json:"type"`            // "header", "cookie", "query" or "host"
	Key   string `json:"key,omitempty"`   // absent for "host"
	Value string `json:"value,omitempty"` // a regular expression for all of it; "" for any value
}

// A Guard is what all rules of next.config have in common: when they apply.
type Guard struct {
	Source   string      `json:"source"` // in path-to-regexp's syntax
	BasePath *bool       `json:"basePath,omitempty"`
	Locale   *bool       `json:"locale,omitempty"`
	Has      []Condition `json:"has,omitempty"`
	Missing  []Condition `json:"missing,omitempty"`
}

// InBasePath reports whether source and destination are below the base path,
// which they are unless the rule says basePath: false.
func (g Guard) InBasePath() bool { return g.BasePath == nil || *g.BasePath }

// A HeaderRule is one item of headers().
type HeaderRule struct {
	Guard
	Headers []HeaderField `json:"headers"`
}

// A HeaderField is one response header; both parts may hold parameters.
type HeaderField struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// A Redirect is one item of redirects().
type Redirect struct {
	Guard
	Destination string `json:"destination"`
	Permanent   bool   `json:"permanent,omitempty"`
	StatusCode  int    `json:"statusCode,omitempty"`
}

// Status returns the status the redirect answers with.
func (r Redirect) Status() int {
	switch {
	case r.StatusCode != 0:
		return r.StatusCode
	case r.Permanent:
		return 308
	default:
		return 307
	}
}

// A Rewrite is one item of rewrites().
type Rewrite struct {
	Guard
	Destination string `json:"destination"`
}

// Rewrites are the three lists of rewrites(). A plain array is AfterFiles.
type Rewrites struct {
	BeforeFiles []Rewrite `json:"beforeFiles,omitempty"`
	AfterFiles  []Rewrite `json:"afterFiles,omitempty"`
	Fallback    []Rewrite `json:"fallback,omitempty"`
}
