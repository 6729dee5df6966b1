//go:build packages

package engine_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"routescope/engine"
)

// packagesDir holds routes that use packages people use, requests for them, and
// what the real Next.js answered; see record.mjs there.
const packagesDir = "../fixtures/packages"

// A packageRequest is one request of requests.json. The strings {{field}} and
// {{header:name}} in it stand for parts of the answer before.
type packageRequest struct {
	Package, About, Method, Path, Body string
	Headers                            map[string]string
	Jar                                bool     // send the cookies that the package's routes have set
	Mask                               []string // what changes from one time to the next
}

// A packageAnswer is what is compared of an answer.
type packageAnswer struct {
	Package string   `json:"package"`
	About   string   `json:"about"`
	Status  int      `json:"status"`
	Headers []string `json:"headers"` // "name: value", sorted
	Body    string   `json:"body"`
}

// TestPackages installs packages with npm, which takes a network, asks routes that
// use them, and compares the answers with those of Next.js:
//
//	go test ./engine -tags packages -run TestPackages -v
//
// It prints how long each package's first request took. ROUTESCOPE_PACKAGES_DIR
// may name a folder with node_modules in place.
func TestPackages(t *testing.T) {
	dir := installPackages(t)
	base := servePackages(t, dir)
	requests := readJSON[packageRequest](t, "requests.json")
	answers := readJSON[packageAnswer](t, "answers.json")
	if len(answers) != len(requests) {
		t.Fatalf("%d answers for %d requests: run record.mjs again", len(answers), len(requests))
	}
	c := newPackageClient(base)
	table := &packageTable{}
	for i, q := range requests {
		t.Run(q.Package+"/"+q.About, func(t *testing.T) {
			begun := time.Now()
			got, err := c.send(q)
			took := time.Since(begun)
			if err != nil {
				table.add(q.Package, took, false)
				t.Fatal(err)
			}
			diff := gocmp.Diff(answers[i], got)
			table.add(q.Package, took, diff == "")
			if diff != "" {
				t.Errorf("(-Next.js +engine)\n%s", diff)
			}
		})
	}
	t.Log("\n" + table.String())
	t.Run("at once", func(t *testing.T) { askAtOnce(t, base, requests, answers) })
}

// askAtOnce sends the requests that stand for themselves side by side: what one
// package keeps for a request must not reach another's.
func askAtOnce(t *testing.T, base string, requests []packageRequest, answers []packageAnswer) {
	var asking sync.WaitGroup
	for i, q := range requests {
		if text := fmt.Sprint(q); q.Jar || insertion.MatchString(text) {
			continue
		}
		asking.Go(func() {
			got, err := newPackageClient(base).send(q)
			if err != nil {
				t.Errorf("%s, %s: %v", q.Package, q.About, err)
			} else if diff := gocmp.Diff(answers[i], got); diff != "" {
				t.Errorf("%s, %s (-Next.js +engine)\n%s", q.Package, q.About, diff)
			}
		})
	}
	asking.Wait()
}

func readJSON[T any](t *testing.T, name string) []T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(packagesDir, name))
	if err != nil {
		t.Fatal(err)
	}
	var list []T
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return list
}

// installPackages copies the project beside its packages, which stay installed
// between runs, and returns its folder.
func installPackages(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("ROUTESCOPE_PACKAGES_DIR")
	if dir == "" {
		caches, err := os.UserCacheDir()
		if err != nil {
			t.Fatal(err)
		}
		dir = filepath.Join(caches, "routescope", "packages")
	}
	manifest := filepath.Join(dir, "package.json")
	installed, _ := os.ReadFile(manifest)
	for _, old := range []string{"app", "pages", "lib"} { // what a route of before would still answer
		if err := os.RemoveAll(filepath.Join(dir, old)); err != nil {
			t.Fatal(err)
		}
	}
	copyProject(t, dir)
	wanted, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err == nil && string(installed) == string(wanted) {
		return dir
	}
	npm := exec.Command("npm", "install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps")
	npm.Dir = dir
	if out, err := npm.CombinedOutput(); err != nil {
		_ = os.Remove(manifest) // so that the next run installs again
		t.Fatalf("installing the packages: %v\n%s", err, out)
	}
	return dir
}

// copyProject copies the fixture without what a developer's own use leaves there.
func copyProject(t *testing.T, to string) {
	t.Helper()
	err := filepath.WalkDir(packagesDir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() && (name == "node_modules" || name == ".next") {
			return fs.SkipDir
		}
		relative, err := filepath.Rel(packagesDir, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(to, relative), 0o777)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, relative), data, 0o666)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// servePackages opens the project and returns the address it answers at.
func servePackages(t *testing.T, dir string) string {
	t.Helper()
	t.Setenv("OPENAI_BASE_URL", serveOpenAI(t)+"/v1")
	t.Setenv("TZ", "UTC")
	// All the packages at once are more than a project has in one isolate.
	e, err := engine.Open(t.Context(), engine.Options{Dir: dir, Origin: "http://localhost:3000"})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() { _ = e.Serve(t.Context(), l, nil) })
	t.Cleanup(func() {
		e.Close()
		serving.Wait()
	})
	return "http://" + l.Addr().String()
}

// serveOpenAI is the stand-in for OpenAI's API that record.mjs has too.
func serveOpenAI(t *testing.T) string {
	type rule struct {
		Method, Path, Contains, Type string
		Status                       int
		Parts                        []string
	}
	rules := readJSON[rule](t, "upstream.json")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		i := slices.IndexFunc(rules, func(x rule) bool {
			return x.Method == r.Method && x.Path == r.URL.Path && strings.Contains(string(body), x.Contains)
		})
		if i < 0 {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", rules[i].Type)
		w.WriteHeader(rules[i].Status)
		for _, part := range rules[i].Parts {
			_, _ = io.WriteString(w, part)
			_ = http.NewResponseController(w).Flush()
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// A packageClient sends requests one after the other.
type packageClient struct {
	base   string
	before *http.Response
	body   string
	jars   map[string]map[string]string // by package
}

func newPackageClient(base string) *packageClient {
	return &packageClient{base: base, jars: map[string]map[string]string{}}
}

func (c *packageClient) send(q packageRequest) (packageAnswer, error) {
	request, err := http.NewRequest(q.Method, c.base+q.Path, strings.NewReader(c.filled(q.Body)))
	if err != nil {
		return packageAnswer{}, err
	}
	request.Host = "localhost:3000"
	request.Header.Set("User-Agent", "")
	for name, value := range q.Headers {
		request.Header.Set(name, c.filled(value))
	}
	if q.Jar {
		for name, value := range c.jar(q.Package) {
			request.Header.Add("Cookie", name+"="+value)
		}
		request.Header["Cookie"] = []string{strings.Join(request.Header["Cookie"], "; ")}
	}
	client := http.Client{
		Timeout:       30 * time.Second,
		Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: false},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	if c.before, err = client.Do(request); err != nil {
		return packageAnswer{}, err
	}
	defer c.before.Body.Close()
	body, err := io.ReadAll(c.before.Body)
	c.body = string(body)
	for _, set := range c.before.Cookies() {
		c.jar(q.Package)[set.Name] = set.Value
	}
	return c.answer(q), err
}

func (c *packageClient) jar(name string) map[string]string {
	if c.jars[name] == nil {
		c.jars[name] = map[string]string{}
	}
	return c.jars[name]
}

var insertion = regexp.MustCompile(`\{\{(header:)?([^}]+)\}\}`)

// filled fills in the parts of the answer before.
func (c *packageClient) filled(text string) string {
	return insertion.ReplaceAllStringFunc(text, func(found string) string {
		parts := insertion.FindStringSubmatch(found)
		if parts[1] != "" {
			return c.before.Header.Get(parts[2])
		}
		var fields map[string]string
		_ = json.Unmarshal([]byte(c.body), &fields) // then the field is missing, and the answer tells
		return fields[parts[2]]
	})
}

// answer returns what is compared, with what changes masked.
func (c *packageClient) answer(q packageRequest) packageAnswer {
	mask := func(text string) string {
		for _, m := range q.Mask {
			text = regexp.MustCompile(m).ReplaceAllString(text, "…")
		}
		return text
	}
	a := packageAnswer{Package: q.Package, About: q.About, Status: c.before.StatusCode, Body: mask(c.body)}
	for name, values := range c.before.Header {
		switch name {
		case "Date", "Connection", "Keep-Alive":
			continue
		}
		for _, v := range values {
			a.Headers = append(a.Headers, mask(strings.ToLower(name)+": "+v))
		}
	}
	for _, coding := range c.before.TransferEncoding {
		a.Headers = append(a.Headers, "transfer-encoding: "+coding)
	}
	slices.Sort(a.Headers)
	return a
}

// A packageTable is how the packages did.
type packageTable struct{ rows []packageRow }

type packageRow struct {
	name        string
	first       time.Duration
	same, asked int
}

func (p *packageTable) add(name string, took time.Duration, same bool) {
	i := slices.IndexFunc(p.rows, func(r packageRow) bool { return r.name == name })
	if i < 0 {
		i = len(p.rows)
		p.rows = append(p.rows, packageRow{name: name, first: took})
	}
	p.rows[i].asked++
	if same {
		p.rows[i].same++
	}
}

func (p *packageTable) String() string {
	var b strings.Builder
	slices.SortFunc(p.rows, func(x, y packageRow) int { return cmp.Compare(x.name, y.name) })
	fmt.Fprintf(&b, "%-16s %8s %14s\n", "package", "the same", "first request")
	for _, r := range p.rows {
		fmt.Fprintf(&b, "%-16s %5d/%-2d %14s\n", r.name, r.same, r.asked, r.first.Round(time.Millisecond))
	}
	return b.String()
}
