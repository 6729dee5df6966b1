package cli

import (
	"encoding/json"
	"errors"
	"io"

	"github.com/charmbracelet/lipgloss"

	"routescope/engine"
	"routescope/engine/route"
)

// jsonWhy is an explanation as --json prints it. The names are an interface:
// scripts read them.
type jsonWhy struct {
	Path       string          `json:"path"`
	Method     string          `json:"method"`
	Status     int             `json:"status,omitempty"` // absent if a handler decides
	Location   string          `json:"location,omitempty"`
	Winner     *jsonWinner     `json:"winner"`
	Reason     string          `json:"reason,omitempty"`
	Routed     string          `json:"routed,omitempty"` // the path after rewrites
	Stages     []engine.Stage  `json:"stages"`
	Candidates []jsonCandidate `json:"candidates"`
	Methods    []jsonAnswer    `json:"methods,omitempty"`
	Nearest    []jsonNear      `json:"nearest,omitempty"`
	Hints      []string        `json:"hints,omitempty"`
	Error      *string         `json:"error"`
	Message    string          `json:"message,omitempty"` // of the error
}

type jsonWinner struct {
	Route  string         `json:"route"`
	Params map[string]any `json:"params"`
	Kind   string         `json:"kind,omitempty"`
	File   string         `json:"file,omitempty"`
	Line   int            `json:"line,omitempty"`
}

type jsonCandidate struct {
	Route   string `json:"route"`
	Verdict string `json:"verdict"` // "matches", "almost" or "no"
	Reason  string `json:"reason"`
	Kind    string `json:"kind,omitempty"`
	File    string `json:"file,omitempty"`
}

type jsonAnswer struct {
	Name   string `json:"name"`
	Status int    `json:"status,omitempty"`
	Reason string `json:"reason"`
	Line   int    `json:"line,omitempty"`
}

type jsonNear struct {
	Route   string   `json:"route"`
	Path    string   `json:"path"`
	Changes []string `json:"changes"`
}

func asPointer(s string) *string { return &s }

func newJSONWhy(x engine.Explanation) jsonWhy {
	out := jsonWhy{
		Path: x.Path, Method: x.Method, Status: x.Status, Location: x.Location, Reason: x.Reason, Routed: x.Routed,
		Stages: x.Stages, Candidates: make([]jsonCandidate, len(x.Verdicts)), Hints: x.Hints,
	}
	if w := x.Winner; w != nil {
		out.Winner = &jsonWinner{Route: w.Pattern.String(), Params: x.Params.Map(), File: w.File, Line: x.Handler.Line}
		if w.File != "" {
			out.Winner.Kind = w.Kind.String()
		}
	}
	for i, v := range x.Verdicts {
		out.Candidates[i] = jsonCandidate{Route: v.Route.Pattern.String(), Verdict: v.Level.String(), Reason: v.Reason, File: v.Route.File}
		if v.Route.File != "" {
			out.Candidates[i].Kind = v.Route.Kind.String()
		}
	}
	for _, m := range x.Methods {
		out.Methods = append(out.Methods, jsonAnswer{m.Name, m.Status, m.Reason, m.Position.Line})
	}
	for _, n := range x.Nearest {
		out.Nearest = append(out.Nearest, jsonNear{n.Route.Pattern.String(), n.Path, n.Changes})
	}
	if x.Err != nil {
		name := x.Err.Error()
		if _, malformed := errors.AsType[*route.DecodeError](x.Err); malformed {
			name, out.Message = "DecodeError", name
		}
		out.Error = &name
	}
	return out
}

// A whyWriter prints explanations, as text or as JSON.
type whyWriter struct {
	out   io.Writer
	json  bool
	all   bool
	style whyStyle
	err   error // the first error of writing
}

func (w *whyCommand) writer(out io.Writer) *whyWriter {
	return &whyWriter{out: out, json: w.json, all: w.all, style: newWhyStyle(lipgloss.NewRenderer(out))}
}

func (w *whyWriter) encode(v any) {
	e := json.NewEncoder(w.out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil && w.err == nil {
		w.err = err
	}
}

// explanation prints one whole explanation, after an empty line if it is not the
// first.
func (w *whyWriter) explanation(x engine.Explanation, apart bool) {
	if w.json {
		w.encode(newJSONWhy(x))
		return
	}
	if apart {
		w.printf("\n")
	}
	w.text(x)
}

// line prints an explanation on one line. As JSON it is the same object, less the
// stages that did nothing and the routes that do not fit.
func (w *whyWriter) line(x engine.Explanation) {
	if !w.json {
		w.short(x)
		return
	}
	out := newJSONWhy(x)
	out.Stages, out.Candidates, out.Methods = []engine.Stage{}, []jsonCandidate{}, nil
	for _, s := range x.Stages {
		if s.Changed {
			s.Rules = nil
			out.Stages = append(out.Stages, s)
		}
	}
	for _, v := range x.Verdicts {
		if v.Level != route.No {
			out.Candidates = append(out.Candidates, jsonCandidate{Route: v.Route.Pattern.String(), Verdict: v.Level.String(), Reason: v.Reason, File: v.Route.File})
		}
	}
	w.encode(out)
}
