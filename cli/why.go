package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"routescope/engine"
	"routescope/engine/event"
)

// whyCommand is `routescope why`.
type whyCommand struct {
	where   place
	method  string
	headers []string
	routes  string // a file of patterns
	urls    string // a file of requests
	json    bool
	all     bool
	fail    bool
}

// An asker knows why: the engine of a project, or a plain list of patterns.
type asker interface {
	WhyRequest(*engine.Request) engine.Explanation
	Routes() []engine.Route
}

var (
	_ asker = (*engine.Engine)(nil)
	_ asker = (*engine.WhatIf)(nil)
)

func newWhy() *cobra.Command {
	w := &whyCommand{}
	cmd := &cobra.Command{
		Use:   "why [METHOD] PATH|URL...",
		Short: "Tell which route serves a URL, and why no other does",
		Long: `Tells what becomes of a request without running any of the project's code: every
stage before the match, every route with its verdict (✓ matches, ~ almost, · no)
and the reason, what each method would answer, and for a 404 the nearest routes
and what would have to differ.

--routes FILE asks a plain list of patterns, one a line, instead of a project.
--urls FILE asks for each line of a file, which may be paths, URLs, "METHOD PATH",
or an access log, and sums up at the end. FILE may be -, standard input.

With --json each request gives one line: path, method, status (of what is answered
without a handler), location, winner, stages, candidates, nearest, error.`,
		Example: `  routescope why --demo /api/books/7
  routescope why DELETE 'https://shop.example/api/books/7?full'
  printf '/[id]\n/[...rest]\n' | routescope why --routes - /a /a/b
  routescope why --urls access.log`,
		Args: w.check,
		RunE: func(cmd *cobra.Command, args []string) error {
			defer w.where.close()
			return w.run(cmd, args)
		},
	}
	w.where.addFlags(cmd.Flags())
	flags := cmd.Flags()
	flags.StringVarP(&w.method, "method", "X", "GET", "the method of the requests that name none")
	flags.StringArrayVarP(&w.headers, "header", "H", nil, "a header line 'Name: value', for rules that look at headers and cookies")
	flags.StringVar(&w.routes, "routes", "", "ask a list of patterns in this file instead of a project")
	flags.StringVar(&w.urls, "urls", "", "ask for each line of this file")
	flags.BoolVar(&w.json, "json", false, "print one line of JSON per request")
	flags.BoolVarP(&w.all, "all", "a", false, "list also the routes, rules and stages that have nothing to do with the request")
	flags.BoolVarP(&w.fail, "fail", "f", false, "exit with 22 if a request is answered with a status from 400")
	return cmd
}

func (w *whyCommand) check(_ *cobra.Command, args []string) error {
	switch {
	case len(args) == 0 && w.urls == "":
		return usage("`routescope why /api/hello`", "why takes a path, or --urls FILE")
	case w.urls == "-" && w.routes == "-":
		return usage("write one of the two to a file", "--urls and --routes cannot both be standard input")
	}
	return nil
}

func (w *whyCommand) run(cmd *cobra.Command, args []string) error {
	ask, closeAsker, err := w.open(cmd)
	if err != nil {
		return err
	}
	defer closeAsker()
	header, err := w.header()
	if err != nil {
		return err
	}
	out := w.writer(cmd.OutOrStdout())
	worst := w.each(ask, args, header, out)
	if w.urls != "" {
		status, err := w.bulk(cmd, ask, header, out)
		if err != nil {
			return err
		}
		worst = max(worst, status)
	}
	if out.err != nil {
		return withCode(fmt.Errorf("printing the answer: %w", out.err), exitFailure)
	}
	if w.fail && worst >= 400 {
		return withCode(errQuiet, exitStatus)
	}
	return nil
}

// each explains the requests of the command line and returns the highest status. A
// method in front of a path holds for that path: `why POST /api/books`.
func (w *whyCommand) each(ask asker, args []string, header event.Header, out *whyWriter) (worst int) {
	method, first := w.method, true
	for i, arg := range args {
		if slices.Contains(methodWords, arg) && i+1 < len(args) {
			method = arg
			continue
		}
		target := arg
		if m, t, ok := cutMethod(arg); ok {
			method, target = m, t
		}
		x := ask.WhyRequest(&engine.Request{Method: method, Target: target, Header: header})
		worst = max(worst, x.Status)
		out.explanation(x, !first)
		method, first = w.method, false
	}
	return worst
}

// methodWords are arguments that are no paths.
var methodWords = []string{"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"}

// header is what all requests carry.
func (w *whyCommand) header() (event.Header, error) {
	var header event.Header
	for _, line := range w.headers {
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, usage("write it as 'Name: value'", "-H %q has no colon", line)
		}
		header = append(header, event.Field{Name: strings.TrimSpace(name), Value: strings.TrimSpace(value)})
	}
	return header, nil
}

// open returns what is asked: the list of --routes, or the project.
func (w *whyCommand) open(cmd *cobra.Command) (asker, func(), error) {
	if w.routes != "" {
		list, err := openList(cmd, w.routes, w.where.mode)
		if err != nil && w.json && listRefused(err) {
			err = w.refused(cmd, err)
		}
		return list, func() {}, err
	}
	e, err := lookInto(cmd, &w.where)
	if err != nil {
		return nil, nil, err
	}
	return e, func() { e.Close() }, nil
}

// refused prints the error of a list for each path, as scripts expect it.
func (w *whyCommand) refused(cmd *cobra.Command, err error) error {
	out := w.writer(cmd.OutOrStdout())
	paths := cmd.Flags().Args()
	if len(paths) == 0 {
		paths = []string{""}
	}
	for _, path := range paths {
		out.encode(jsonWhy{Path: path, Method: w.method, Stages: []engine.Stage{}, Candidates: []jsonCandidate{}, Error: asPointer(err.Error())})
	}
	return withCode(errQuiet, exitConflicts)
}

// openList reads a list of patterns. One that Next.js would refuse is an error
// with the exit code of a conflict.
func openList(cmd *cobra.Command, name, mode string) (*engine.WhatIf, error) {
	file, err := input(cmd, name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	patterns, err := engine.ReadPatterns(file)
	if err != nil {
		return nil, withCode(fmt.Errorf("reading %s: %w", name, err), exitUsage)
	}
	rules := engine.Production
	if mode == engine.Development.String() {
		rules = engine.Development
	}
	list, err := engine.NewWhatIf(patterns, rules)
	return list, withCode(err, exitConflicts)
}

func listRefused(err error) bool {
	code, _ := exitOf(err)
	return code == exitConflicts
}

// input opens a file, or standard input for "-".
func input(cmd *cobra.Command, name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(cmd.InOrStdin()), nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, usage("name a file, or - for standard input", "%w", err)
	}
	return file, nil
}

// bulk asks for each line of a file and returns the highest status.
func (w *whyCommand) bulk(cmd *cobra.Command, ask asker, header event.Header, out *whyWriter) (worst int, err error) {
	file, err := input(cmd, w.urls)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	t := newTally()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		text := strings.TrimSpace(lines.Text())
		if text == "" || text[0] == '#' {
			continue
		}
		method, target, ok := readLogLine(text)
		if !ok {
			t.skipped++
			continue
		}
		if method == "" {
			method = w.method
		}
		x := ask.WhyRequest(&engine.Request{Method: method, Target: target, Header: header})
		worst = max(worst, x.Status)
		t.count(x)
		out.line(x)
	}
	if err := lines.Err(); err != nil {
		return worst, withCode(fmt.Errorf("reading %s: %w", w.urls, err), exitUsage)
	}
	out.summary(t.sum(ask.Routes()))
	return worst, nil
}

// readLogLine finds the request in a line: "/path", "https://host/path",
// "GET /path …", or the quoted request line of an access log.
func readLogLine(line string) (method, target string, ok bool) {
	for i, quoted := range strings.Split(line, `"`) {
		if i%2 == 1 {
			if method, target, ok = cutMethod(quoted); ok {
				return method, target, true
			}
		}
	}
	if method, target, ok = cutMethod(line); ok {
		return method, target, true
	}
	target, _, _ = strings.Cut(line, " ")
	return "", target, isTarget(target)
}

// cutMethod reads "GET /path", and leaves what follows out.
func cutMethod(text string) (method, target string, ok bool) {
	fields := strings.Fields(text)
	if len(fields) < 2 || !isMethod(fields[0]) || !isTarget(fields[1]) {
		return "", "", false
	}
	return fields[0], fields[1], true
}

func isMethod(s string) bool {
	return s != "" && !slices.ContainsFunc([]byte(s), func(c byte) bool { return c < 'A' || c > 'Z' })
}

func isTarget(s string) bool {
	return strings.HasPrefix(s, "/") || strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}
