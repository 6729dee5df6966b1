package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
)

func load(t *testing.T, file string, args ...string) (*Config, error) {
	t.Helper()
	dir := t.TempDir()
	if file != "" {
		if err := os.WriteFile(filepath.Join(dir, FileName), []byte(file), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	flags.String("mode", "a default that must not win", "")
	flags.StringSlice("ignore", nil, "")
	flags.Bool("no-setting", false, "")
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return Load(dir, flags)
}

func TestEachSourceWinsOverTheOneBefore(t *testing.T) {
	const file = "mode: development\ntimeout: 5s\nmasks: [body $.id = «uuid»]\n"
	tests := []struct {
		name, file, env string
		args            []string
		mode            string
	}{
		{"the default", "", "", nil, "production"},
		{"the file", file, "", nil, "development"},
		{"the environment", file, "production", nil, "production"},
		{"a flag", "", "production", []string{"--mode", "development"}, "development"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.env != "" {
				t.Setenv("ROUTESCOPE_MODE", test.env)
			}
			c, err := load(t, test.file, test.args...)
			if err != nil {
				t.Fatal(err)
			}
			if c.Mode != test.mode {
				t.Errorf("mode %q, want %q", c.Mode, test.mode)
			}
		})
	}
}

func TestValuesHaveTheirTypes(t *testing.T) {
	t.Setenv("ROUTESCOPE_TIME_LIMIT", "2m")
	t.Setenv("ROUTESCOPE_KEEP", "theme,basket")
	c, err := load(t, "isolates: 3\nredact: [ssn]\nmasks: [body $.Id = «uuid»]\n", "--ignore", "x-a,x-b")
	if err != nil {
		t.Fatal(err)
	}
	want := &Config{
		Mode: "production", Addr: "127.0.0.1:3000", Isolates: 3, MemoryLimit: 512, Theme: "auto", TimeLimit: 2 * time.Minute,
		Goldens: "goldens", Timeout: 30 * time.Second, Ignore: []string{"x-a", "x-b"}, Redact: []string{"ssn"},
		Keep: []string{"theme", "basket"}, Masks: []string{"body $.Id = «uuid»"},
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
	if got := c.MaskPlaces()["body $.Id"]; got != "«uuid»" {
		t.Errorf("mask %q", got)
	}
}

func TestMistakesAreNamed(t *testing.T) {
	for file, reason := range map[string]string{
		"isolate: 2":      `there is no setting "isolate": did you mean "isolates"?`,
		"frobnicate: 2":   "`routescope help settings` lists them",
		"mode: prod":      `mode is production or development, not "prod"`,
		"isolates: 0":     "isolates is at least 1",
		"isolates: many":  "isolates",
		"timeout: soon":   "timeout",
		"memory-limit: 1": "at least 16 MiB",
		"mode: [":         FileName,
		"goldens: ''":     "goldens names a folder",
		"time-limit: -1s": "time-limit is longer than nothing",
		"jobs: -1":        "jobs is 0 or more",
		"masks: [x]":      "PLACE = MASK",
		"timeout: 0s":     "timeout is longer than nothing",
	} {
		_, err := load(t, file)
		if err == nil || !strings.Contains(err.Error(), reason) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one line with %q", file, err, reason)
		}
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	for _, f := range Fields() {
		if f.Name == "" || f.Doc == "" || f.Name != strings.ToLower(f.Name) {
			t.Errorf("setting %+v lacks something", f)
		}
	}
}
