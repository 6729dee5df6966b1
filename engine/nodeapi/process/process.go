// Package process is Node.js's process object, and the part of it that exists in
// the edge runtime.
package process

import (
	"embed"
	"os"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"time"

	"routescope/engine/js"
)

// A Host tells a project what process it believes to run in. It is looked for
// in [js.Isolate.Host]; without one the environment is empty.
type Host interface {
	// Env is the environment: of the system, with the project's .env files.
	Env() map[string]string
	// Cwd is the project's folder.
	Cwd() string
}

// A Console takes what process.stdout and process.stderr print; level is "log"
// or "error". A [Host] that has the method gets the lines of its project.
type Console interface {
	Console(request int, level, text string)
}

//go:embed *.js
var files embed.FS

// Extension is "node:process" and the global process.
var Extension = &js.Extension{
	Name:  "nodeapi/process",
	Doc:   "process: https://nodejs.org/docs/latest-v20.x/api/process.html",
	Files: files,
	Globals: []js.Global{
		{Name: "process", Module: "internal:nodeapi/process", Runtimes: js.NodeJS},
		{Name: "process", Module: "internal:nodeapi/process/edge", Runtimes: js.Edge},
	},
	Imports: []js.Import{
		{Specifier: "node:process", Module: "internal:nodeapi/process/module", Runtimes: js.NodeJS},
		{Specifier: "process", Module: "internal:nodeapi/process/module", Runtimes: js.NodeJS},
	},
	Ops: []js.Op{
		{Name: "op_process_env", Call: env},
		{Name: "op_process_cwd", Call: func(iso *js.Isolate, _ js.Args) (any, error) { return Cwd(iso), nil }},
		{Name: "op_process_facts", Call: facts},
		{Name: "op_process_hrtime", Call: hrtime},
		{Name: "op_process_memory", Call: memory},
		{Name: "op_process_cpu", Call: cpu},
		{Name: "op_process_write", Call: write},
	},
}

// env returns name, value, name, value, …, sorted by name.
func env(iso *js.Isolate, _ js.Args) (any, error) {
	host, ok := iso.Host().(Host)
	if !ok {
		return []string{}, nil
	}
	vars := host.Env()
	names := make([]string, 0, len(vars))
	for name := range vars {
		names = append(names, name)
	}
	slices.Sort(names)
	out := make([]string, 0, 2*len(names))
	for _, name := range names {
		out = append(out, name, vars[name])
	}
	return out, nil
}

// Cwd returns the project's folder: what process.cwd() says.
func Cwd(iso *js.Isolate) string {
	if host, ok := iso.Host().(Host); ok {
		return host.Cwd()
	}
	return string(os.PathSeparator)
}

// Platform returns Node.js's name of the operating system.
func Platform() string {
	if runtime.GOOS == "windows" {
		return "win32"
	}
	return runtime.GOOS
}

// Arch returns Node.js's name of the processor.
func Arch() string {
	switch runtime.GOARCH {
	case "amd64":
		return "x64"
	case "386":
		return "ia32"
	}
	return runtime.GOARCH
}

// facts returns what never changes: platform, arch, pid, ppid, executable, uid,
// gid.
func facts(*js.Isolate, js.Args) (any, error) {
	executable, err := os.Executable()
	if err != nil {
		executable = os.Args[0]
	}
	return []any{Platform(), Arch(), os.Getpid(), os.Getppid(), executable, os.Getuid(), os.Getgid()}, nil
}

// hrtime returns the isolate's time as seconds and nanoseconds.
func hrtime(iso *js.Isolate, _ js.Args) (any, error) {
	ns := iso.Now().UnixNano()
	return []any{ns / int64(time.Second), ns % int64(time.Second)}, nil
}

// memory returns the bytes of the Go process and of the isolate.
func memory(iso *js.Isolate, _ js.Args) (any, error) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return []any{m.Sys, iso.MemoryUsed()}, nil
}

// cpu returns the seconds that user code took, and that the runtime took.
func cpu(*js.Isolate, js.Args) (any, error) {
	samples := []metrics.Sample{{Name: "/cpu/classes/user:cpu-seconds"}, {Name: "/cpu/classes/gc/total:cpu-seconds"}}
	metrics.Read(samples)
	return []any{samples[0].Value.Float64(), samples[1].Value.Float64()}, nil
}

// write hands a line of stdout or stderr to the host: request, level, text.
func write(iso *js.Isolate, a js.Args) (any, error) {
	if console, ok := iso.Host().(Console); ok {
		console.Console(a.Int(0), a.String(1), strings.TrimSuffix(a.String(2), "\n"))
	}
	return js.Undefined{}, nil
}
