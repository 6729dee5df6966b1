// Package project knows what is on disk: which files a Next.js project has, what
// its configuration, tsconfig and .env files say, and what its route files
// export. It runs none of the project's code.
//
// A [Project] is a snapshot of the file listing that [Project.Rescan] renews;
// a [Watcher] says when that is due. Configuration files other than JSON need a
// JavaScript engine: whoever has one evaluates next.config and passes the result
// to [ParseConfig].
package project

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"routescope/engine/route"
)

// Sentinel errors of [Open].
var (
	// ErrNoDirectory means the path does not exist or is not a directory.
	ErrNoDirectory = errors.New("no such project directory")
	// ErrNoRoutes means the folder has neither app nor pages, in its root or in src.
	ErrNoRoutes = errors.New("no app or pages directory here or in src; is this a Next.js project?")
)

// A Project is a Next.js project folder on disk. Its methods are safe for
// concurrent use.
type Project struct {
	Dir string // absolute

	// Dirs are the folders that hold the routes, as [Open] found them. A rescan
	// leaves them: open the project anew after app or pages came or went.
	Dirs route.Dirs

	scanning sync.Mutex // held by Rescan
	mu       sync.Mutex // guards what follows, exports apart
	current  route.Dirs // as of the last scan
	listing  *listing
	config   *NextConfig
	scans    [2]*Scan // the latest, by mode
	exports  exportCache
}

// Open looks at the project in dir. It lists files but reads none of them; what
// is in them is read when asked for. The configuration is Next's default until
// [Project.SetConfig].
func Open(dir string) (*Project, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("opening project %s: %w", dir, err)
	}
	info, err := os.Stat(absolute)
	if err != nil || !info.IsDir() {
		return nil, fmt.Errorf("opening project %s: %w", dir, ErrNoDirectory)
	}
	p := &Project{Dir: absolute, config: DefaultConfig()}
	if err := p.Rescan(); err != nil {
		return nil, err
	}
	if p.Dirs = p.dirs(); p.Dirs == (route.Dirs{}) {
		return nil, fmt.Errorf("opening project %s: %w", dir, ErrNoRoutes)
	}
	return p, nil
}

// dirs returns the folders that hold the routes, as of the last scan.
func (p *Project) dirs() route.Dirs {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.current
}

// Config returns the configuration in force. It is shared: do not write to it.
func (p *Project) Config() *NextConfig {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.config
}

// SetConfig replaces the configuration, for instance after next.config was
// evaluated again.
func (p *Project) SetConfig(c *NextConfig) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.config = c
}

// Path returns the file's place on disk. file is relative to the project and
// slash separated.
func (p *Project) Path(file string) string {
	return filepath.Join(p.Dir, filepath.FromSlash(file))
}
