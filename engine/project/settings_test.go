package project

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sortStrings(lists ...[]string) {
	for _, l := range lists {
		slices.Sort(l)
	}
}

func TestParseConfig(t *testing.T) {
	c, err := ParseConfig([]byte(`{
		"basePath": "/port", "compress": false, "pageExtensions": null, "expireTime": 7200,
		"redirects": [{"source": "/old/:slug", "destination": "/x", "permanent": true, "basePath": false}],
		"headers": [{"source": "/a", "has": [{"type": "header", "key": "x", "value": "(?<l>.*)"}], "headers": [{"key": "K", "value": "v"}]}],
		"rewrites": [{"source": "/alias", "destination": "/b"}], "experimental": {"authInterrupts": true}, "myOwn": 1
	}`))
	if err != nil {
		t.Fatal(err)
	}
	if c.Compress || !c.PoweredByHeader || c.ExpireTime != 7200 || len(c.PageExtensions) != 4 || !c.Experimental.AuthInterrupts {
		t.Errorf("got %+v", c)
	}
	if r := c.Redirects[0]; *r.BasePath || r.Source != "/old/:slug" || !r.Permanent {
		t.Errorf("redirect %+v", r)
	}
	if len(c.Rewrites.AfterFiles) != 1 || c.Headers[0].Has[0].Type != "header" || string(c.Raw["myOwn"]) != "1" {
		t.Errorf("got %+v", c)
	}
}

func TestParseConfigRefusesInNextsWords(t *testing.T) {
	for given, want := range map[string]string{
		`{"basePath": "docs"}`:   `Specified basePath has to start with a /, found "docs"`,
		`{"basePath": "/docs/"}`: `Specified basePath should not end with /, found "/docs/"`,
		`{"pageExtensions": []}`: "Specified pageExtensions is an empty array. Please update it with the relevant extensions or remove it.",
		`{"output": "static"}`:   `next.config: output is "static", expected "standalone" or "export"`,
	} {
		if _, err := ParseConfig([]byte(given)); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", given, err, want)
		}
	}
}

func TestLoadEnvOrder(t *testing.T) {
	p := open(t, map[string]string{
		"app/route.js":          "",
		".env":                  "A=env\nB=env\nC=env\nD=env\nE=env\nPORT=8080\nURL=\"http://pier.example:$PORT/x\"",
		".env.production":       "A=production\nB=production\nC=production",
		".env.local":            "A=local\nB=local",
		".env.production.local": "A=production.local",
		".env.development":      "D=development",
	})
	env, err := p.LoadEnv(ProductionEnv, []string{"E=process"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"A": "production.local", "B": "local", "C": "production", "D": "env", "PORT": "8080", "URL": "http://pier.example:8080/x",
	}
	if diff := cmp.Diff(want, env.Vars); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{".env.production.local", ".env.local", ".env.production", ".env"}, env.Files); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if env, _ := p.LoadEnv(TestEnv, nil); env.Vars["A"] != "env" {
		t.Errorf(".env.local was read in test mode: %v", env.Vars)
	}
}

func TestDotenvForms(t *testing.T) {
	for text, want := range map[string]string{
		"K=v":                          "v",
		"K = spaced # comment":         "spaced",
		"export K='single $NO # kept'": "single  # kept",
		`K="line\nbreak"`:              "line\nbreak",
		"K='line\\nbreak'":             `line\nbreak`,
		"K=\"two\nlines\"":             "two\nlines",
		"K=`back'tick`":                "back'tick",
		"K: yaml":                      "yaml",
		"K=":                           "",
		"X=1\nK=$X-${X}-${Y:-default}": "1-1-default",
		`K=pa\$\$word`:                 "pa$$word",
		"X=own\nK=${X:-default}":       "default",
		"K=${A:-${B:-inner}}":          "inner",
		"K=http://a/b?c=d#e":           "http://a/b?c=d",
		"\ufeffK=bom":                  "bom",
		"# K=no\nK=yes":                "yes",
		"K=1\nK=2":                     "2",
	} {
		keys, values := parseDotenv(text)
		if err := expand(keys, values, map[string]string{}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if values["K"] != want {
			t.Errorf("%q: got %q, want %q", text, values["K"], want)
		}
	}
}

func TestLoadEnvSurvivesAVariableOfItself(t *testing.T) {
	p := open(t, map[string]string{"app/route.js": "", ".env": "A=$A!", ".env.local": "B=1"})
	env, err := p.LoadEnv(ProductionEnv, nil)
	if err == nil || !strings.Contains(err.Error(), "Failed to load env from .env: expanding A") {
		t.Errorf("got error %v", err)
	}
	if env.Vars["B"] != "1" {
		t.Error("the other file is lost")
	}
}

func TestTSConfig(t *testing.T) {
	p := open(t, map[string]string{
		"app/route.ts": "",
		"tsconfig.json": `{
			// comments and trailing commas are fine
			"extends": ["./base", "@org/base"],
			"compilerOptions": { "experimentalDecorators": true, "paths": { "@/*": ["./src/*"], "@/lib/*": ["./lib/*"], "exact": ["./e.ts"], }, },
		}`,
		"base.json":                            `{"compilerOptions": {"baseUrl": "./from-base", "jsx": "preserve"}}`,
		"node_modules/@org/base/tsconfig.json": `{"compilerOptions": {"baseUrl": "../../..", "jsx": "react-jsx"}}`,
	})
	c, err := p.TSConfig()
	if err != nil {
		t.Fatal(err)
	}
	if c.JSX != "react-jsx" || c.BaseURL != p.Dir || !c.ExperimentalDecorators {
		t.Errorf("got %+v", c)
	}
	for specifier, want := range map[string][]string{
		"@/x":     {"src/x", "@/x"},
		"@/lib/y": {"lib/y", "@/lib/y"},
		"exact":   {"e.ts"},
		"react":   {"react"},
		"./near":  nil,
	} {
		var got []string
		for _, file := range c.Resolve(specifier) {
			relative, _ := filepath.Rel(p.Dir, file)
			got = append(got, filepath.ToSlash(relative))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", specifier, diff)
		}
	}
}

func TestTSConfigCircle(t *testing.T) {
	p := open(t, map[string]string{"app/route.ts": "", "tsconfig.json": `{"extends": "./b.json"}`, "b.json": `{"extends": "./tsconfig.json"}`})
	if _, err := p.TSConfig(); err == nil || !strings.Contains(err.Error(), "circular extends") {
		t.Errorf("got %v", err)
	}
}
