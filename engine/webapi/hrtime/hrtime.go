// Package hrtime holds performance: high resolution time, user timing and the
// performance timeline.
package hrtime

import (
	"embed"
	"time"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

const module = "internal:webapi/hrtime"

// Extension is the performance global with its classes, on the isolate's clock.
var Extension = &js.Extension{
	Name:  "webapi/hrtime",
	Doc:   "High Resolution Time: https://w3c.github.io/hr-time/; User Timing: https://w3c.github.io/user-timing/",
	Files: files,
	Eager: []string{"internal:webapi/hrtime/origin"},
	Globals: []js.Global{
		{Name: "performance", Module: module, Enumerable: true},
		{Name: "Performance", Module: module},
		{Name: "PerformanceEntry", Module: module},
		{Name: "PerformanceMark", Module: module},
		{Name: "PerformanceMeasure", Module: module},
		{Name: "PerformanceObserver", Module: module},
		{Name: "PerformanceObserverEntryList", Module: module},
		{Name: "PerformanceResourceTiming", Module: module},
	},
	Ops: []js.Op{
		{Name: "op_performance_now", Call: func(iso *js.Isolate, _ js.Args) (any, error) {
			return milliseconds(iso.Now().Sub(origin(iso))), nil
		}},
		{Name: "op_performance_origin", Call: func(iso *js.Isolate, _ js.Args) (any, error) {
			return float64(origin(iso).UnixMicro()) / 1000, nil
		}},
	},
}

type originKey struct{}

// origin returns the isolate's time origin: when it started.
func origin(iso *js.Isolate) time.Time {
	return iso.Local(originKey{}, func() any { return iso.Now() }).(time.Time)
}

func milliseconds(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }
