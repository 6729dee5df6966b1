// Package config knows routescope's settings: their names, their defaults, and
// where their values come from.
//
// A later source wins: the default, routescope.yaml in the project's folder, an
// environment variable (ROUTESCOPE_TIME_LIMIT for time-limit), a flag. The
// fields of [Config] are the one list of settings; their doc tags are what the
// help prints.
package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// FileName is the settings file, looked for in the project's folder.
const FileName = "routescope.yaml"

// envPrefix begins the names of the environment variables.
const envPrefix = "ROUTESCOPE"

// A Config is all settings. The tags say the name, the default and the meaning.
type Config struct {
	Mode        string        `mapstructure:"mode" default:"production" doc:"which server to behave like: production (next start) or development (next dev)"`
	Addr        string        `mapstructure:"addr" default:"127.0.0.1:3000" doc:"where serve listens; port 0 takes a free one"`
	Isolates    int           `mapstructure:"isolates" default:"1" doc:"how many isolates answer, each with its own module state"`
	MemoryLimit int           `mapstructure:"memory-limit" default:"512" doc:"MiB an isolate may use"`
	Theme       string        `mapstructure:"theme" default:"auto" doc:"colours of the terminal UI: auto, dark, light or none"`
	TimeLimit   time.Duration `mapstructure:"time-limit" default:"60s" doc:"how long a handler may run that sets no maxDuration"`

	Goldens string        `mapstructure:"goldens" default:"goldens" doc:"the folder of the goldens, within the project"`
	Jobs    int           `mapstructure:"jobs" default:"0" doc:"how many folders of goldens run at a time; 0 takes one per CPU, and one for a live server"`
	Timeout time.Duration `mapstructure:"timeout" default:"30s" doc:"how long one exchange of a golden may take"`

	Ignore []string `mapstructure:"ignore" doc:"response headers that goldens leave out, besides those of transport"`
	Redact []string `mapstructure:"redact" doc:"names of headers, cookies, fields and members that are secret, besides the usual"`
	Keep   []string `mapstructure:"keep" doc:"names that sound secret and are not"`
	Masks  []string `mapstructure:"masks" doc:"places that recording always masks, such as 'body $.id = «uuid»'"`
}

// Load returns the settings for the project in dir. flags are those of the
// command line that the user has set count; flags that are no setting are left
// alone. Errors are for the user's eyes: one line that says what to change.
func Load(dir string, flags *pflag.FlagSet) (*Config, error) {
	v := viper.New()
	v.SetEnvPrefix(envPrefix)
	v.SetEnvKeyReplacer(strings.NewReplacer("-", "_"))
	for _, f := range Fields() {
		if f.Default != "" {
			v.SetDefault(f.Name, f.Default)
		}
		if err := v.BindEnv(f.Name); err != nil {
			return nil, err
		}
		if flag := flags.Lookup(f.Name); flag != nil && flag.Changed {
			v.Set(f.Name, flagValue(flag))
		}
	}
	path := filepath.Join(dir, FileName)
	if err := readFile(v, path); err != nil {
		return nil, err
	}
	var c Config
	if err := v.Unmarshal(&c, viper.DecodeHook(decodeHook)); err != nil {
		return nil, decodeError(err, path)
	}
	return &c, c.validate()
}

// decodeHook reads durations, and lists as environment variables have them.
var decodeHook = mapstructure.ComposeDecodeHookFunc(
	mapstructure.StringToTimeDurationHookFunc(),
	mapstructure.StringToSliceHookFunc(","),
)

func flagValue(flag *pflag.Flag) any {
	if list, ok := flag.Value.(pflag.SliceValue); ok {
		return list.GetSlice()
	}
	return flag.Value.String()
}

// readFile merges the settings file, if there is one.
func readFile(v *viper.Viper, path string) error {
	data, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	defer data.Close()
	file := viper.NewWithOptions(viper.KeyDelimiter("\x00"))
	file.SetConfigType("yaml")
	if err := file.ReadConfig(data); err != nil {
		var syntax viper.ConfigParseError
		if errors.As(err, &syntax) {
			err = errors.Unwrap(syntax)
		}
		return fmt.Errorf("%s: %s", path, strings.TrimPrefix(oneLine(err), "yaml: "))
	}
	settings := file.AllSettings()
	for name := range settings {
		if !slices.ContainsFunc(Fields(), func(f Field) bool { return f.Name == name }) {
			return fmt.Errorf("%s: there is no setting %q%s", path, name, suggestion(name))
		}
	}
	return v.MergeConfigMap(settings)
}

// decodeError turns mapstructure's list into the first of its complaints.
func decodeError(err error, path string) error {
	text := oneLine(err)
	if joined, ok := errors.Unwrap(err).(interface{ Unwrap() []error }); ok && len(joined.Unwrap()) > 0 {
		text = joined.Unwrap()[0].Error()
	}
	return fmt.Errorf("settings (%s, %s_… or flags): %s", path, envPrefix, strings.ReplaceAll(text, "\n", " "))
}

func oneLine(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}

// validate checks what a type cannot.
func (c *Config) validate() error {
	switch {
	case c.Mode != "production" && c.Mode != "development":
		return fmt.Errorf("mode is production or development, not %q", c.Mode)
	case !slices.Contains([]string{"auto", "dark", "light", "none"}, c.Theme):
		return fmt.Errorf("theme is auto, dark, light or none, not %q", c.Theme)
	case c.Isolates < 1:
		return fmt.Errorf("isolates is at least 1, not %d", c.Isolates)
	case c.MemoryLimit < 16:
		return fmt.Errorf("memory-limit is at least 16 MiB, which an empty isolate needs, not %d", c.MemoryLimit)
	case c.TimeLimit <= 0:
		return fmt.Errorf("time-limit is longer than nothing, such as 60s, not %s", c.TimeLimit)
	case c.Timeout <= 0:
		return fmt.Errorf("timeout is longer than nothing, such as 30s, not %s", c.Timeout)
	case c.Jobs < 0:
		return fmt.Errorf("jobs is 0 or more, not %d", c.Jobs)
	case c.Goldens == "":
		return errors.New("goldens names a folder, and is empty")
	}
	for _, line := range c.Masks {
		if place, mask, ok := strings.Cut(line, "="); !ok || strings.TrimSpace(place) == "" || strings.TrimSpace(mask) == "" {
			return fmt.Errorf("masks: %q is not written as PLACE = MASK, such as body $.id = «uuid»", line)
		}
	}
	return nil
}

// MaskPlaces returns the masks by their places.
func (c *Config) MaskPlaces() map[string]string {
	places := map[string]string{}
	for _, line := range c.Masks {
		place, mask, _ := strings.Cut(line, "=")
		places[strings.TrimSpace(place)] = strings.TrimSpace(mask)
	}
	return places
}

// A Field is one setting, for help texts.
type Field struct{ Name, Default, Doc string }

// Fields returns all settings in the order of [Config].
func Fields() []Field {
	t := reflect.TypeFor[Config]()
	fields := make([]Field, t.NumField())
	for i := range fields {
		tag := t.Field(i).Tag
		fields[i] = Field{tag.Get("mapstructure"), tag.Get("default"), tag.Get("doc")}
	}
	return fields
}

// WriteFields prints the table of settings for help texts.
func WriteFields(w io.Writer) {
	for _, f := range Fields() {
		doc := f.Doc
		if f.Default != "" {
			doc += " (" + f.Default + ")"
		}
		fmt.Fprintf(w, "  %-14s %s\n", f.Name, doc)
	}
}

// suggestion names the setting that was probably meant.
func suggestion(name string) string {
	best, distance := "", 4
	for _, f := range Fields() {
		if d := editDistance(strings.ToLower(name), f.Name); d < distance {
			best, distance = f.Name, d
		}
	}
	if best == "" {
		return ": `routescope help settings` lists them"
	}
	return fmt.Sprintf(": did you mean %q?", best)
}

// editDistance is how many letters must be added, dropped or changed.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
