package project

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// WatchOptions of [Project.Watch]. The zero value suits an editor.
type WatchOptions struct {
	// Quiet is how long nothing must happen before a change is reported, so that
	// a save that writes three times is one change. 0 means 40 ms.
	Quiet time.Duration
	// After is the clock; nil means [time.After].
	After func(time.Duration) <-chan time.Time
}

// A Change is a group of files that changed together.
type Change struct {
	Files []string // relative, slash separated, sorted; created, written, removed or renamed
	Err   error    // the watcher lost events or hit a limit: rescan, and expect no details
}

// A Watcher reports changes of a project's files. It watches all folders that
// the listing covers, and new ones as they appear.
type Watcher struct {
	// Changes receives one value per group of changes. It is closed by Close.
	Changes <-chan Change

	project *Project
	options WatchOptions
	notify  *fsnotify.Watcher
	changes chan Change
	done    chan struct{}
}

// Watch starts a watcher; [Watcher.Close] ends it.
func (p *Project) Watch(options WatchOptions) (*Watcher, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watching project %s: %w", p.Dir, err)
	}
	if options.Quiet == 0 {
		options.Quiet = 40 * time.Millisecond
	}
	if options.After == nil {
		options.After = time.After
	}
	w := &Watcher{project: p, options: options, notify: notify, changes: make(chan Change), done: make(chan struct{})}
	w.Changes = w.changes
	if _, err := w.add(p.Dir); err != nil {
		notify.Close()
		return nil, fmt.Errorf("watching project %s: %w", p.Dir, err)
	}
	go w.run()
	return w, nil
}

// Close ends the watcher and waits for it.
func (w *Watcher) Close() error {
	err := w.notify.Close()
	for range w.Changes { // lets run go if it waits for a receiver
	}
	<-w.done
	return err
}

// add watches a folder and those below it, and returns the files in them, which
// may have been there before the watch was.
func (w *Watcher) add(dir string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // gone already
		case !d.IsDir():
			files = append(files, path)
			return nil
		case path != w.project.Dir && w.ignored(path):
			return filepath.SkipDir
		}
		return w.notify.Add(path)
	})
	return files, err
}

// ignored reports whether a path lies in a folder that the listing leaves out.
func (w *Watcher) ignored(path string) bool {
	file := w.relative(path)
	if dist := w.project.Config().DistDir; file == dist || strings.HasPrefix(file, dist+"/") {
		return true
	}
	return slices.ContainsFunc(strings.Split(file, "/"), skipped)
}

func (w *Watcher) relative(path string) string {
	relative, err := filepath.Rel(w.project.Dir, path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(relative)
}

// run collects events until they pause, and hands them on.
func (w *Watcher) run() {
	defer close(w.done)
	defer close(w.changes)
	pending := map[string]bool{}
	var failure error
	var quiet <-chan time.Time
	var out chan Change // nil until there is something to hand on
	var ready Change
	for {
		select {
		case event, open := <-w.notify.Events:
			if !open {
				return
			}
			if w.collect(event, pending) {
				quiet, out = w.options.After(w.options.Quiet), nil
			}
		case err, open := <-w.notify.Errors:
			if !open {
				return
			}
			failure, quiet = err, w.options.After(w.options.Quiet)
		case <-quiet:
			ready, quiet, out = change(pending, failure), nil, w.changes
		case out <- ready:
			clear(pending)
			out, failure = nil, nil
		}
	}
}

func change(pending map[string]bool, failure error) Change {
	c := Change{Err: failure}
	for file := range pending {
		c.Files = append(c.Files, file)
	}
	slices.Sort(c.Files)
	return c
}

// collect notes what an event is about and reports whether that is anything.
func (w *Watcher) collect(event fsnotify.Event, pending map[string]bool) bool {
	if event.Op == fsnotify.Chmod || w.ignored(event.Name) {
		return false
	}
	before := len(pending)
	pending[w.relative(event.Name)] = true
	if event.Has(fsnotify.Create) {
		files, err := w.add(event.Name)
		if err == nil && len(files) > 0 && files[0] != event.Name {
			delete(pending, w.relative(event.Name)) // a folder: its files say more
		}
		for _, file := range files {
			pending[w.relative(file)] = true
		}
	}
	return len(pending) > before || event.Has(fsnotify.Write) || event.Has(fsnotify.Remove)
}
