package cli

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// A background is a server that a script has started.
type background struct {
	cmd  *exec.Cmd
	done chan error
}

// serveInBackground starts `routescope serve` with its arguments, waits until it
// is ready, and sets $URL. What it says on standard error is in serve.log.
func serveInBackground(ts *testscript.TestScript, _ bool, args []string) {
	cmd := exec.Command("routescope", append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	path, err := exec.LookPath("routescope")
	ts.Check(err)
	cmd.Path, cmd.Dir = path, ts.Getenv("WORK")
	cmd.Env = append(os.Environ(), "HOME="+ts.Getenv("HOME"))
	stdout, err := cmd.StdoutPipe()
	ts.Check(err)
	log, err := os.Create(filepath.Join(ts.Getenv("WORK"), "serve.log"))
	ts.Check(err)
	ts.Defer(func() { log.Close() })
	cmd.Stderr = log
	ts.Check(cmd.Start())
	ts.Defer(func() { cmd.Process.Kill() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	ts.Check(err)
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "ready on ")
	if !ok {
		ts.Fatalf("the first line is %q", line)
	}
	b := &background{cmd: cmd, done: make(chan error, 1)}
	go func() { b.done <- cmd.Wait() }()
	ts.Setenv("URL", url)
	running[ts.Getenv("WORK")] = b
}

// running holds the server of each script, by its work folder.
var running = map[string]*background{}

// signalBackground sends SIGTERM to the server, and waits for its good end.
func signalBackground(ts *testscript.TestScript, _ bool, _ []string) {
	b := running[ts.Getenv("WORK")]
	ts.Check(b.cmd.Process.Signal(syscall.SIGTERM))
	select {
	case err := <-b.done:
		ts.Check(err)
	case <-time.After(20 * time.Second):
		ts.Fatalf("the server did not end")
	}
}
