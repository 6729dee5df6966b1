package golden

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"routescope/engine/event"
	"routescope/recorder"
)

// tells reports whether the exchange comes from a target that tells what
// happens inside: the engine does, a live server does not.
func tells(ex *recorder.Exchange) bool {
	for _, e := range ex.Events {
		switch e.(type) {
		case *event.RouteMatched, *event.RouteMissed, *event.StageRan:
			return true
		}
	}
	return false
}

// routeLines says in words which route served the exchange.
//
//	app route /api/books/[id]
//	app/(shop)/api/books/[id]/route.ts
//	{"id":"walden"}
func routeLines(ex *recorder.Exchange) []string {
	lines := []string{}
	for _, e := range ex.Events {
		switch e := e.(type) {
		case *event.RouteMatched:
			lines = append(lines, e.Kind+" "+e.Route, e.File)
			if len(e.Params) > 0 {
				params, err := json.Marshal(e.Params)
				if err != nil {
					panic(err) // strings and lists of strings can be encoded
				}
				lines = append(lines, string(params))
			}
		case *event.RouteMissed:
			lines = append(lines, "no route")
		}
	}
	return lines
}

// cacheLines says in words what happened in the caches, in the order in which
// it did. Keys of data caches are hashes of source code and are left out.
//
//	response STALE /api/clock
//	response stored /api/clock, revalidate 5s
//	revalidateTag bestsellers: 1 entry
func cacheLines(ex *recorder.Exchange) []string {
	lines := []string{}
	for _, e := range ex.Events {
		switch e := e.(type) {
		case *event.CacheRead:
			lines = append(lines, e.Cache+" "+e.Outcome+cacheKey(e.Cache, e.Key)+cacheTags(e.Tags))
		case *event.CacheStored:
			line := e.Cache + " stored" + cacheKey(e.Cache, e.Key)
			if e.Revalidate > 0 {
				line += ", revalidate " + e.Revalidate.Round(time.Millisecond).String()
			}
			lines = append(lines, line+cacheTags(e.Tags))
		case *event.CacheInvalidated:
			entries := "1 entry"
			if n := len(e.Entries); n != 1 {
				entries = fmt.Sprintf("%d entries", n)
			}
			lines = append(lines, e.Call+" "+e.Value+": "+entries)
		}
	}
	return lines
}

func cacheKey(cache, key string) string {
	if cache != "response" {
		return ""
	}
	return " " + key
}

func cacheTags(tags []string) string {
	var own []string
	for _, tag := range tags {
		// Next.js's implicit tags repeat the path, and are there for each entry.
		if !strings.HasPrefix(tag, "_N_T_") {
			own = append(own, tag)
		}
	}
	if len(own) == 0 {
		return ""
	}
	return ", tags " + strings.Join(own, " ")
}

// consoleLines returns what the project printed: "log ledger: order 1002".
func consoleLines(ex *recorder.Exchange) []string {
	lines := []string{}
	for _, c := range ex.Console() {
		for i, line := range strings.Split(c.Text, "\n") {
			if i > 0 {
				lines = append(lines, "  "+line)
			} else {
				lines = append(lines, c.Level+" "+line)
			}
		}
	}
	return lines
}
