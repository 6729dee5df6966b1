package intl

import (
	"os"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the zones, where the system has none

	"routescope/engine/js"
)

// zones maps names in lower case to what the shared list and ICU call them.
var zones = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, name := range zoneList() {
		out[strings.ToLower(name)] = name
	}
	for name, links := range zoneLinks {
		out[strings.ToLower(name)] = name
		for link := range strings.FieldsSeq(links) {
			out[strings.ToLower(link)] = name
		}
	}
	return out
})

// zoneName returns the canonical name of a time zone, in whatever case it is
// written; "" if there is none.
func zoneName(name string) string {
	lower := strings.ToLower(name)
	if known, ok := zones()[lower]; ok {
		return known
	}
	if lower == "" || lower == "local" {
		return ""
	}
	// What ICU lists under another name, or not at all ("Etc/GMT+5"), the
	// database has in this spelling.
	spelled := properCase(name)
	for _, candidate := range []string{spelled, strings.ToUpper(name)} {
		if _, err := time.LoadLocation(candidate); err == nil && !strings.HasPrefix(candidate, ".") {
			return candidate
		}
	}
	return ""
}

// properCase spells a zone's name as the database does: "etc/gmt+5" is
// "Etc/GMT+5", "asia/ho_chi_minh" is "Asia/Ho_Chi_Minh".
func properCase(name string) string {
	var out strings.Builder
	start := true
	for _, r := range strings.ToLower(name) {
		if start {
			r -= 'a' - 'A'
			if r < 'A' || r > 'Z' {
				r += 'a' - 'A'
			}
		}
		out.WriteRune(r)
		start = r == '/' || r == '_' || r == '-'
	}
	return strings.NewReplacer("Gmt", "GMT", "Us/", "US/", "_Of_", "_of_", "_Es_", "_es_", "Port-Au-", "Port-au-").Replace(out.String())
}

func zoneList() []string {
	r, err := readRecord()
	if err != nil {
		return nil
	}
	var names []string
	if decode(r.shared["timeZones"], &names) != nil {
		return nil
	}
	return names
}

// localZone returns the name of the system's time zone; "UTC" if it is nameless.
func localZone() string {
	if name := zoneName(strings.TrimPrefix(os.Getenv("TZ"), ":")); name != "" {
		return name
	}
	if name := zoneName(time.Local.String()); name != "" {
		return name
	}
	if target, err := os.Readlink("/etc/localtime"); err == nil {
		if _, name, ok := strings.Cut(target, "zoneinfo/"); ok {
			if known := zoneName(name); known != "" {
				return known
			}
		}
	}
	return "UTC"
}

// zoneAt returns [offset in minutes, is daylight time] of a zone at a time in
// milliseconds since 1970.
func zoneAt(zone string, ms float64) (any, error) {
	location, err := loadZone(zone)
	if err != nil {
		return nil, js.Throw("RangeError", "Invalid time zone specified: %s", zone)
	}
	at := time.UnixMilli(int64(ms)).In(location)
	_, seconds := at.Zone()
	return []any{float64(seconds) / 60, isDaylight(at, seconds)}, nil
}

// isDaylight reports whether the clock is ahead of what it is in the other half of
// the year. The database has it the other way round for Dublin.
func isDaylight(at time.Time, seconds int) bool {
	for _, month := range []time.Month{time.January, time.July} {
		if _, other := time.Date(at.Year(), month, 1, 0, 0, 0, 0, at.Location()).Zone(); other < seconds {
			return true
		}
	}
	return false
}

var locations sync.Map // zone → *time.Location

func loadZone(zone string) (*time.Location, error) {
	if location, ok := locations.Load(zone); ok {
		return location.(*time.Location), nil
	}
	location, err := time.LoadLocation(zone)
	if err == nil {
		locations.Store(zone, location)
	}
	return location, err
}
