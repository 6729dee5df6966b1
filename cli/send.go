package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"routescope/engine/event"
	"routescope/recorder"
)

// sendCommand is `routescope send`.
type sendCommand struct {
	where   place
	target  string
	method  string
	headers []string
	data    []string
	binary  []string
	head    bool
	include bool
	verbose bool
	silent  bool
	json    bool
	stream  bool
	events  bool
	fail    bool
	curl    bool
}

func newSend() *cobra.Command {
	s := &sendCommand{}
	cmd := &cobra.Command{
		Use:   "send PATH",
		Short: "Send one request, and print what is answered",
		Long: `Sends one request to the project's endpoints, or with --target to a live server.
Options mean what they mean to curl. The body goes to standard output; what the
project prints, and what it throws, goes to standard error.

Instead of the body, --stream prints each chunk as it comes, with its time;
--events prints each event of the exchange as a line of JSON; --json prints the
whole exchange as one JSON object.

The exit code is 0 whatever the status, and 22 with --fail from status 400.`,
		Example: `  routescope send --demo /api/books?shelf=gothic
  routescope send -H 'Content-Type: application/json' -d '{"book":"walden"}' /basket
  routescope send --stream /aloud/moby-dick
  routescope send -X DELETE -i /basket`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("`routescope send /api/hello`", "send takes one path, got %d", len(args))
			}
			return s.oneOutput()
		},
		RunE: func(cmd *cobra.Command, args []string) error { return s.run(cmd, args[0]) },
	}
	s.where.addFlags(cmd.Flags())
	flags := cmd.Flags()
	flags.StringVar(&s.target, "target", "", "the URL of a live server to ask instead of the engine")
	flags.StringVarP(&s.method, "request", "X", "", "the method (GET, or POST with data)")
	flags.StringArrayVarP(&s.headers, "header", "H", nil, "a header line 'Name: value'; 'Name:' leaves one out")
	flags.StringArrayVarP(&s.data, "data", "d", nil, "the body, or @FILE without its line ends, or @- for standard input")
	flags.StringArrayVar(&s.binary, "data-binary", nil, "the body, or @FILE, as it is")
	flags.BoolVarP(&s.head, "head", "I", false, "send HEAD, and print the head")
	flags.BoolVarP(&s.include, "include", "i", false, "print the head of the response too")
	flags.BoolVarP(&s.verbose, "verbose", "v", false, "tell on standard error what is sent, matched, cached and answered")
	flags.BoolVarP(&s.silent, "silent", "s", false, "keep what the project prints and throws to itself")
	flags.BoolVar(&s.json, "json", false, "print the exchange as one JSON object")
	flags.BoolVar(&s.stream, "stream", false, "print each chunk with its time")
	flags.BoolVar(&s.events, "events", false, "print each event as a line of JSON")
	flags.BoolVarP(&s.fail, "fail", "f", false, "exit with 22 if the status is 400 or more")
	flags.BoolVar(&s.curl, "curl", false, "print the request as a curl command, and send nothing")
	return cmd
}

// oneOutput refuses flags that want the same standard output.
func (s *sendCommand) oneOutput() error {
	n := 0
	for _, wanted := range []bool{s.json, s.stream, s.events, s.curl} {
		if wanted {
			n++
		}
	}
	if n > 1 {
		return usage("choose one", "--json, --stream, --events and --curl exclude each other")
	}
	return nil
}

func (s *sendCommand) run(cmd *cobra.Command, path string) error {
	req, err := s.request(cmd.InOrStdin(), path)
	if err != nil {
		return err
	}
	if s.curl {
		_, err := fmt.Fprintln(cmd.OutOrStdout(), recorder.FormatCurl(s.origin(), req))
		return err
	}
	defer s.where.close()
	target, closeTarget, err := s.open(cmd)
	if err != nil {
		return err
	}
	defer closeTarget()
	out := s.printer(cmd.OutOrStdout(), cmd.ErrOrStderr())
	ex, err := recorder.Capture(cmd.Context(), target, req, out.observe)
	if err != nil {
		return sendError(err)
	}
	if err := errors.Join(out.finish(ex), out.err); err != nil {
		return withCode(fmt.Errorf("printing the answer: %w", err), exitFailure)
	}
	if s.fail && ex.Status >= http.StatusBadRequest {
		return withCode(errQuiet, exitStatus)
	}
	return nil
}

func sendError(err error) error {
	if errors.Is(err, recorder.ErrUnreachable) {
		return &codedError{err, exitFailure, "start the server, or correct --target"}
	}
	return withCode(err, exitFailure)
}

// origin returns what --curl sends to: the live server, or where `next dev` is.
func (s *sendCommand) origin() string {
	if s.target != "" {
		return strings.TrimSuffix(s.target, "/")
	}
	return "http://localhost:3000"
}

// open returns what answers.
func (s *sendCommand) open(cmd *cobra.Command) (recorder.Target, func(), error) {
	if s.target != "" {
		live, err := recorder.NewLive(s.target)
		if err != nil {
			return nil, nil, withCode(fmt.Errorf("--target: %w", err), exitUsage)
		}
		return live, func() {}, nil
	}
	if err := s.where.find(); err != nil {
		return nil, nil, err
	}
	c, err := s.where.settings(cmd.Flags())
	if err != nil {
		return nil, nil, err
	}
	opts := engineOptions(s.where.dir, c)
	opts.Console = func(line *event.ConsoleWritten) {
		if !s.silent {
			_ = printConsole(cmd.ErrOrStderr(), line)
		}
	}
	e, err := openEngine(context.WithoutCancel(cmd.Context()), opts)
	if err != nil {
		return nil, nil, err
	}
	return e, func() { e.Close() }, nil
}

// request makes the request of the flags.
func (s *sendCommand) request(stdin io.Reader, path string) (recorder.Request, error) {
	if !strings.HasPrefix(path, "/") && !strings.Contains(path, "://") {
		path = "/" + path
	}
	req := recorder.Request{Method: s.method, Target: path}
	body, err := s.body(stdin)
	if err != nil {
		return req, err
	}
	req.Body = body
	if err := s.header(&req); err != nil {
		return req, err
	}
	switch {
	case s.head && s.method == "":
		req.Method, s.include = http.MethodHead, true
	case req.Method == "" && body != nil:
		req.Method = http.MethodPost
	case req.Method == "":
		req.Method = http.MethodGet
	}
	return req, nil
}

// body joins the data of -d and --data-binary, as curl does, with "&".
func (s *sendCommand) body(stdin io.Reader) ([]byte, error) {
	var parts []string
	for _, data := range s.data {
		part, err := readData(stdin, data, "-d")
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(data, "@") {
			part = strings.NewReplacer("\r", "", "\n", "").Replace(part)
		}
		parts = append(parts, part)
	}
	for _, data := range s.binary {
		part, err := readData(stdin, data, "--data-binary")
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	if parts == nil {
		return nil, nil
	}
	return []byte(strings.Join(parts, "&")), nil
}

func readData(stdin io.Reader, data, flag string) (string, error) {
	name, ok := strings.CutPrefix(data, "@")
	if !ok {
		return data, nil
	}
	if name == "-" {
		all, err := io.ReadAll(stdin)
		return string(all), err
	}
	all, err := os.ReadFile(name)
	if err != nil {
		return "", usage("name a file after the @, or leave the @ out", "%s @%s: the file cannot be read", flag, name)
	}
	return string(all), nil
}

// header sets the header lines: those of -H, after what clients send unasked.
func (s *sendCommand) header(req *recorder.Request) error {
	given := event.Header{}
	left := map[string]bool{}
	for _, line := range s.headers {
		name, value, ok := strings.Cut(line, ":")
		empty, isEmpty := strings.CutSuffix(line, ";")
		switch value = strings.TrimSpace(value); {
		case !ok && isEmpty && empty != "":
			given = append(given, event.Field{Name: empty})
		case !ok || strings.TrimSpace(name) == "":
			return usage("write it as 'Name: value'", "-H %q is no header line", line)
		case value == "":
			left[strings.ToLower(name)] = true
		default:
			given = append(given, event.Field{Name: name, Value: value})
		}
	}
	unasked := event.Header{{Name: "User-Agent", Value: "routescope/" + version()}, {Name: "Accept", Value: "*/*"}}
	if req.Body != nil {
		unasked = append(unasked, event.Field{Name: "Content-Type", Value: "application/x-www-form-urlencoded"})
	}
	if s.curl {
		unasked = nil // curl has its own
	}
	for _, f := range unasked {
		if !left[strings.ToLower(f.Name)] && recorder.Value(given, f.Name) == "" {
			req.Header = append(req.Header, f)
		}
	}
	req.Header = append(req.Header, given...)
	return nil
}
