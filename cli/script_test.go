package cli

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the test binary the routescope of the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"routescope": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs testdata/*.txtar: one script per promise to the user.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:      "testdata",
		Deadline: time.Now().Add(2 * time.Minute),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code":   code,
			"live":   live,
			"occupy": occupy,
			"serve":  serveInBackground,
			"signal": signalBackground,
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("GITHUB_ACTIONS", "")
			return nil
		},
	})
}

// code runs a command and compares its exit code: `code 2 routescope nonsense`.
// Every failure must say why in one line, and never with a stack of ours.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	stderr := ts.ReadFile("stderr")
	if strings.Contains(stderr, "goroutine ") {
		ts.Fatalf("a stack of ours:\n%s", stderr)
	}
	if want == exitUsage && strings.Count(stderr, "\n") != 1 {
		ts.Fatalf("not one line:\n%s", stderr)
	}
}

// live starts a small server, whose URL becomes $URL: what Next.js might answer.
func live(ts *testscript.TestScript, _ bool, _ []string) {
	made := 0
	mux := http.NewServeMux()
	mux.HandleFunc("POST /orders", func(w http.ResponseWriter, _ *http.Request) {
		made++
		id := fmt.Sprintf("00000000-0000-4000-8000-%012d", time.Now().UnixNano()%1e12)
		w.Header().Set("Content-Type", "application/json")
		http.SetCookie(w, &http.Cookie{Name: "last", Value: id, Path: "/"})
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, `{"id":%q,"at":%q}`, id, time.Now().Format(time.RFC3339Nano))
	})
	mux.HandleFunc("GET /orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "order %s for %s with %s", r.PathValue("id"), r.Header.Get("Cookie"), r.Header.Get("X-Key"))
	})
	mux.HandleFunc("GET /made", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, "%d", made) })
	mux.HandleFunc("GET /stream", func(w http.ResponseWriter, _ *http.Request) {
		for _, part := range []string{"one ", "two "} {
			fmt.Fprint(w, part)
			w.(http.Flusher).Flush()
			time.Sleep(120 * time.Millisecond)
		}
	})
	mux.HandleFunc("GET /broken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	server := httptest.NewServer(mux)
	ts.Defer(server.Close)
	ts.Setenv("URL", server.URL)
}

// occupy takes a free port, whose address becomes $ADDR.
func occupy(ts *testscript.TestScript, _ bool, _ []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { listener.Close() })
	ts.Setenv("ADDR", listener.Addr().String())
}
