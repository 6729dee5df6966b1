package project

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/route"
)

func TestSummarize(t *testing.T) {
	p := open(t, map[string]string{
		"app/plain/route.ts":  "\nexport async function GET() {}\n",
		"app/writes/route.ts": "export const dynamic = 'force-static'\nexport const GET = 1\nexport async function POST() {}\n",
		"app/kept/route.ts":   "export const revalidate = 60\nexport const GET = 1",
		"app/jar/route.ts":    "export const revalidate = 60\nexport async function GET() {\n  await cookies()\n}",
		"app/edge/route.ts":   "export const runtime = 'edge'\nexport const GET = 1",
		"pages/api/x.js":      "\n\nexport default function handler() {}",
		"app/icon.png":        "",
	})
	var got []string
	for _, r := range p.Scan(route.Production).Table.Routes() {
		s, err := p.Summarize(r)
		if err != nil {
			t.Fatal(err)
		}
		methods := ""
		for _, m := range s.Methods {
			methods += " " + m.Name
			if m.Automatic {
				methods += "*"
			}
		}
		got = append(got, fmt.Sprintf("%s:%d%s %s %s (%s, line %d)", r.Pattern, s.Route.Line, methods, s.Runtime, s.Rendering.Moment, s.Rendering.Reason, s.Rendering.Line))
	}
	want := []string{
		"/api/x:3 * nodejs dynamic (API routes run for every request, line 0)",
		"/edge:2 GET HEAD* OPTIONS* edge dynamic (it runs on the edge runtime, line 1)",
		"/icon.png:0 GET* HEAD* nodejs static (a file, served as it is, line 0)",
		"/jar:2 GET HEAD* OPTIONS* nodejs dynamic (it calls cookies(), line 3)",
		"/kept:2 GET HEAD* OPTIONS* nodejs revalidated (export const revalidate = 60, line 1)",
		"/plain:2 GET HEAD* OPTIONS* nodejs dynamic (handlers run for every request unless they ask for more, line 2)",
		"/writes:2 GET HEAD* OPTIONS* POST nodejs dynamic (it exports POST, line 3)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestSegmentConflicts runs the cases of the corpus that segment settings decide.
func TestSegmentConflicts(t *testing.T) {
	names, _ := filepath.Glob("../../fixtures/router/conflicts/*.json")
	if len(names) == 0 {
		t.Fatal("no cases")
	}
	refused := map[string]bool{
		"cache-components-dynamic": true, "cache-components-runtime-edge": true, "config-dynamic-invalid": true,
		"config-reexported": true, "config-revalidate-negative": true, "config-runtime-not-static": true,
		"edge-and-static-params": true, "output-export-dynamic-route": true, "export-default-ts": true,
		"handler-params-not-promise-ts": true,
	}
	passed := 0
	for _, name := range names {
		var c struct {
			ID, Message, Config string
			Files               map[string]string
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &c); err != nil {
			t.Fatal(err)
		}
		p := open(t, c.Files)
		if strings.Contains(c.Config, "cacheComponents: true") {
			p.Config().CacheComponents = true
		}
		if strings.Contains(c.Config, `output: "export"`) {
			p.Config().Output = "export"
		}
		got := p.SegmentConflicts(p.Scan(route.Production).Routes)
		c.Message = strings.ReplaceAll(c.Message, "<project>", p.Dir)
		switch {
		case len(got) != 1 && refused[c.ID], len(got) > 0 && !refused[c.ID]:
			t.Errorf("%s: got %v, want %q", c.ID, got, c.Message)
		case len(got) == 1 && (!strings.Contains(c.Message, got[0].Message) || got[0].Line == 0):
			t.Errorf("%s: got line %d: %s\nwant %s", c.ID, got[0].Line, got[0].Message, c.Message)
		default:
			passed++
		}
	}
	t.Logf("%d of %d cases pass, %d of them refused", passed, len(names), len(refused))
}

var tableLine = regexp.MustCompile(`^[┌├└] (.) (/\S*)`)

const conformance = "../../fixtures/conformance/next"

// TestRouteTable compares with what next build printed about whole projects.
func TestRouteTable(t *testing.T) {
	names, _ := filepath.Glob(filepath.Join(conformance, "*.routes.json"))
	if len(names) == 0 {
		t.Fatal("no route tables in", conformance)
	}
	same, all := 0, 0
	for _, name := range names {
		s, a := compareRouteTable(t, name)
		same, all = same+s, all+a
	}
	t.Logf("the moment is guessed right for %d of %d routes", same, all)
}

func compareRouteTable(t *testing.T, name string) (same, all int) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var printed struct {
		Project string
		Table   []string `json:"route_table"`
	}
	if err := json.Unmarshal(data, &printed); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, line := range printed.Table {
		if m := tableLine.FindStringSubmatch(line); m != nil && m[2] != "/_not-found" && m[2] != "/_app" && m[2] != "/404" {
			want[m[2]] = m[1]
		}
	}
	p, err := Open(filepath.Join(conformance, printed.Project))
	if err != nil {
		t.Fatal(err)
	}
	config := *p.Config()
	config.CacheComponents = printed.Project == "components"
	if printed.Project == "slashed" {
		config.PageExtensions = []string{"page.tsx", "api.ts", "mjs"}
	}
	p.SetConfig(&config)
	got := map[string]bool{}
	for _, r := range p.Scan(route.Production).Table.Routes() {
		text := r.Pattern.String()
		if r.Kind == route.PublicFile || text == "/favicon.ico" {
			continue // the table leaves them out
		}
		got[text] = true
		if want[text] == "" {
			t.Errorf("%s: %s is not in the table", printed.Project, text)
		}
		s, err := p.Summarize(r)
		if err != nil {
			t.Fatal(err)
		}
		if s.Rendering.Moment == Unknown {
			continue
		}
		all++
		if (s.Rendering.Moment == Dynamic) == (want[text] == "ƒ") {
			same++
		} else {
			t.Logf("%s: %s is %s in the table, guessed %s: %s", printed.Project, text, want[text], s.Rendering.Moment, s.Rendering.Reason)
		}
	}
	for text := range want {
		if !got[text] {
			t.Errorf("%s: %s is missing", printed.Project, text)
		}
	}
	return same, all
}

func TestParamsThatAreNoPromise(t *testing.T) {
	const handler = "export function DELETE(r: Request, c: { params: { id: string } }) {}\nexport async function POST(r: Request, c: { params: { id: string } }) {}"
	for name, c := range map[string]struct {
		version string
		config  string
		want    int
	}{
		"in Next.js 16":                  {version: "^16.4.6", want: 1},
		"in a version that is not said":  {version: "latest", want: 1},
		"before Next.js 15":              {version: "^14.2.35"},
		"with typescript's errors aside": {version: "16.4.6", config: `{"typescript": {"ignoreBuildErrors": true}}`},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, map[string]string{
				"app/x/[id]/route.ts": handler,
				"package.json":        `{"dependencies": {"next": "` + c.version + `"}}`,
			})
			if c.config != "" {
				config, err := ParseConfig([]byte(c.config))
				if err != nil {
					t.Fatal(err)
				}
				p.SetConfig(config)
			}
			got := p.SegmentConflicts(p.Scan(route.Production).Routes)
			if len(got) != c.want {
				t.Fatalf("got %v", got)
			}
			if c.want > 0 && (got[0].Line != 2 || got[0].Hint != "Write params: Promise<{ id: string }> and await it. DELETE on line 1 too.") {
				t.Errorf("got %+v", got[0])
			}
		})
	}
}
