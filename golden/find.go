package golden

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A folder is one sequence of goldens.
type folder struct {
	dir   string
	files []string        // all its goldens up to the last that is wanted, sorted
	want  map[string]bool // those that are reported; nil for all
}

// find returns the folders of the goldens that paths name: files, and folders
// with all below them. A golden that is named brings along those before it in
// its folder, unreported, for it may need them.
func find(paths []string) ([]folder, error) {
	byDir := map[string]*folder{}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("there is no golden at %s", path)
		}
		if info.IsDir() {
			err = findBelow(path, byDir)
		} else {
			err = findFile(path, byDir)
		}
		if err != nil {
			return nil, err
		}
	}
	var folders []folder
	for _, f := range byDir {
		slices.Sort(f.files)
		f.files = slices.Compact(f.files)
		folders = append(folders, *f)
	}
	slices.SortFunc(folders, func(a, b folder) int { return strings.Compare(a.dir, b.dir) })
	return folders, nil
}

func findBelow(root string, byDir map[string]*folder) error {
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, Ext) || strings.HasPrefix(entry.Name(), "."):
			return nil
		}
		f := byDir[filepath.Dir(path)]
		if f == nil {
			f = &folder{dir: filepath.Dir(path)}
			byDir[f.dir] = f
		}
		f.files, f.want = append(f.files, path), nil
		return nil
	})
	if err != nil {
		return fmt.Errorf("looking for goldens: %w", err)
	}
	return nil
}

func findFile(path string, byDir map[string]*folder) error {
	if !strings.HasSuffix(path, Ext) {
		return fmt.Errorf("%s is no golden: their names end in %s", path, Ext)
	}
	path = filepath.Clean(path)
	dir := filepath.Dir(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("looking for goldens: %w", err)
	}
	f := byDir[dir]
	if f == nil {
		f = &folder{dir: dir, want: map[string]bool{}}
		byDir[dir] = f
	}
	if f.want != nil {
		f.want[path] = true
	}
	for _, entry := range entries {
		other := filepath.Join(dir, entry.Name())
		if strings.HasSuffix(other, Ext) && !strings.HasPrefix(entry.Name(), ".") && other <= path {
			f.files = append(f.files, other)
		}
	}
	return nil
}

// Find returns the paths of the goldens in a file or below a folder, in the
// order in which they run.
func Find(paths ...string) ([]string, error) {
	folders, err := find(paths)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, f := range folders {
		for _, file := range f.files {
			if f.want == nil || f.want[file] {
				all = append(all, file)
			}
		}
	}
	return all, nil
}
