package project

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// A NextConfig is what next.config evaluates to, with Next's defaults filled in.
// The functions headers, redirects and rewrites arrive as what they returned.
// What has no field here is in Raw.
type NextConfig struct {
	BasePath        string            `json:"basePath"`      // "" or "/docs"
	AssetPrefix     string            `json:"assetPrefix"`   //
	TrailingSlash   bool              `json:"trailingSlash"` //
	PageExtensions  []string          `json:"pageExtensions"`
	Compress        bool              `json:"compress"`
	PoweredByHeader bool              `json:"poweredByHeader"`
	GenerateEtags   bool              `json:"generateEtags"`
	CacheComponents bool              `json:"cacheComponents"`
	ExpireTime      int               `json:"expireTime"` // seconds
	Env             map[string]string `json:"env"`
	DistDir         string            `json:"distDir"`
	Output          string            `json:"output"` // "", "export" or "standalone"
	ReactStrictMode *bool             `json:"reactStrictMode"`

	SkipTrailingSlashRedirect bool `json:"skipTrailingSlashRedirect"`
	SkipProxyURLNormalize     bool `json:"skipProxyUrlNormalize"`

	ServerExternalPackages []string             `json:"serverExternalPackages"`
	AllowedDevOrigins      []string             `json:"allowedDevOrigins"`
	CacheLife              map[string]CacheLife `json:"cacheLife"`
	CacheMaxMemorySize     int64                `json:"cacheMaxMemorySize"` // bytes
	HTTPAgentOptions       struct {
		KeepAlive bool `json:"keepAlive"`
	} `json:"httpAgentOptions"`
	Experimental Experimental `json:"experimental"`

	Headers   []HeaderRule `json:"headers"`
	Redirects []Redirect   `json:"redirects"`
	Rewrites  Rewrites     `json:"rewrites"`

	// Warnings are what Next.js warns of and goes on, in its words.
	Warnings []string `json:"-"`

	// Raw holds every top-level entry as it was given.
	Raw map[string]json.RawMessage `json:"-"`
}

// Experimental are the experimental settings that concern endpoints.
type Experimental struct {
	AuthInterrupts          bool            `json:"authInterrupts"`
	UseCache                bool            `json:"useCache"`
	CaseSensitiveRoutes     bool            `json:"caseSensitiveRoutes"`
	IsrFlushToDisk          *bool           `json:"isrFlushToDisk"`
	ProxyClientMaxBodySize  json.RawMessage `json:"proxyClientMaxBodySize"` // number or "10mb"
	ProxyTimeout            int             `json:"proxyTimeout"`           // milliseconds
	StaticGenerationRetries int             `json:"staticGenerationRetryCount"`
}

// CacheLife is a profile of cacheLife, in seconds; nil means not given.
type CacheLife struct {
	Stale      *float64 `json:"stale"`
	Revalidate *float64 `json:"revalidate"`
	Expire     *float64 `json:"expire"`
}

// UnmarshalJSON takes the object form, and the array form as afterFiles.
func (r *Rewrites) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		return json.Unmarshal(data, &r.AfterFiles)
	}
	type plain Rewrites
	return json.Unmarshal(data, (*plain)(r))
}

// ErrI18n means that next.config sets i18n, which changes what every URL means.
var ErrI18n = errors.New("next.config sets i18n, which routescope does not support: locale prefixes, domains and locale detection would decide which route a URL reaches. Next.js supports it in the Pages Router only; see https://nextjs.org/docs/app/building-your-application/routing/internationalization for the way without")

// DefaultConfig returns the configuration of a project without next.config.
func DefaultConfig() *NextConfig {
	c := &NextConfig{
		PageExtensions:     []string{"tsx", "ts", "jsx", "js"},
		Compress:           true,
		PoweredByHeader:    true,
		GenerateEtags:      true,
		ExpireTime:         31536000,
		DistDir:            ".next",
		CacheMaxMemorySize: 50 << 20,
	}
	c.HTTPAgentOptions.KeepAlive = true
	return c
}

// ParseConfig reads an evaluated next.config, as JSON. What it leaves out, and
// what it sets to null, keeps Next's default. A setting that Next.js refuses is an
// error in its words.
func ParseConfig(data []byte) (*NextConfig, error) {
	c := DefaultConfig()
	if err := json.Unmarshal(data, &c.Raw); err != nil {
		return nil, fmt.Errorf("reading next.config: %w", err)
	}
	var err error
	if c.Warnings, err = checkOptions(c.Raw); err != nil {
		return nil, err
	}
	if err := checkCustomRoutes(c.Raw); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, c); err != nil {
		return nil, fmt.Errorf("reading next.config: %w", err)
	}
	if _, old := c.Raw["skipMiddlewareUrlNormalize"]; old && c.Raw["skipProxyUrlNormalize"] == nil {
		_ = json.Unmarshal(c.Raw["skipMiddlewareUrlNormalize"], &c.SkipProxyURLNormalize) // the name before Next.js 16
	}
	return c, c.check()
}

func (c *NextConfig) check() error {
	switch {
	case c.PageExtensions == nil:
		c.PageExtensions = DefaultConfig().PageExtensions
	case len(c.PageExtensions) == 0:
		return fmt.Errorf("Specified pageExtensions is an empty array. Please update it with the relevant extensions or remove it.")
	}
	switch {
	case c.BasePath == "":
	case c.BasePath == "/":
		return fmt.Errorf(`Specified basePath /. basePath has to be either an empty string or a path prefix"`)
	case !strings.HasPrefix(c.BasePath, "/"):
		return fmt.Errorf(`Specified basePath has to start with a /, found "%s"`, c.BasePath)
	case strings.HasSuffix(c.BasePath, "/"):
		return fmt.Errorf(`Specified basePath should not end with /, found "%s"`, c.BasePath)
	}
	if i18n := typeOf(c.Raw["i18n"]); i18n != "undefined" && i18n != "null" {
		return ErrI18n
	}
	if c.Output != "" && c.Output != "export" && c.Output != "standalone" {
		return fmt.Errorf(`next.config: output is "%s", expected "standalone" or "export"`, c.Output)
	}
	return nil
}

// ignoresTypes reports whether the build goes on over errors of types.
func (c *NextConfig) ignoresTypes() bool {
	var typescript struct{ IgnoreBuildErrors bool }
	return json.Unmarshal(c.Raw["typescript"], &typescript) == nil && typescript.IgnoreBuildErrors
}

// matchesLoosely reports whether parallel routes may have slots that cannot show
// what their siblings show.
func (c *NextConfig) matchesLoosely() bool {
	var deprecated struct{ LooseRouteMatching bool }
	var experimental struct{ ExplicitParallelRouteChildren *bool }
	_ = json.Unmarshal(c.Raw["deprecated"], &deprecated)
	_ = json.Unmarshal(c.Raw["experimental"], &experimental)
	explicit := experimental.ExplicitParallelRouteChildren
	return deprecated.LooseRouteMatching || explicit != nil && !*explicit
}
