package engine_test

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"routescope/engine"
)

// conformanceDir holds projects with what the real Next.js answered for them.
const conformanceDir = "../fixtures/conformance/next"

// A conformanceProject is a folder and a file of cases.
type conformanceProject struct {
	dir      string // the file's name, if empty
	mode     engine.Mode
	parallel bool // its features do not look at each other: they run side by side
}

var conformanceProjects = map[string]conformanceProject{
	"cache": {}, "components": {}, "configured": {}, "core": {parallel: true}, "edge": {}, "legacy": {},
	"metadata": {}, "metafiles": {}, "odd": {}, "slashed": {},
	"dev-cache":      {dir: "cache", mode: engine.Development},
	"dev-components": {dir: "components", mode: engine.Development},
	"dev-core":       {dir: "core", mode: engine.Development},
	"dev-edge":       {dir: "edge", mode: engine.Development},
	"dev-legacy":     {dir: "legacy", mode: engine.Development},
}

// TestConformance sends the recorded requests over HTTP and compares the answers
// with those of Next.js. What fails is listed in known_failures.json, with the
// reason; a failure that is not in the list, and a pass that is, fail the test.
// With -v it prints how many of each project's cases pass.
func TestConformance(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	known := knownFailures(t)
	for name, project := range conformanceProjects {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			project.run(t, name, known)
		})
	}
}

func knownFailures(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(conformanceDir, "known_failures.json"))
	if err != nil {
		t.Fatal(err)
	}
	var known map[string]string
	if err := json.Unmarshal(data, &known); err != nil {
		t.Fatalf("known_failures.json: %v", err)
	}
	return known
}

func (p conformanceProject) run(t *testing.T, name string, known map[string]string) {
	if p.dir == "" {
		p.dir = name
	}
	server := p.serve(t)
	cases := readCases(t, name)
	var passed atomic.Int32
	t.Cleanup(func() { t.Logf("%s: %d/%d passed", name, passed.Load(), len(cases)) })
	for group := range slices.Values(groupsOf(cases)) {
		t.Run(group[0].group(), func(t *testing.T) {
			if p.parallel {
				t.Parallel()
			}
			for _, c := range group {
				t.Run(c.name(), func(t *testing.T) {
					if server.judge(t, c, known[c.ID]) {
						passed.Add(1)
					}
				})
			}
		})
	}
}

// groupsOf cuts the cases where the feature changes: their order counts.
func groupsOf(cases []conformanceCase) [][]conformanceCase {
	var groups [][]conformanceCase
	for i, c := range cases {
		if i == 0 || c.group() != cases[i-1].group() {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], c)
	}
	return groups
}

// A conformanceServer is a project that answers over HTTP.
type conformanceServer struct {
	engine   *engine.Engine
	address  string
	upstream *upstream
}

func (p conformanceProject) serve(t *testing.T) *conformanceServer {
	t.Helper()
	up := newUpstream(t)
	e, err := engine.Open(t.Context(), engine.Options{
		Dir: filepath.Join(conformanceDir, p.dir), Mode: p.mode, Origin: "http://localhost:3000", Upstream: up,
	})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	serving.Go(func() { _ = e.Serve(ctx, l, nil) })
	t.Cleanup(func() {
		e.Close()
		stop()
		serving.Wait()
	})
	return &conformanceServer{e, l.Addr().String(), up}
}

// judge runs a case and reports whether it passed. A case about time is tried
// again: the machine may have been busy.
func (s *conformanceServer) judge(t *testing.T, c conformanceCase, known string) bool {
	problems := s.run(t, c)
	for try := 0; try < 2 && len(problems) > 0 && known == "" && c.aboutTime(); try++ {
		problems = s.run(t, c)
	}
	switch {
	case len(problems) == 0 && known != "":
		t.Errorf("it passes now: take it out of known_failures.json (%s)", known)
	case len(problems) > 0 && known == "":
		t.Errorf("%s\n%s", c.About, strings.Join(problems, "\n"))
	case len(problems) > 0:
		t.Skipf("known: %s\n%s", known, strings.Join(problems, "\n"))
	}
	return len(problems) == 0
}

// run sends a case's requests, and returns how the answers differ.
func (s *conformanceServer) run(t *testing.T, c conformanceCase) []string {
	t.Helper()
	var seen []*wireResponse
	var problems []string
	for i, step := range c.Steps {
		s.wait(milliseconds(step.WaitBefore))
		got, err := s.sendStep(&step, seen)
		if err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		seen = append(seen, got)
		for _, p := range compareStep(&step, got, seen) {
			if len(c.Steps) > 1 {
				p = "step " + string(rune('0'+i)) + ", " + step.Request.Method + " " + step.Request.Path + ": " + p
			}
			problems = append(problems, p)
		}
	}
	return problems
}

// longWait is from when on the engine's clock waits in place of the test: what is
// kept turns stale over seconds, what handlers do behind their answers takes less.
const longWait = time.Second

func (s *conformanceServer) wait(d time.Duration) {
	if d >= longWait {
		s.engine.Advance(d - longWait/10)
		d = longWait / 10
	}
	time.Sleep(d)
}

func (s *conformanceServer) sendStep(step *conformanceStep, seen []*wireResponse) (*wireResponse, error) {
	request := step.Request
	request.Path = fillIn(request.Path, seen)
	request.Headers = slices.Clone(request.Headers)
	for i, h := range request.Headers {
		request.Headers[i][1] = fillIn(h[1], seen)
	}
	address := s.address
	if request.Target == "upstream" {
		address = s.upstream.Listener.Addr().String()
	}
	if step.Concurrent == 0 {
		return send(address, &request)
	}
	answers := make([]*wireResponse, step.Concurrent)
	errs := make([]error, step.Concurrent)
	var sending sync.WaitGroup
	for i := range answers {
		sending.Go(func() { answers[i], errs[i] = send(address, &request) })
	}
	sending.Wait()
	together := &concurrency{}
	bodies := map[string]bool{}
	for i, a := range answers {
		if errs[i] != nil {
			return nil, errs[i]
		}
		if !slices.Contains(together.statuses, a.status) {
			together.statuses = append(together.statuses, a.status)
		}
		bodies[string(a.body)] = true
	}
	together.distinctBodies = len(bodies)
	answers[0].concurrent = together
	return answers[0], nil
}
