package project

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
)

// An EnvMode is the NODE_ENV that .env files are chosen by.
type EnvMode string

// The modes of .env files.
const (
	ProductionEnv  EnvMode = "production"
	DevelopmentEnv EnvMode = "development"
	TestEnv        EnvMode = "test"
)

// An Env is what the .env files of a project add to the process's environment.
type Env struct {
	Vars  map[string]string // without those that the process had already
	From  map[string]string // variable → the file it came from
	Files []string          // the files read, the strongest first
}

// LoadEnv reads the project's .env files as Next.js does: .env.$(mode).local,
// .env.local (not for tests), .env.$(mode), .env. A variable of the process wins
// over all of them, an earlier file over a later one. environ has the form of
// [os.Environ].
func (p *Project) LoadEnv(mode EnvMode, environ []string) (*Env, error) {
	e := &envLoader{env: Env{Vars: map[string]string{}, From: map[string]string{}}, process: map[string]string{}}
	for _, entry := range environ {
		if key, value, ok := strings.Cut(entry, "="); ok {
			e.process[key] = value
		}
	}
	names := []string{".env." + string(mode) + ".local", ".env.local", ".env." + string(mode), ".env"}
	original := make(map[string]bool, len(e.process))
	for key := range e.process {
		original[key] = true
	}
	var problems []error
	for _, name := range names {
		if name == ".env.local" && mode == TestEnv {
			continue
		}
		data, err := os.ReadFile(p.Path(name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = e.file(name, string(data), original)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("Failed to load env from %s: %w", name, err))
		}
	}
	return &e.env, errors.Join(problems...)
}

// An envLoader carries the environment from file to file: what one file sets, the
// next one sees.
type envLoader struct {
	env     Env
	process map[string]string
}

func (e *envLoader) file(name, text string, original map[string]bool) error {
	keys, values := parseDotenv(text)
	if err := expand(keys, values, e.process); err != nil {
		return err
	}
	e.env.Files = append(e.env.Files, name)
	for _, key := range keys {
		e.process[key] = values[key]
		if _, set := e.env.Vars[key]; !set && !original[key] {
			e.env.Vars[key], e.env.From[key] = values[key], name
		}
	}
	return nil
}

// dotenvLine is dotenv's own expression for a line, which is the format's only
// definition: https://github.com/motdotla/dotenv.
var dotenvLine = regexp.MustCompile(`(?m)^[\s\x{feff}\x{a0}]*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*` + "`(?:\\\\`|[^`])*`" + `|[^#\r\n]+)?\s*(?:#.*)?$`)

// parseDotenv returns the variables of a file, and their names in order.
func parseDotenv(text string) (keys []string, values map[string]string) {
	values = map[string]string{}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	for _, m := range dotenvLine.FindAllStringSubmatch(text, -1) {
		value := strings.TrimSpace(m[2])
		double := strings.HasPrefix(value, `"`)
		if n := len(value); n > 1 && strings.IndexByte("'\"`", value[0]) >= 0 && value[n-1] == value[0] {
			value = value[1 : n-1]
		}
		if double {
			value = strings.ReplaceAll(strings.ReplaceAll(value, `\n`, "\n"), `\r`, "\r")
		}
		if _, again := values[m[1]]; !again {
			keys = append(keys, m[1])
		}
		values[m[1]] = value
	}
	return keys, values
}

// expand resolves $NAME, ${NAME} and ${NAME:-default} as dotenv-expand 10 does:
// the last dollar sign first, and the process's value before the default before
// the file's own.
func expand(keys []string, values, process map[string]string) error {
	for _, key := range keys {
		value := values[key]
		if own, set := process[key]; set {
			value = own
		}
		value, err := interpolate(value, values, process)
		if err != nil {
			return fmt.Errorf("expanding %s: %w", key, err)
		}
		values[key] = strings.ReplaceAll(value, `\$`, "$")
	}
	return nil
}

var envReference = regexp.MustCompile(`^\$\{?(\w+)(?::-([^}\\]*))?\}?`)

var errEndless = errors.New("Maximum call stack size exceeded") // a variable that refers to itself

func interpolate(value string, values, process map[string]string) (string, error) {
	for range 10000 {
		at := lastDollar(value)
		if at < 0 {
			return value, nil
		}
		m := envReference.FindStringSubmatch(value[at:])
		if m == nil {
			return value, nil
		}
		with := process[m[1]]
		if with == "" {
			with = m[2]
		}
		if with == "" {
			with = values[m[1]]
		}
		value = strings.Replace(value, m[0], with, 1)
		if len(value) > 1<<20 {
			break
		}
	}
	return "", errEndless
}

// lastDollar returns where the last dollar sign without a backslash stands.
func lastDollar(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '$' && (i == 0 || s[i-1] != '\\') {
			return i
		}
	}
	return -1
}
