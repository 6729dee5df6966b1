package cli

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"routescope/engine/event"
)

func newServe() *cobra.Command {
	var where place
	cmd := &cobra.Command{
		Use:   "serve [DIR]",
		Short: "Serve the project's endpoints over HTTP",
		Long: `Serves the project like next start, or with --mode development like next dev.
Prints "ready on http://…" once it accepts, and on SIGTERM finishes the requests
it has accepted.`,
		Args: atMostOneDir,
		RunE: func(cmd *cobra.Command, args []string) error {
			where.setDir(args)
			defer where.close()
			return serve(cmd, &where)
		},
	}
	where.addFlags(cmd.Flags())
	cmd.Flags().String("addr", "127.0.0.1:3000", "where to listen; port 0 takes a free one")
	cmd.Flags().Int("isolates", 1, "how many isolates answer, each with its own module state")
	cmd.Flags().Duration("time-limit", time.Minute, "how long a handler may run that sets no maxDuration")
	cmd.Flags().Int("memory-limit", 512, "MiB an isolate may use")
	return cmd
}

func serve(cmd *cobra.Command, where *place) error {
	if err := where.find(); err != nil {
		return err
	}
	c, err := where.settings(cmd.Flags())
	if err != nil {
		return err
	}
	listener, err := listen(c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	opts := engineOptions(where.dir, c)
	opts.Watch = true
	opts.Origin = origin(c.Addr, listener.Addr())
	log := &serverLog{out: cmd.ErrOrStderr()}
	opts.Console = func(line *event.ConsoleWritten) { log.observe(line) }
	e, err := openEngine(cmd.Context(), opts)
	if err != nil {
		return err
	}
	defer e.Close()
	e.Warm()
	fmt.Fprintf(cmd.OutOrStdout(), "ready on http://%s\n", listener.Addr())
	return withCode(e.Serve(cmd.Context(), listener, log.observe), exitFailure)
}

// A serverLog prints what the project prints and throws, whichever exchange it
// is of, an event at a time.
type serverLog struct {
	mu  sync.Mutex
	out io.Writer
}

func (l *serverLog) observe(e event.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch e := e.(type) {
	case *event.ConsoleWritten:
		if !isThrown(e) {
			_ = printConsole(l.out, e)
		}
	case *event.HandlerThrew:
		_ = printThrown(l.out, "⨯ ", e)
	case *event.IsolateReplaced:
		fmt.Fprintf(l.out, "! the isolate was replaced: %s\n", e.Reason)
	case *event.Failed:
		fmt.Fprintf(l.out, "⨯ %s\n", e.Error)
	}
}

// errWindowsInUse is what Windows says for EADDRINUSE, which syscall has another
// number for there.
const errWindowsInUse = syscall.Errno(10048)

// listen opens the address, or says what to do.
func listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, errWindowsInUse):
		return nil, usage("stop what listens there, or take a free port with --addr 127.0.0.1:0", "%s is in use", addr)
	case errors.Is(err, syscall.EACCES):
		return nil, usage("take a port from 1024", "%s may not be listened on", addr)
	}
	return nil, usage("write it as 127.0.0.1:3000", "--addr %q: %w", addr, err)
}

// origin returns the server's own address as next start knows it: by the host it
// was started with, or localhost where that is any. The port is the listener's,
// which chose one if it was asked to.
func origin(asked string, addr net.Addr) string {
	_, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return ""
	}
	host, _, err := net.SplitHostPort(asked)
	switch {
	case err != nil, host == "", host == "0.0.0.0":
		host = "localhost"
	case host == "::":
		host = "::1"
	}
	return "http://" + net.JoinHostPort(host, port)
}
