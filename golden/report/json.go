package report

import (
	"encoding/json"
	"io"

	"routescope/golden"
)

type jsonLines struct{ e *json.Encoder }

func newJSON(w io.Writer) Reporter {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return &jsonLines{e}
}

// jsonResult is the line of one golden.
type jsonResult struct {
	Golden      string           `json:"golden"` // the file
	Name        string           `json:"name"`
	Method      string           `json:"method"`
	Target      string           `json:"target"`
	Outcome     golden.Outcome   `json:"outcome"`
	Status      int              `json:"status,omitempty"`
	Millis      float64          `json:"ms"`
	File        string           `json:"file,omitempty"` // the handler's, or the golden's
	Line        int              `json:"line,omitempty"`
	Error       string           `json:"error,omitempty"`
	Differences []jsonDifference `json:"differences,omitempty"`
}

type jsonDifference struct {
	Where string `json:"where"`
	Want  string `json:"want"`
	Got   string `json:"got"`
	Note  string `json:"note,omitempty"`
}

// Result implements [Reporter].
func (j *jsonLines) Result(r *golden.Result) error {
	line := jsonResult{
		Golden: r.Golden.Path, Name: r.Golden.Name(), Method: r.Golden.Request.Method, Target: r.Golden.Request.Target,
		Outcome: r.Outcome, Millis: float64(r.Duration.Microseconds()) / 1000,
	}
	if r.Exchange != nil {
		line.Status = r.Exchange.Status
	}
	if r.Outcome != golden.Passed {
		line.File, line.Line = r.Handler()
	}
	if r.Err != nil {
		line.Error = r.Err.Error()
	}
	for _, d := range r.Differences {
		line.Differences = append(line.Differences, jsonDifference{d.Where, d.Want, d.Got, d.Note})
	}
	return j.e.Encode(line)
}

// jsonSummary is the last line.
type jsonSummary struct {
	Total   int     `json:"total"`
	Passed  int     `json:"passed"`
	Failed  int     `json:"failed"`
	Updated int     `json:"updated"`
	Broken  int     `json:"broken"`
	Crashed int     `json:"crashed"`
	Millis  float64 `json:"ms"`
}

// End implements [Reporter].
func (j *jsonLines) End(s *golden.Summary) error {
	return j.e.Encode(map[string]jsonSummary{"summary": {
		s.Total, s.Passed, s.Failed, s.Updated, s.Broken, s.Crashed, float64(s.Duration.Microseconds()) / 1000,
	}})
}
