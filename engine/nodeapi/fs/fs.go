// Package fs is Node.js's fs module, kept inside a few folders.
//
// A project reads and writes in its own folder and in the folder for temporary
// files. Every path goes through an [os.Root], so that neither ".." nor a link
// leads out, not even one that is made while a call is under way.
package fs

import (
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"routescope/engine/js"
	"routescope/engine/nodeapi/process"
)

//go:embed *.js
var files embed.FS

// Extension is "node:fs" and "node:fs/promises".
var Extension = &js.Extension{
	Name:  "nodeapi/fs",
	Doc:   "fs: https://nodejs.org/docs/latest-v20.x/api/fs.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:fs", Module: "internal:nodeapi/fs", Runtimes: js.NodeJS},
		{Specifier: "fs", Module: "internal:nodeapi/fs", Runtimes: js.NodeJS},
		{Specifier: "node:fs/promises", Module: "internal:nodeapi/fs/promises", Runtimes: js.NodeJS},
		{Specifier: "fs/promises", Module: "internal:nodeapi/fs/promises", Runtimes: js.NodeJS},
	},
	Ops: []js.Op{
		{Name: "op_fs_turn", Start: func(_ *js.Isolate, _ js.Args, done *js.Deferred) error {
			done.Resolve(js.Undefined{})
			return nil
		}},
		{Name: "op_fs_read_file", Call: onPath(readFile)},
		{Name: "op_fs_read_text", Call: onPath(readText)},
		{Name: "op_fs_stat", Call: onPath(stat)},
		{Name: "op_fs_readdir", Call: onPath(readDir)},
		{Name: "op_fs_mkdir", Call: onNew(mkdir)},
		{Name: "op_fs_mkdtemp", Call: onNew(mkdirTemp)},
		{Name: "op_fs_remove", Call: onPath(remove)},
		{Name: "op_fs_chmod", Call: onPath(chmod)},
		{Name: "op_fs_chown", Call: onPath(chown)},
		{Name: "op_fs_fchown", Call: onFile(fchown)},
		{Name: "op_fs_utimes", Call: onPath(utimes)},
		{Name: "op_fs_readlink", Call: onPath(readLink)},
		{Name: "op_fs_symlink", Call: onNew(symlink)},
		{Name: "op_fs_realpath", Call: onPath(realPath)},
		{Name: "op_fs_access", Call: onPath(access)},
		{Name: "op_fs_rename", Call: onTwo(rename)},
		{Name: "op_fs_link", Call: onTwo(link)},
		{Name: "op_fs_open", Call: open},
		{Name: "op_fs_close", Call: onFile(closeFile)},
		{Name: "op_fs_read", Call: onFile(read)},
		{Name: "op_fs_write", Call: onFile(write)},
		{Name: "op_fs_fstat", Call: onFile(fstat)},
		{Name: "op_fs_ftruncate", Call: onFile(truncate)},
		{Name: "op_fs_fsync", Call: onFile(sync)},
		{Name: "op_fs_futimes", Call: onFile(futimes)},
		{Name: "op_fs_fchmod", Call: onFile(fchmod)},
	},
}

// state is what an isolate keeps: the folders it may use, and its open files.
type state struct {
	roots []root
	open  map[int]*os.File
	last  int
}

// A root is one folder, under the name it was given and its real one.
type root struct {
	name, real string
	dir        *os.Root
}

type stateKey struct{}

func stateOf(iso *js.Isolate) *state {
	return iso.Local(stateKey{}, func() any {
		s := &state{open: map[int]*os.File{}, last: 10} // as in Node.js, the first ones are taken
		for _, name := range rootsOf(process.Cwd(iso)) {
			if dir, err := os.OpenRoot(name); err == nil {
				s.roots = append(s.roots, newRoot(name, dir))
			}
		}
		return s
	}).(*state)
}

// rootsOf returns the folders that a project may use: its own, the one for temporary
// files, and those of packages, which a workspace keeps in a folder above and a
// link may lead to.
func rootsOf(project string) []string {
	roots := []string{project, os.TempDir()}
	for dir := project; ; dir = filepath.Dir(dir) {
		if modules := filepath.Join(dir, "node_modules"); isFolder(modules) {
			roots = append(roots, modules)
		}
		if dir == filepath.Dir(dir) {
			return roots
		}
	}
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func newRoot(name string, dir *os.Root) root {
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		real = name
	}
	return root{filepath.Clean(name), real, dir}
}

// A place is a path inside a root.
type place struct {
	root *root
	rel  string
	abs  string
}

// errOutside is what find adds to the reason why a path outside does not exist.
var errOutside = errors.New("outside of the roots")

// find returns the innermost root that holds a path. A path outside of all of them
// does not exist, or is refused.
func (s *state) find(path string) (place, error) {
	path = filepath.Clean(path)
	found, longest := place{}, -1
	for i := range s.roots {
		r := &s.roots[i]
		for _, base := range []string{r.name, r.real} {
			if rel, ok := within(base, path); ok && len(base) > longest {
				found, longest = place{r, rel, path}, len(base)
			}
		}
	}
	if found.root != nil {
		return found, nil
	}
	if _, err := os.Lstat(path); err != nil {
		return place{}, fmt.Errorf("%w: %w", errOutside, err)
	}
	return place{}, s.refusal()
}

func within(base, path string) (string, bool) {
	if path == base {
		return ".", true
	}
	rel, ok := strings.CutPrefix(path, strings.TrimSuffix(base, string(filepath.Separator))+string(filepath.Separator))
	return rel, ok
}

func (s *state) refusal() error {
	names := make([]string, len(s.roots))
	for i, r := range s.roots {
		names[i] = r.name
	}
	return js.ThrowCode("Error", "EACCES", "permission denied (routescope allows only %s)", strings.Join(names, " and "))
}
