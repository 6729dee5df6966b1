package pipeline

import (
	"context"
	"strings"
)

// A Step is what one stage did to a request, or why it did nothing.
type Step struct {
	Stage   string  `json:"stage"`
	Doc     string  `json:"doc"`             // what the stage is for
	Changed bool    `json:"changed"`         // it changed or answered the request
	Reason  string  `json:"reason"`          // in words
	From    string  `json:"from,omitempty"`  // the path before, where it changed
	To      string  `json:"to,omitempty"`    // the path after, or where a redirect leads
	Rules   []Check `json:"rules,omitempty"` // the rules looked at, in order
}

// A Check is one rule of next.config, or one matcher, held against a request.
type Check struct {
	Rule    string `json:"rule"`   // "redirects[2]", as to find it in next.config
	Source  string `json:"source"` // with basePath
	Regexp  string `json:"regexp"`
	Matches bool   `json:"matches"`
	Reason  string `json:"reason"` // "the path does not begin with /old", "the path fits, but not header x-tide", …
}

// A trace collects steps. All its methods do nothing on a nil trace.
type trace struct {
	steps   []Step
	current Step
	reasons []string
}

// Explain is [Pipeline.Run] with a step for every stage, up to the one that
// decided. It runs none of the project's code: proxy.ts counts as having
// answered NextResponse.next().
func (p *Pipeline) Explain(req *Request) (Outcome, []Step) {
	r := &run{Pipeline: p, ctx: context.Background(), req: req, trace: &trace{}}
	return r.all(), r.trace.steps
}

func (t *trace) did(action, from, to string) {
	if t == nil {
		return
	}
	t.current.Changed = true
	t.reasons = append(t.reasons, action)
	if t.current.From == "" {
		t.current.From = from
	}
	if to != "" {
		t.current.To = to
	}
}

func (t *trace) say(text string) {
	if t != nil {
		t.reasons = append(t.reasons, text)
	}
}

func (t *trace) check(c Check) {
	if t != nil {
		t.current.Rules = append(t.current.Rules, c)
	}
}

func (t *trace) endStage(name, doc string) {
	if t == nil {
		return
	}
	t.current.Stage, t.current.Doc = name, doc
	t.current.Reason = strings.Join(t.reasons, "; ")
	t.steps = append(t.steps, t.current)
	t.current, t.reasons = Step{}, nil
}
