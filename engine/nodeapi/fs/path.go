package fs

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"routescope/engine/js"
	"routescope/engine/nodeapi/buffer"
)

func readFile(p place, _ js.Args) (any, error) {
	f, err := p.root.dir.Open(p.rel)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// readText spares a text the way through bytes.
func readText(p place, a js.Args) (any, error) {
	b, err := readFile(p, a)
	if err != nil {
		return nil, err
	}
	return buffer.DecodeUTF8(b.([]byte)), nil
}

// stat: path, whether to follow a link at its end → see numbers.
func stat(p place, a js.Args) (any, error) {
	get := p.root.dir.Lstat
	if a.Bool(1) {
		get = p.root.dir.Stat
	}
	info, err := get(p.rel)
	if err != nil {
		return nil, err
	}
	return numbers(info), nil
}

// readDir: path → name, type, name, type, …
func readDir(p place, _ js.Args) (any, error) {
	f, err := p.root.dir.Open(p.rel)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	// libuv sorts them, byte by byte.
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	out := make([]any, 0, 2*len(entries))
	for _, e := range entries {
		out = append(out, e.Name(), int(typeBits(e.Type())))
	}
	return out, nil
}

// mkdir: path, mode, whether to make what is above → the first folder that it
// made, or null.
func mkdir(p place, a js.Args) (any, error) {
	mode := fs.FileMode(a.Int(1))
	if !a.Bool(2) {
		return js.Undefined{}, p.root.dir.Mkdir(p.rel, mode)
	}
	first := ""
	for at := p.rel; at != "."; at = filepath.Dir(at) {
		info, err := p.root.dir.Stat(at)
		if err == nil {
			if !info.IsDir() {
				if at == p.rel {
					return nil, syscall.EEXIST
				}
				return nil, syscall.ENOTDIR
			}
			break
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		first = at
	}
	if first == "" {
		return js.Undefined{}, nil
	}
	made := strings.TrimSuffix(p.abs, p.rel) + first
	return made, p.root.dir.MkdirAll(p.rel, mode)
}

// mkdirTemp: prefix → the folder it made.
func mkdirTemp(p place, _ js.Args) (any, error) {
	const attempts = 100
	for range attempts {
		name := rand.Text()[:6]
		switch err := p.root.dir.Mkdir(p.rel+name, 0o700); {
		case err == nil:
			return p.abs + name, nil
		case !errors.Is(err, fs.ErrExist):
			return nil, err
		}
	}
	return nil, fs.ErrExist
}

// remove: path, what it must be: "file", "folder", or "all" for everything.
func remove(p place, a js.Args) (any, error) {
	if a.String(1) == "all" {
		if p.rel == "." {
			return nil, syscall.EBUSY
		}
		return js.Undefined{}, p.root.dir.RemoveAll(p.rel)
	}
	info, err := p.root.dir.Lstat(p.rel)
	switch {
	case err != nil:
		return nil, err
	case a.String(1) == "file" && info.IsDir():
		return nil, syscall.EISDIR
	case a.String(1) == "folder" && !info.IsDir():
		return nil, syscall.ENOTDIR
	}
	return js.Undefined{}, p.root.dir.Remove(p.rel)
}

func chmod(p place, a js.Args) (any, error) {
	return js.Undefined{}, p.root.dir.Chmod(p.rel, fs.FileMode(a.Int(1))&fs.ModePerm)
}

// chown: path, user, group, whether to follow a link at its end.
func chown(p place, a js.Args) (any, error) {
	set := p.root.dir.Lchown
	if a.Bool(3) {
		set = p.root.dir.Chown
	}
	return js.Undefined{}, set(p.rel, a.Int(1), a.Int(2))
}

func seconds(f float64) time.Time {
	return time.UnixMilli(0).Add(time.Duration(f * float64(time.Second)))
}

func utimes(p place, a js.Args) (any, error) {
	return js.Undefined{}, p.root.dir.Chtimes(p.rel, seconds(a.Float(1)), seconds(a.Float(2)))
}

func readLink(p place, _ js.Args) (any, error) {
	return p.root.dir.Readlink(p.rel)
}

// symlink: path of the link, its target as text.
func symlink(p place, a js.Args) (any, error) {
	return js.Undefined{}, p.root.dir.Symlink(a.String(1), p.rel)
}

func realPath(p place, _ js.Args) (any, error) {
	if _, err := p.root.dir.Stat(p.rel); err != nil {
		return nil, err
	}
	return evalSymlinks(p.abs)
}

// access: path, bits of R_OK, W_OK and X_OK.
func access(p place, a js.Args) (any, error) {
	info, err := p.root.dir.Stat(p.rel)
	if err != nil {
		return nil, err
	}
	mode := info.Mode().Perm()
	for bit, any := range map[int]fs.FileMode{4: 0o444, 2: 0o222, 1: 0o111} {
		if a.Int(1)&bit != 0 && mode&any == 0 {
			return nil, syscall.EACCES
		}
	}
	return js.Undefined{}, nil
}

func rename(from, to place) error {
	err := from.root.dir.Rename(from.rel, to.rel)
	if errors.Is(err, fs.ErrExist) { // what Go says before it asks the system
		if info, statErr := to.root.dir.Lstat(to.rel); statErr == nil && info.IsDir() {
			if info, statErr = from.root.dir.Lstat(from.rel); statErr == nil && !info.IsDir() {
				return syscall.EISDIR
			}
		}
	}
	return err
}

func link(from, to place) error { return from.root.dir.Link(from.rel, to.rel) }

// open: path, flags as on Linux, mode → the file's number.
func open(iso *js.Isolate, a js.Args) (any, error) {
	on := onPath
	if a.Int(1)&0o100 != 0 {
		on = onNew
	}
	return on(func(p place, a js.Args) (any, error) {
		f, err := p.root.dir.OpenFile(p.rel, openFlags(a.Int(1)), fs.FileMode(a.Int(2))&fs.ModePerm)
		if err != nil {
			return nil, err
		}
		s := stateOf(iso)
		s.last++
		s.open[s.last] = f
		return s.last, nil
	})(iso, a)
}

// openFlags turns the numbers of Linux, which fs.constants has everywhere, into
// those of this system.
func openFlags(n int) int {
	flags := n & 3
	for bit, flag := range map[int]int{0o100: os.O_CREATE, 0o200: os.O_EXCL, 0o1000: os.O_TRUNC, 0o2000: os.O_APPEND, 0o4010000: os.O_SYNC} {
		if n&bit == bit {
			flags |= flag
		}
	}
	return flags
}
