package tui

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"routescope/golden"
	"routescope/recorder"
)

// store keeps goldens as files of package golden.
type store struct {
	project string // the project's folder, absolute
	dir     string // the folder of the goldens, absolute
	options golden.Options
}

var _ goldenStore = (*store)(nil)

// rel returns a file as the screen names it: relative to the project where it
// lies inside.
func (s *store) rel(file string) string {
	if rel, err := filepath.Rel(s.project, file); err == nil && !strings.HasPrefix(rel, "..") {
		return filepath.ToSlash(rel)
	}
	return file
}

// abs is the inverse of rel.
func (s *store) abs(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(s.project, filepath.FromSlash(file))
}

// List implements [goldenStore]. A folder that is not there yet holds none.
func (s *store) List() ([]savedGolden, error) {
	if _, err := os.Stat(s.dir); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	files, err := golden.Find(s.dir)
	if err != nil {
		return nil, err
	}
	var list []savedGolden
	for _, file := range files {
		g, err := golden.Load(file)
		if err != nil {
			return nil, err
		}
		list = append(list, savedGolden{Name: g.Name(), File: s.rel(file), Method: g.Request.Method, Target: g.Request.Target})
	}
	return list, nil
}

// Holds implements [goldenStore].
func (s *store) Holds(file string) bool {
	rel, err := filepath.Rel(s.dir, s.abs(file))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// Save implements [goldenStore]. Slashes in the name are folders.
func (s *store) Save(name string, x *recorder.Exchange, replace bool) (string, error) {
	folder, base := path.Split(name)
	file := filepath.Join(s.dir, filepath.FromSlash(folder), golden.FileName(base))
	if _, err := os.Stat(file); err == nil && !replace {
		return "", errGoldenExists
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return "", err
	}
	g := golden.New(base, x, s.options.Record)
	g.Path = file
	if x.Aborted {
		g.Meta.Hangup = len(x.Chunks) // the replay leaves where the user did
	}
	return s.rel(file), g.Save()
}

// Run implements [goldenStore].
func (s *store) Run(ctx context.Context, files []string, report func(string, goldenResult)) error {
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = s.abs(f)
	}
	_, err := golden.Run(ctx, paths, s.options, func(r *golden.Result) {
		report(s.rel(r.Golden.Path), resultOf(r))
	})
	return err
}

// resultOf says a result in the lines that the screen shows.
func resultOf(r *golden.Result) goldenResult {
	out := goldenResult{Passed: r.Outcome == golden.Passed, Err: r.Err, Duration: r.Duration}
	for i := range r.Differences {
		out.Differences = append(out.Differences, differenceLines(&r.Differences[i])...)
	}
	return out
}

// differenceLines says a difference: its place, with the note if there is one,
// and below it what was expected and what came.
func differenceLines(d *golden.Difference) []string {
	where, text := d.Where, d.Text()
	if d.Note != "" {
		where += ": " + d.Note
		text = strings.TrimPrefix(strings.TrimPrefix(text, d.Note), "\n")
	}
	lines := []string{where}
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" && line != "- " && line != "+ " {
			lines = append(lines, line)
		}
	}
	return lines
}
