package project

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCustomRouteProblems compares with what Next.js 16.4.6 printed: see
// fixtures/pipeline/README.md.
func TestCustomRouteProblems(t *testing.T) {
	file, err := os.Open("../../fixtures/pipeline/problems.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c struct {
			Type    string
			Rules   json.RawMessage
			Printed string
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := checkRules(c.Rules, c.Type); err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(printed(c.Printed), printed(got)); diff != "" {
			t.Errorf("%s %s (-want +got)\n%s", c.Type, c.Rules, diff)
		}
	}
}

var blankLines = regexp.MustCompile(`\n\s*\n+`)

// printed leaves out empty lines.
func printed(text string) string {
	return strings.TrimSpace(blankLines.ReplaceAllString(text, "\n"))
}

func TestParseConfigRefuses(t *testing.T) {
	for config, want := range map[string]string{
		`{"basePath":"docs"}`:                        `Specified basePath has to start with a /, found "docs"`,
		`{"basePath":"/docs/"}`:                      `Specified basePath should not end with /, found "/docs/"`,
		`{"basePath":"/"}`:                           `Specified basePath /. basePath has to be either an empty string or a path prefix"`,
		`{"basePath":5}`:                             `Specified basePath is not a string, found type "number"`,
		`{"assetPrefix":[]}`:                         `Specified assetPrefix is not a string, found type "object" https://nextjs.org/docs/messages/invalid-assetprefix`,
		`{"pageExtensions":[]}`:                      `Specified pageExtensions is an empty array. Please update it with the relevant extensions or remove it.`,
		`{"pageExtensions":"ts"}`:                    `Specified pageExtensions is not an array of strings, found "ts". Please update this config or remove it.`,
		`{"pageExtensions":["ts",5]}`:                `Specified pageExtensions is not an array of strings, found "5" of type "number". Please update this config or remove it.`,
		`{"distDir":" "}`:                            `Invalid distDir provided, distDir can not be an empty string. Please remove this config or set it to undefined`,
		`{"trailingSlash":"yes"}`:                    "Invalid next.config options detected: \n    Expected boolean, received string at \"trailingSlash\"\nSee more info here: https://nextjs.org/docs/messages/invalid-next-config",
		`{"i18n":{"locales":["en"]}}`:                ErrI18n.Error(),
		`{"redirects":{"source":"/a"}}`:              "Error: redirects must return an array, received object.\nSee here for more info: https://nextjs.org/docs/messages/routes-must-be-array",
		`{"rewrites":{"beforeFiles":[],"x":[]}}`:     "Error: rewrites must return an array, received object.\nSee here for more info: https://nextjs.org/docs/messages/routes-must-be-array",
		`{"rewrites":{"fallback":[{"source":"a"}]}}`: "`source` does not start with /, `destination` is missing for route {\"source\":\"a\"}\n\nError: Invalid rewrite found",
	} {
		if _, err := ParseConfig([]byte(config)); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", config, err, want)
		}
	}
}

func TestParseConfigWarns(t *testing.T) {
	c, err := ParseConfig([]byte(`{"foo":1,"bar":2,"compress":null,"basePath":null,"trailingSlash":true}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`Expected boolean, received null at "compress"`, `Expected string, received null at "basePath"`,
		"Unrecognized key(s) in object: 'bar', 'foo'",
	}
	if diff := cmp.Diff(want, c.Warnings); diff != "" || !c.Compress || !c.TrailingSlash {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
