package fs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"routescope/engine/js"
)

// host is a project in a folder.
type host string

func (h host) Cwd() string { return string(h) }

func (h host) Env() map[string]string { return nil }

// callOp calls an op of the extension on a fresh isolate of a project.
func callOp(t *testing.T, root, name string, args ...any) (any, error) {
	t.Helper()
	t.Setenv("TMPDIR", root) // the tests' own folders are temporary ones
	iso, err := js.New(js.Options{Host: host(root)})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	for _, op := range Extension.Ops {
		if op.Name == name {
			return op.Call(iso, args)
		}
	}
	t.Fatalf("no op %s", name)
	return nil, nil
}

func TestNothingLeadsOut(t *testing.T) {
	base := t.TempDir()
	root, outside := filepath.Join(base, "project"), filepath.Join(base, "secret")
	mustDo(t, os.MkdirAll(filepath.Join(root, "in"), 0o755))
	mustDo(t, os.MkdirAll(outside, 0o755))
	mustDo(t, os.WriteFile(filepath.Join(outside, "key"), []byte("secret"), 0o644))
	mustDo(t, os.WriteFile(filepath.Join(root, "in", "file"), []byte("inside"), 0o644))
	mustDo(t, os.Symlink(outside, filepath.Join(root, "away")))
	mustDo(t, os.Symlink("../../secret/key", filepath.Join(root, "in", "key")))
	mustDo(t, os.Symlink(filepath.Join(root, "in"), filepath.Join(root, "around")))
	mustDo(t, os.MkdirAll(filepath.Join(base, "node_modules", "pkg"), 0o755))
	mustDo(t, os.WriteFile(filepath.Join(base, "node_modules", "pkg", "font"), nil, 0o644))
	store := t.TempDir()
	mustDo(t, os.WriteFile(filepath.Join(store, "font"), nil, 0o644))
	mustDo(t, os.Symlink(store, filepath.Join(root, "node_modules")))
	for name, c := range map[string]struct {
		op   string
		args []any
		want string // the code, or "" for no error
	}{
		"a package of the workspace":         {"op_fs_read_text", []any{filepath.Join(base, "node_modules", "pkg", "font")}, ""},
		"packages that are a link away":      {"op_fs_read_text", []any{filepath.Join(root, "node_modules", "font")}, ""},
		"where that link leads to":           {"op_fs_read_text", []any{filepath.Join(store, "font")}, ""},
		"a file inside":                      {"op_fs_read_text", []any{filepath.Join(root, "in", "file")}, ""},
		"dots that stay inside":              {"op_fs_read_text", []any{root + "/in/../in/file"}, ""},
		"an absolute link that stays inside": {"op_fs_read_text", []any{filepath.Join(root, "around", "file")}, ""},
		"a file outside":                     {"op_fs_read_text", []any{filepath.Join(outside, "key")}, "EACCES"},
		"dots that lead out":                 {"op_fs_read_text", []any{root + "/../secret/key"}, "EACCES"},
		"a folder that is a link out":        {"op_fs_read_text", []any{filepath.Join(root, "away", "key")}, "EACCES"},
		"a file that is a link out":          {"op_fs_read_text", []any{filepath.Join(root, "in", "key")}, "EACCES"},
		"writing through a link":             {"op_fs_open", []any{filepath.Join(root, "away", "new"), 0o101, 0o644}, "EACCES"},
		"removing through a link":            {"op_fs_remove", []any{filepath.Join(root, "away", "key"), "file"}, "EACCES"},
		"moving something out":               {"op_fs_rename", []any{filepath.Join(root, "in", "file"), filepath.Join(outside, "file")}, "EACCES"},
		"something outside that is not":      {"op_fs_read_text", []any{filepath.Join(outside, "none")}, "ENOENT"},
		"the root itself cannot be removed":  {"op_fs_remove", []any{root, "all"}, "EBUSY"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := callOp(t, root, c.op, c.args...)
			got := ""
			if thrown, ok := err.(*js.ThrowError); ok {
				got = thrown.Code
			} else if err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(outside, "key")); err != nil {
		t.Error("the file outside is gone:", err)
	}
}

func TestRefusalNamesTheRoots(t *testing.T) {
	root := t.TempDir()
	_, err := callOp(t, root, "op_fs_read_text", os.Args[0])
	if err == nil || !strings.Contains(err.Error(), "routescope allows only "+root) {
		t.Errorf("got %v", err)
	}
}

func TestOpenFlags(t *testing.T) {
	for name, c := range map[string]struct{ in, want int }{
		"r":   {0, os.O_RDONLY},
		"r+":  {2, os.O_RDWR},
		"w":   {0o1101, os.O_WRONLY | os.O_CREATE | os.O_TRUNC},
		"wx+": {0o1302, os.O_RDWR | os.O_CREATE | os.O_EXCL | os.O_TRUNC},
		"a":   {0o2101, os.O_WRONLY | os.O_CREATE | os.O_APPEND},
	} {
		if got := openFlags(c.in); got != c.want {
			t.Errorf("%s: got %#o, want %#o", name, got, c.want)
		}
	}
}

func mustDo(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
