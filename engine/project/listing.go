package project

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"routescope/engine/route"
)

// A listing is the files of a project at one moment, relative and sorted.
type listing struct {
	files []string
}

// Rescan lists the files again.
func (p *Project) Rescan() error {
	l := &listing{}
	err := filepath.WalkDir(p.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if path != p.Dir && skipped(d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		l.files = append(l.files, filepath.ToSlash(strings.TrimPrefix(path[len(p.Dir):], string(filepath.Separator))))
		return nil
	})
	if err != nil {
		return err
	}
	slices.Sort(l.files)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.listing = l
	p.Dirs = route.FindDirs(l.files)
	return nil
}

func skipped(dir string) bool { return dir == "node_modules" || dir == ".git" || dir == ".next" }

// Files returns the project's files, relative, slash separated and sorted,
// without those of node_modules, .git and the build folder. Do not write to it.
func (p *Project) Files() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.listing.files
}

// Discover finds the project's routes.
func (p *Project) Discover() route.Discovery {
	return route.Discover(p.Files(), route.Options{PageExtensions: p.Config().PageExtensions})
}
