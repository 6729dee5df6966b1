// Package os is Node.js's os module: what the machine is.
package os

import (
	"embed"
	"net"
	"os"
	"os/user"
	"runtime"
	"strconv"
	"strings"

	"routescope/engine/js"
	"routescope/engine/nodeapi/process"
)

//go:embed *.js
var files embed.FS

// Extension is "node:os", and the old "node:constants".
var Extension = &js.Extension{
	Name:  "nodeapi/os",
	Doc:   "os: https://nodejs.org/docs/latest-v20.x/api/os.html",
	Files: files,
	Imports: []js.Import{
		{Specifier: "node:os", Module: "internal:nodeapi/os", Runtimes: js.NodeJS},
		{Specifier: "os", Module: "internal:nodeapi/os", Runtimes: js.NodeJS},
		{Specifier: "node:constants", Module: "internal:nodeapi/os/legacy", Runtimes: js.NodeJS},
		{Specifier: "constants", Module: "internal:nodeapi/os/legacy", Runtimes: js.NodeJS},
	},
	Ops: []js.Op{
		{Name: "op_os_facts", Call: facts},
		{Name: "op_os_user", Call: currentUser},
		{Name: "op_os_interfaces", Call: interfaces},
		{Name: "op_os_status", Call: status},
	},
}

// facts returns platform, arch, host name, folder for temporary files, home and
// number of processors.
func facts(*js.Isolate, js.Args) (any, error) {
	host, err := os.Hostname()
	if err != nil {
		host = "localhost"
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = string(os.PathSeparator)
	}
	return []any{process.Platform(), process.Arch(), host, os.TempDir(), home, runtime.NumCPU()}, nil
}

// currentUser returns name, uid, gid (both as text) and home.
func currentUser(*js.Isolate, js.Args) (any, error) {
	u, err := user.Current()
	if err != nil {
		return nil, js.ThrowCode("Error", "ERR_SYSTEM_ERROR", "A system error occurred: uv_os_get_passwd returned ENOENT (%v)", err)
	}
	return []string{u.Username, u.Uid, u.Gid, u.HomeDir}, nil
}

// interfaces returns name, CIDR, MAC and whether it is the machine itself, for
// each address.
func interfaces(*js.Isolate, js.Args) (any, error) {
	list, err := net.Interfaces()
	if err != nil {
		return []any{}, nil // a machine that does not tell has none to show
	}
	out := []any{}
	for _, i := range list {
		addresses, err := i.Addrs()
		if err != nil || i.Flags&net.FlagUp == 0 {
			continue
		}
		for _, a := range addresses {
			if n, ok := a.(*net.IPNet); ok {
				mask := net.IP(n.Mask).String()
				out = append(out, []any{i.Name, n.String(), n.IP.String(), mask, i.HardwareAddr.String(), n.IP.To4() != nil, n.IP.IsLoopback()})
			}
		}
	}
	return out, nil
}

// status returns total and free memory in bytes, the loads of the last 1, 5 and
// 15 minutes, the seconds since the system started, and the kernel's release and
// version, as far as /proc tells them. Elsewhere memory is that of this process.
func status(*js.Isolate, js.Args) (any, error) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	total, free := float64(m.Sys), float64(m.Sys-m.HeapInuse)
	for line := range strings.Lines(proc("meminfo")) {
		switch f := strings.Fields(line); {
		case len(f) < 2:
		case f[0] == "MemTotal:":
			total = 1024 * number(f[1])
		case f[0] == "MemAvailable:":
			free = 1024 * number(f[1])
		}
	}
	loads := append(strings.Fields(proc("loadavg")), "0", "0", "0")
	uptime := append(strings.Fields(proc("uptime")), "0")
	return []any{
		total, free, number(loads[0]), number(loads[1]), number(loads[2]), number(uptime[0]),
		proc("sys/kernel/osrelease"), proc("sys/kernel/version"),
	}, nil
}

// proc returns a file of /proc; "" where there is none.
func proc(name string) string {
	text, err := os.ReadFile("/proc/" + name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

func number(text string) float64 {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return f
}
