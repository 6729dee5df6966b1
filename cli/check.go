package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/spf13/cobra"

	"routescope/engine"
	"routescope/engine/route"
)

// A jsonConflict is a conflict as `routes --check --json` prints it. The names are
// an interface: scripts read them.
type jsonConflict struct {
	Kind    route.ConflictKind `json:"kind"`
	Stops   string             `json:"stops,omitempty"` // "next build", "next start", "next dev"; absent if it is a warning
	Files   []string           `json:"files"`
	Line    int                `json:"line,omitempty"` // in the first file
	Routes  []string           `json:"routes"`
	Message string             `json:"message"`
	Hint    string             `json:"hint,omitempty"`
}

// prerenderLimit is how long what next build makes ahead of time may take.
const prerenderLimit = 30 * time.Second

// writeCheck prints what stands in each other's way.
func (r *routesCommand) writeCheck(ctx context.Context, out io.Writer, e *engine.Engine) error {
	conflicts := append(e.Conflicts(), e.Prerender(ctx, prerenderLimit)...)
	slices.SortStableFunc(conflicts, func(a, b route.Conflict) int { return when(a) - when(b) })
	refused := 0
	for _, c := range conflicts {
		if c.Stops != route.Nothing {
			refused++
		}
	}
	var err error
	if r.json {
		err = writeCheckJSON(out, conflicts)
	} else {
		err = writeCheckText(out, conflicts, refused, len(e.Routes()))
	}
	if err == nil && refused > 0 {
		err = withCode(errQuiet, exitConflicts)
	}
	return err
}

// when orders conflicts by the command that meets them, warnings last.
func when(c route.Conflict) int {
	if c.Stops == route.Nothing {
		return int(route.Dev) + 1
	}
	return int(c.Stops)
}

func writeCheckJSON(out io.Writer, conflicts []route.Conflict) error {
	all := make([]jsonConflict, len(conflicts))
	for i, c := range conflicts {
		all[i] = jsonConflict{Kind: c.Kind, Files: c.Files, Line: c.Line, Routes: c.Routes, Message: c.Message, Hint: c.Hint}
		if c.Stops != route.Nothing {
			all[i].Stops = c.Stops.String()
		}
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(all)
}

// writeCheckText prints each conflict with its files, what Next.js says, and what
// to do.
func writeCheckText(out io.Writer, conflicts []route.Conflict, refused, routes int) error {
	style := newWhyStyle(lipgloss.NewRenderer(out))
	var b strings.Builder
	for _, c := range conflicts {
		writeCheckOne(&b, style, c)
	}
	sum := fmt.Sprintf("%s: %s, %s", counted(routes, "route"), counted(refused, "conflict"), counted(len(conflicts)-refused, "warning"))
	if len(conflicts) == 0 {
		sum = style.ok.Render("✓ ") + sum
	}
	b.WriteString(sum + "\n")
	_, err := io.WriteString(out, b.String())
	return err
}

func writeCheckOne(b *strings.Builder, style whyStyle, c route.Conflict) {
	sign := style.almost.Render("~ " + string(c.Kind))
	if c.Stops != route.Nothing {
		sign = style.bad.Render("✗ "+string(c.Kind)) + "  " + c.Stops.String() + " stops here"
	}
	fmt.Fprintf(b, "%s  %s\n", sign, style.strong.Render(strings.Join(c.Routes, ", ")))
	for i, file := range c.Files {
		if i == 0 && c.Line > 0 {
			file = fmt.Sprintf("%s:%d", file, c.Line)
		}
		fmt.Fprintf(b, "    %s\n", file)
	}
	for line := range strings.SplitSeq(c.Message, "\n") {
		b.WriteString(strings.TrimRight("  "+line, " ") + "\n")
	}
	if c.Hint != "" {
		fmt.Fprintf(b, "  %s %s\n", style.special.Render("→"), c.Hint)
	}
	b.WriteByte('\n')
}

// list puts a plain list of patterns in order.
func (r *routesCommand) list(cmd *cobra.Command) error {
	list, err := openList(cmd, r.routes, r.where.mode)
	switch {
	case listRefused(err) && r.json:
		e := json.NewEncoder(cmd.OutOrStdout())
		e.SetEscapeHTML(false)
		if err := e.Encode(map[string]string{"error": err.Error()}); err != nil {
			return err
		}
		return withCode(errQuiet, exitConflicts)
	case err != nil:
		return err
	}
	patterns := make([]string, 0, len(list.Routes()))
	for _, p := range list.Routes() {
		patterns = append(patterns, p.Pattern.String())
	}
	if r.json {
		e := json.NewEncoder(cmd.OutOrStdout())
		e.SetEscapeHTML(false)
		return e.Encode(patterns)
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), strings.Join(patterns, "\n"))
	return err
}
