package project

import (
	"encoding/json"
	"fmt"
)

// A NextConfig is what next.config evaluates to, with Next's defaults filled in.
// Functions in it (headers, redirects, rewrites) arrive as what they returned.
type NextConfig struct {
	BasePath        string            `json:"basePath"`
	TrailingSlash   bool              `json:"trailingSlash"`
	PageExtensions  []string          `json:"pageExtensions"`
	Compress        bool              `json:"compress"`
	PoweredByHeader bool              `json:"poweredByHeader"`
	GenerateEtags   bool              `json:"generateEtags"`
	CacheComponents bool              `json:"cacheComponents"`
	ExpireTime      int               `json:"expireTime"` // seconds
	Env             map[string]string `json:"env"`
	DistDir         string            `json:"distDir"`
	Output          string            `json:"output"` // "", "export" or "standalone"
}

// DefaultConfig returns the configuration of a project without next.config.
func DefaultConfig() *NextConfig {
	return &NextConfig{
		PageExtensions:  []string{"tsx", "ts", "jsx", "js"},
		Compress:        true,
		PoweredByHeader: true,
		GenerateEtags:   true,
		ExpireTime:      31536000,
		DistDir:         ".next",
	}
}

// ParseConfig reads an evaluated next.config, as JSON.
func ParseConfig(data []byte) (*NextConfig, error) {
	c := DefaultConfig()
	if err := json.Unmarshal(data, c); err != nil {
		return nil, fmt.Errorf("reading next.config: %w", err)
	}
	return c, nil
}
