package project

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"routescope/engine/route"
)

// A listing is the files of a project at one moment. Folders whose modification
// time has not moved are taken over from the listing before.
type listing struct {
	files  []string // relative, slash separated, sorted
	dirs   map[string]*dirEntry
	before map[string]*dirEntry
	root   string
	skip   string // the build folder
	at     time.Time
}

// A dirEntry is what one folder holds.
type dirEntry struct {
	modified time.Time
	read     time.Time
	files    []string
	dirs     []string
	links    []string // folders reached by symbolic link
}

// settle is how long a folder must have been quiet before its modification time
// is trusted: file systems count in steps of up to some milliseconds.
const settle = 50 * time.Millisecond

// Rescan lists the files again. It reads only the folders that changed.
func (p *Project) Rescan() error {
	p.scanning.Lock()
	defer p.scanning.Unlock()
	old, config := p.listing, p.Config()
	l := &listing{dirs: map[string]*dirEntry{}, root: p.Dir, skip: path.Clean(config.DistDir), at: time.Now()}
	if old != nil {
		l.before = old.dirs
		l.files = make([]string, 0, len(old.files)+16)
	}
	if err := l.walk("", 0); err != nil {
		return fmt.Errorf("listing project %s: %w", p.Dir, err)
	}
	slices.Sort(l.files)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.listing = l
	p.current = route.FindDirs(l.files)
	return nil
}

// walk lists one folder, given relative to the root, and those below.
func (l *listing) walk(dir string, links int) error {
	full := filepath.Join(l.root, filepath.FromSlash(dir))
	info, err := os.Stat(full)
	if err != nil {
		if os.IsNotExist(err) && dir != "" {
			return nil // gone since its parent was read
		}
		return err
	}
	d := l.before[dir]
	if d == nil || !info.ModTime().Equal(d.modified) || d.read.Sub(d.modified) < settle {
		if d, err = l.read(full, info.ModTime()); err != nil {
			return err
		}
	}
	l.dirs[dir] = d
	for _, name := range d.files {
		l.files = append(l.files, path.Join(dir, name))
	}
	for _, name := range d.dirs {
		if sub := path.Join(dir, name); sub != l.skip {
			if err := l.walk(sub, links); err != nil {
				return err
			}
		}
	}
	for _, name := range d.links {
		if err := l.follow(path.Join(dir, name), links+1); err != nil {
			return err
		}
	}
	return nil
}

// follow walks a linked folder, unless it leads back above itself.
func (l *listing) follow(dir string, links int) error {
	full := filepath.Join(l.root, filepath.FromSlash(dir))
	target, err := filepath.EvalSymlinks(full)
	if err != nil || links > 8 {
		return nil
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(full))
	if err != nil || strings.HasPrefix(parent+string(filepath.Separator), target+string(filepath.Separator)) {
		return nil
	}
	return l.walk(dir, links)
}

func (l *listing) read(full string, modified time.Time) (*dirEntry, error) {
	entries, err := os.ReadDir(full)
	if err != nil {
		return nil, err
	}
	d := &dirEntry{modified: modified, read: l.at}
	for _, e := range entries {
		switch name := e.Name(); {
		case e.Type()&os.ModeSymlink != 0:
			info, err := os.Stat(filepath.Join(full, name))
			switch {
			case err != nil: // leads nowhere
			case !info.IsDir():
				d.files = append(d.files, name)
			case !skipped(name):
				d.links = append(d.links, name)
			}
		case !e.IsDir():
			d.files = append(d.files, name)
		case !skipped(name):
			d.dirs = append(d.dirs, name)
		}
	}
	return d, nil
}

func skipped(dir string) bool { return dir == "node_modules" || dir == ".git" || dir == ".next" }

// Files returns the project's files, relative, slash separated and sorted,
// without those of node_modules, .git and the build folder. Do not write to it.
func (p *Project) Files() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.listing.files
}

// Has reports whether the project has the file.
func (p *Project) Has(file string) bool {
	_, found := slices.BinarySearch(p.Files(), file)
	return found
}

// Below returns the files in a folder and its subfolders.
func (p *Project) Below(dir string) []string {
	files := p.Files()
	from, _ := slices.BinarySearch(files, dir+"/")
	to, _ := slices.BinarySearch(files, dir+"0") // the character after the slash
	return files[from:to]
}

// PublicFile returns the file on disk that a decoded URL path names in public/.
func (p *Project) PublicFile(urlPath string) (file string, ok bool) {
	file = path.Join("public", path.Clean("/"+urlPath))
	return p.Path(file), p.Has(file)
}

// ConfigFile returns the project's next.config file, or "" if it has none, in
// the order in which Next.js looks for them.
func (p *Project) ConfigFile() string {
	return p.first("next.config.js", "next.config.mjs", "next.config.ts", "next.config.mts")
}

// ProxyFile returns the project's proxy file, or the middleware file that was its
// name before Next.js 16, or "". It stands beside app and pages.
func (p *Project) ProxyFile() string {
	base, dirs := "", p.dirs()
	if strings.HasPrefix(dirs.App, "src/") || strings.HasPrefix(dirs.Pages, "src/") {
		base = "src/"
	}
	return p.beside(base, "proxy", "middleware")
}

// InstrumentationFile returns the project's instrumentation file, or "".
func (p *Project) InstrumentationFile() string {
	if f := p.beside("", "instrumentation"); f != "" {
		return f
	}
	return p.beside("src/", "instrumentation")
}

func (p *Project) beside(base string, names ...string) string {
	for _, name := range names {
		for _, extension := range p.Config().PageExtensions {
			if file := base + name + "." + extension; p.Has(file) {
				return file
			}
		}
	}
	return ""
}

func (p *Project) first(files ...string) string {
	for _, f := range files {
		if p.Has(f) {
			return f
		}
	}
	return ""
}
