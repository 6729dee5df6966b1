package fs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"routescope/engine/js"
)

// onPath makes an op of a function on the path that is its first argument.
//
// A link with an absolute target looks like an escape to os.Root, even if it
// stays inside: then the function runs again on the path that the links lead to.
func onPath(fn func(p place, a js.Args) (any, error)) func(*js.Isolate, js.Args) (any, error) {
	return func(iso *js.Isolate, a js.Args) (any, error) {
		v, err := stateOf(iso).call(fn, a)
		return v, coded(err)
	}
}

// onNew is onPath for functions that make what the path names: outside of the
// roots they are refused even if there is nothing yet.
func onNew(fn func(p place, a js.Args) (any, error)) func(*js.Isolate, js.Args) (any, error) {
	return func(iso *js.Isolate, a js.Args) (any, error) {
		s := stateOf(iso)
		v, err := s.call(fn, a)
		if errors.Is(err, errOutside) {
			err = s.refusal()
		}
		return v, coded(err)
	}
}

func (s *state) call(fn func(p place, a js.Args) (any, error), a js.Args) (any, error) {
	p, err := s.find(a.String(0))
	if err != nil {
		return nil, err
	}
	v, err := fn(p, a)
	if !escapes(err) {
		return v, err
	}
	if p, err = s.followed(p); err == nil {
		v, err = fn(p, a)
	}
	if escapes(err) {
		err = s.refusal()
	}
	return v, err
}

// escapes recognises what os.Root says of a link that leads out; it has no
// sentinel for that.
func escapes(err error) bool {
	var p *fs.PathError
	return errors.As(err, &p) && p.Err.Error() == "path escapes from parent"
}

// followed resolves the links of a path, and checks where they lead. The last
// part may not exist yet.
func (s *state) followed(p place) (place, error) {
	const maxLinks = 40
	path := p.abs
	for range maxLinks {
		real, err := evalSymlinks(path)
		if err == nil {
			return s.find(real)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return p, err
		}
		dir, err := evalSymlinks(filepath.Dir(path))
		if err != nil {
			return p, err
		}
		real = filepath.Join(dir, filepath.Base(path))
		target, err := os.Readlink(real)
		if err != nil {
			return s.find(real)
		}
		// A link to what is not there.
		if !filepath.IsAbs(target) {
			target = filepath.Join(dir, target)
		}
		path = target
	}
	return p, syscall.ELOOP
}

// evalSymlinks is [filepath.EvalSymlinks] with the system's error for a circle.
func evalSymlinks(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil && strings.Contains(err.Error(), "too many links") {
		err = syscall.ELOOP
	}
	return real, err
}

// onTwo makes an op of a function on two paths of one root.
func onTwo(fn func(from, to place) error) func(*js.Isolate, js.Args) (any, error) {
	return func(iso *js.Isolate, a js.Args) (any, error) {
		s := stateOf(iso)
		from, err := s.find(a.String(0))
		if err != nil {
			return nil, coded(err)
		}
		to, err := s.find(a.String(1))
		if errors.Is(err, errOutside) {
			err = s.refusal()
		}
		if err == nil && from.root != to.root {
			err = syscall.EXDEV
		}
		if err != nil {
			return nil, coded(err)
		}
		return js.Undefined{}, coded(fn(from, to))
	}
}

// onFile makes an op of a function on an open file, whose number is the first
// argument.
func onFile(fn func(s *state, f *os.File, a js.Args) (any, error)) func(*js.Isolate, js.Args) (any, error) {
	return func(iso *js.Isolate, a js.Args) (any, error) {
		s := stateOf(iso)
		f, ok := s.open[a.Int(0)]
		if !ok {
			return nil, coded(syscall.EBADF)
		}
		v, err := fn(s, f, a)
		return v, coded(err)
	}
}

// codes are the names of the errors that JavaScript decides on.
var codes = []struct {
	err  error
	code string
}{
	{syscall.ENOENT, "ENOENT"}, {syscall.EEXIST, "EEXIST"}, {syscall.ENOTDIR, "ENOTDIR"}, {syscall.EISDIR, "EISDIR"},
	{syscall.ENOTEMPTY, "ENOTEMPTY"}, {syscall.EACCES, "EACCES"}, {syscall.EPERM, "EPERM"}, {syscall.EINVAL, "EINVAL"},
	{syscall.EBADF, "EBADF"}, {syscall.ELOOP, "ELOOP"}, {syscall.ENAMETOOLONG, "ENAMETOOLONG"},
	{syscall.EMFILE, "EMFILE"}, {syscall.ENOSPC, "ENOSPC"}, {syscall.EXDEV, "EXDEV"}, {syscall.EROFS, "EROFS"},
	{syscall.EBUSY, "EBUSY"}, {fs.ErrNotExist, "ENOENT"}, {fs.ErrExist, "EEXIST"}, {fs.ErrPermission, "EACCES"},
	{fs.ErrClosed, "EBADF"},
}

// coded turns an error into one with a code and, where the usual text would not
// do, a text.
func coded(err error) error {
	var already *js.ThrowError
	if err == nil || errors.As(err, &already) {
		return err
	}
	for _, c := range codes {
		if errors.Is(err, c.err) {
			return js.ThrowCode("Error", c.code, "")
		}
	}
	return js.ThrowCode("Error", "EIO", "%v", err)
}
