package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"routescope/engine"
	"routescope/engine/route"
)

// routesCommand is `routescope routes`.
type routesCommand struct {
	where  place
	json   bool
	check  bool
	routes string // a file of patterns
}

func newRoutes() *cobra.Command {
	r := &routesCommand{}
	cmd := &cobra.Command{
		Use:   "routes [DIR]",
		Short: "List the project's routes in order of precedence, or check them",
		Long: `Lists every route, those that win first: its pattern, kind, methods (in
parentheses those Next.js adds), runtime, rendering, and file:line. Conflicts
go to standard error; if Next.js would refuse the project, the exit code is 5.

--check prints the conflicts and nothing else: what next build, next start or
next dev refuses and in which words, routes that no URL reaches and what takes
their URLs instead, and how to resolve each. If nothing else stops the build, it
runs what next build runs to make answers ahead of time, for up to 30 s: GET
handlers that are static or revalidated, generateStaticParams and metadata
modules, with this machine's variables and network.

--routes FILE puts a plain list of patterns in order, one a line, instead of a
project. FILE may be -, standard input.`,
		Args: atMostOneDir,
		RunE: func(cmd *cobra.Command, args []string) error {
			r.where.setDir(args)
			defer r.where.close()
			if r.routes != "" {
				return r.list(cmd)
			}
			return r.run(cmd)
		},
	}
	r.where.addFlags(cmd.Flags())
	cmd.Flags().BoolVar(&r.json, "json", false, "print one JSON array")
	cmd.Flags().BoolVar(&r.check, "check", false, "print conflicts and unreachable routes only")
	cmd.Flags().StringVar(&r.routes, "routes", "", "put the patterns in this file in order instead of a project's")
	return cmd
}

func (r *routesCommand) run(cmd *cobra.Command) error {
	e, err := lookInto(cmd, &r.where)
	if err != nil {
		return err
	}
	defer e.Close()
	if r.check {
		return r.writeCheck(cmd.Context(), cmd.OutOrStdout(), e)
	}
	if r.json {
		err = writeRoutesJSON(cmd.OutOrStdout(), e.Routes())
	} else {
		err = writeRoutes(cmd.OutOrStdout(), e.Routes())
	}
	if err != nil {
		return err
	}
	if writeConflicts(cmd.ErrOrStderr(), e.Conflicts()) {
		return withCode(errQuiet, exitConflicts)
	}
	return nil
}

// jsonRoute is a route as --json prints it. The names are an interface: scripts
// read them.
type jsonRoute struct {
	Pattern    string       `json:"pattern"`
	Kind       string       `json:"kind"`
	Methods    []jsonMethod `json:"methods"`
	Runtime    string       `json:"runtime,omitempty"`
	Rendering  string       `json:"rendering,omitempty"`
	Revalidate float64      `json:"revalidate,omitempty"` // seconds
	Reason     string       `json:"reason,omitempty"`
	File       string       `json:"file"`
	Line       int          `json:"line,omitempty"`
	Error      string       `json:"error,omitempty"`
}

type jsonMethod struct {
	Name      string `json:"name"`
	Automatic bool   `json:"automatic"`
	Line      int    `json:"line,omitempty"`
}

func writeRoutesJSON(w io.Writer, routes []engine.Route) error {
	all := make([]jsonRoute, len(routes))
	for i, r := range routes {
		all[i] = jsonRoute{
			Pattern: r.Pattern.String(), Kind: r.Kind.String(), Methods: []jsonMethod{}, Runtime: r.Runtime,
			Rendering: string(r.Rendering), Revalidate: r.Revalidate.Seconds(), Reason: r.Reason, File: r.File, Line: handlerLine(r),
		}
		for _, m := range r.Methods {
			all[i].Methods = append(all[i].Methods, jsonMethod{m.Name, m.Automatic, m.Position.Line})
		}
		if r.Err != nil {
			all[i].Error = r.Err.Error()
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(all)
}

func writeRoutes(w io.Writer, routes []engine.Route) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "ROUTE\tKIND\tMETHODS\tRUNTIME\tRENDERING\tFILE")
	for _, r := range routes {
		file := r.File
		if line := handlerLine(r); line > 0 {
			file = fmt.Sprintf("%s:%d", file, line)
		}
		if r.Err != nil {
			file += "  " + r.Err.Error()
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Pattern, r.Kind, orDash(methods(r)), orDash(r.Runtime), orDash(rendering(r)), file)
	}
	return t.Flush()
}

func handlerLine(r engine.Route) int {
	if r.Handler.Line > 0 {
		return r.Handler.Line
	}
	return r.Line
}

// methods returns "GET POST (HEAD OPTIONS)".
func methods(r engine.Route) string {
	written, automatic := "", ""
	for _, m := range r.Methods {
		if m.Automatic {
			automatic += " " + m.Name
		} else {
			written += " " + m.Name
		}
	}
	if automatic != "" {
		written += " (" + automatic[1:] + ")"
	}
	if written == "" {
		return ""
	}
	return written[1:]
}

func rendering(r engine.Route) string {
	if r.Rendering == engine.Revalidated {
		return fmt.Sprintf("%s %s", r.Rendering, r.Revalidate)
	}
	return string(r.Rendering)
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// writeConflicts prints conflicts and reports whether Next.js refuses one.
func writeConflicts(w io.Writer, conflicts []route.Conflict) (refused bool) {
	for _, c := range conflicts {
		severity := "warning"
		if c.Stops != route.Nothing {
			severity, refused = "conflict", true
		}
		at := ""
		if len(c.Files) > 0 {
			at = c.Files[0]
			if c.Line > 0 {
				at = fmt.Sprintf("%s:%d", at, c.Line)
			}
			at += ": "
		}
		fmt.Fprintf(w, "%s%s: %s", at, severity, c.Message)
		if c.Hint != "" {
			fmt.Fprintf(w, " (%s)", c.Hint)
		}
		fmt.Fprintln(w)
	}
	return refused
}
