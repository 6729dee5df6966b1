package project

import (
	"fmt"
	"os"
	"sync"
	"time"

	"routescope/engine/project/exports"
)

// An exportCache remembers what files export, by modification time and size.
type exportCache struct {
	mu    sync.Mutex
	files map[string]cachedExports
}

type cachedExports struct {
	modified time.Time
	size     int64
	file     *exports.File
}

// Exports returns what a file exports. It is read once and again after it
// changed; the result is shared: do not write to it.
func (p *Project) Exports(file string) (*exports.File, error) {
	info, err := os.Stat(p.Path(file))
	if err != nil {
		return nil, fmt.Errorf("reading exports of %s: %w", file, err)
	}
	p.exports.mu.Lock()
	cached, ok := p.exports.files[file]
	p.exports.mu.Unlock()
	if ok && cached.size == info.Size() && cached.modified.Equal(info.ModTime()) {
		return cached.file, nil
	}
	source, err := os.ReadFile(p.Path(file))
	if err != nil {
		return nil, fmt.Errorf("reading exports of %s: %w", file, err)
	}
	cached = cachedExports{info.ModTime(), info.Size(), exports.Read(file, string(source))}
	p.exports.mu.Lock()
	defer p.exports.mu.Unlock()
	if p.exports.files == nil {
		p.exports.files = map[string]cachedExports{}
	}
	p.exports.files[file] = cached
	return cached.file, nil
}
