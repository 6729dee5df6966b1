package project

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/route"
)

// write makes a project of the files, whose content follows their names.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t testing.TB, files map[string]string) *Project {
	t.Helper()
	p, err := Open(write(t, files))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOpenRefusesWhatIsNoProject(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "nowhere")); !errors.Is(err, ErrNoDirectory) {
		t.Errorf("missing folder: got %v", err)
	}
	if _, err := Open(write(t, map[string]string{"package.json": "{}"})); !errors.Is(err, ErrNoRoutes) {
		t.Errorf("no routes: got %v", err)
	}
}

func TestScanTellsKindsByExports(t *testing.T) {
	p := open(t, map[string]string{
		"src/app/api/hello/route.ts":  "export const GET = 1",
		"src/app/sitemap.ts":          "export function generateSitemaps() {}\nexport default function s() {}",
		"src/pages/api/edge.ts":       "\nexport default () => new Response()\nexport const config = { runtime: 'experimental-edge' }",
		"src/pages/api/node.js":       "module.exports = (req, res) => res.end()",
		"node_modules/x/app/page.js":  "",
		".next/server/app/x/route.js": "",
		"src/app/_private/route.ts":   "",
		"src/middleware.ts":           "",
		"next.config.mjs":             "",
		"public/robots.txt":           "",
	})
	var got []string
	for _, r := range p.Scan(route.Production).Table.Routes() {
		got = append(got, fmt.Sprintf("%s %s %s:%d", r.Kind, r.Pattern, r.File, r.Line))
	}
	want := []string{
		"app route /api/hello src/app/api/hello/route.ts:0",
		"edge API route /api/edge src/pages/api/edge.ts:2",
		"API route /api/node src/pages/api/node.js:1",
		"public file /robots.txt public/robots.txt:0",
		"metadata route /sitemap/[__metadata_id__] src/app/sitemap.ts:0",
	}
	sortStrings(got, want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if p.ConfigFile() != "next.config.mjs" || p.ProxyFile() != "src/middleware.ts" {
		t.Errorf("config file %q, proxy file %q", p.ConfigFile(), p.ProxyFile())
	}
}

func TestRescanSeesWhatChanged(t *testing.T) {
	p := open(t, map[string]string{"app/a/route.js": "export const GET = 1", "pages/api/x.js": "export default 1"})
	if err := os.MkdirAll(p.Path("app/b/c"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.Path("app/b/c/route.js"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(p.Path("app/a")); err != nil {
		t.Fatal(err)
	}
	if err := p.Rescan(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"app/b/c/route.js", "pages/api/x.js"}, p.Files()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	before, _ := p.Exports("pages/api/x.js")
	if err := os.WriteFile(p.Path("pages/api/x.js"), []byte("export default 1; export const config = {}"), 0o644); err != nil {
		t.Fatal(err)
	}
	after, err := p.Exports("pages/api/x.js")
	if err != nil || before.Has("config") || !after.Has("config") {
		t.Errorf("the change of the file went unnoticed: %v", err)
	}
}

func TestListingFollowsLinksButNotInCircles(t *testing.T) {
	p := open(t, map[string]string{"app/a/route.js": "", "shared/x/route.js": ""})
	for link, target := range map[string]string{"app/linked": "../shared", "app/a/circle": ".."} {
		if err := os.Symlink(target, p.Path(link)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	if err := p.Rescan(); err != nil {
		t.Fatal(err)
	}
	if !p.Has("app/linked/x/route.js") {
		t.Error("the linked folder is missing:", p.Files())
	}
	if n := len(p.Files()); n > 12 {
		t.Errorf("%d files: a circle was followed", n)
	}
}

func TestWatcherReportsGroups(t *testing.T) {
	p := open(t, map[string]string{"app/a/route.js": "", "node_modules/x/y.js": ""})
	w, err := p.Watch(WatchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for name, text := range map[string]string{"node_modules/x/y.js": "1", "app/a/route.js": "export {}", "app/new/deep/route.js": "2"} {
		if err := os.MkdirAll(filepath.Dir(p.Path(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p.Path(name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	deadline := time.After(5 * time.Second)
	for !seen["app/a/route.js"] || !seen["app/new/deep/route.js"] {
		select {
		case c := <-w.Changes:
			for _, f := range c.Files {
				if strings.HasPrefix(f, "node_modules") {
					t.Error("reported", f)
				}
				seen[f] = true
			}
		case <-deadline:
			t.Fatal("saw only", seen)
		}
	}
}

func TestWatcherWaitsForQuiet(t *testing.T) {
	p := open(t, map[string]string{"app/a/route.js": ""})
	clock := make(chan time.Time)
	started := make(chan time.Duration, 100)
	w, err := p.Watch(WatchOptions{Quiet: time.Hour, After: func(d time.Duration) <-chan time.Time {
		started <- d
		return clock
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, name := range []string{"app/a/route.js", "app/a/other.js"} {
		if err := os.WriteFile(p.Path(name), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
		select {
		case d := <-started:
			if d != time.Hour {
				t.Errorf("waits %v", d)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("no event for", name)
		}
	}
	select {
	case c := <-w.Changes:
		t.Fatal("reported before the quiet was over:", c)
	default:
	}
	seen := map[string]bool{}
	deadline := time.After(5 * time.Second)
	for len(seen) < 2 {
		select {
		case clock <- time.Time{}: // a late event of the same write starts the wait anew
		case c := <-w.Changes:
			for _, f := range c.Files {
				seen[f] = true
			}
		case <-deadline:
			t.Fatal("saw only", seen)
		}
	}
	if !seen["app/a/other.js"] || !seen["app/a/route.js"] {
		t.Error("saw", seen)
	}
}
