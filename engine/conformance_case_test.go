package engine_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A conformanceCase is what the real Next.js answered to some requests. The
// format is described in fixtures/conformance/next/README.md.
type conformanceCase struct {
	ID    string
	About string
	Steps []conformanceStep
}

// group is the feature a case belongs to: the middle of its ID.
func (c conformanceCase) group() string { return strings.Split(c.ID, "/")[1] }

// name is the last part of its ID.
func (c conformanceCase) name() string { return strings.SplitN(c.ID, "/", 3)[2] }

// aboutTime reports whether the case waits for something, or watches a stream.
func (c conformanceCase) aboutTime() bool {
	return slices.ContainsFunc(c.Steps, func(s conformanceStep) bool { return s.Stream || s.WaitBefore > 0 })
}

type conformanceStep struct {
	Request     wireRequest
	Response    recordedResponse
	Volatile    []string
	Strict      []string
	Expect      []relation
	WaitBefore  int `json:"wait_ms_before"`
	Concurrent  int
	Stream      bool
	TimingSlack int `json:"timing_slack_ms"`
}

type wireRequest struct {
	Method, Path string
	Headers      [][2]string
	Body         json.RawMessage
	BodyChunks   []struct {
		Text string
		Wait int `json:"wait_ms"`
	} `json:"body_chunks"`
	BodyWait   int  `json:"body_wait_ms"`
	AbortAfter *int `json:"abort_after_ms"`
	Raw        string
	HTTP       string
	NoHost     bool `json:"no_host"`
	Target     string
}

type recordedResponse struct {
	Status          int
	Reason          string
	Headers         [][2]string
	Body            json.RawMessage
	Chunks          []recordedChunk
	Trailers        [][2]string
	Interim         []struct{ Status int }
	NoResponse      bool `json:"no_response"`
	ClosedWithout   bool `json:"closed_without_response"`
	Incomplete      bool
	AbortedByClient bool `json:"aborted_by_client"`
	Concurrent      *struct {
		Statuses       []int
		DistinctBodies int `json:"distinct_bodies"`
	}
}

type recordedChunk struct {
	At   int `json:"at_ms"`
	Size int
	Text *string
}

// A relation must hold between a step's answer and an earlier one, or a text.
type relation struct {
	JSON, Header string
	Same         *int `json:"same_as_step"`
	Differs      *int `json:"differs_from_step"`
	PNG          []uint32
}

// readCases reads the recorded cases of a project, in order.
func readCases(t *testing.T, project string) []conformanceCase {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(conformanceDir, project+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []conformanceCase
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var c conformanceCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatalf("%s.jsonl: %v", project, err)
		}
		cases = append(cases, c)
	}
	return cases
}

// bytesOfBody returns the body of a request in any of its recorded forms.
func bytesOfBody(raw json.RawMessage) ([]byte, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return []byte(text), nil
	}
	var form struct {
		Base64    *string
		Repeat    string
		Times     int
		Boundary  string
		Multipart []formPart
	}
	if err := json.Unmarshal(raw, &form); err != nil {
		return nil, err
	}
	switch {
	case form.Base64 != nil:
		return base64.StdEncoding.DecodeString(*form.Base64)
	case form.Multipart != nil:
		return multipartBody(form.Boundary, form.Multipart)
	}
	return bytes.Repeat([]byte(form.Repeat), form.Times), nil
}

type formPart struct {
	Name, Type, Value, Base64 string
	Filename                  *string
}

func multipartBody(boundary string, parts []formPart) ([]byte, error) {
	var b bytes.Buffer
	for _, p := range parts {
		fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=\"%s\"", boundary, p.Name)
		if p.Filename != nil {
			fmt.Fprintf(&b, "; filename=\"%s\"", *p.Filename)
		}
		b.WriteString("\r\n")
		if p.Type != "" {
			fmt.Fprintf(&b, "Content-Type: %s\r\n", p.Type)
		}
		value := []byte(p.Value)
		if p.Base64 != "" {
			var err error
			if value, err = base64.StdEncoding.DecodeString(p.Base64); err != nil {
				return nil, err
			}
		}
		fmt.Fprintf(&b, "\r\n%s\r\n", value)
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	return b.Bytes(), nil
}

var placeholder = regexp.MustCompile(`\{\{(\d+)\.(cookie|header|json)\.([^}]+)\}\}`)

// fillIn replaces placeholders by what earlier steps answered.
func fillIn(text string, seen []*wireResponse) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		m := placeholder.FindStringSubmatch(found)
		n, _ := strconv.Atoi(m[1])
		switch from := seen[n]; m[2] {
		case "header":
			return strings.Join(from.values(m[3])[:min(1, len(from.values(m[3])))], "")
		case "json":
			return fmt.Sprint(lookUp(from.json(), m[3]))
		default:
			return from.cookie(m[3])
		}
	})
}

var pathKey = regexp.MustCompile(`\.([^.\[\]]+)|\[(\d+|\*)\]`)

// keysOf splits a path such as $.a[0].b.
func keysOf(path string) []string {
	var keys []string
	for _, m := range pathKey.FindAllStringSubmatch(path, -1) {
		keys = append(keys, m[1]+m[2])
	}
	return keys
}

// lookUp returns what is at a path of decoded JSON, nil for nothing.
func lookUp(value any, path string) any {
	for _, key := range keysOf(path) {
		switch v := value.(type) {
		case map[string]any:
			value = v[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

// blankOut replaces what is at a path of decoded JSON, wherever it exists.
func blankOut(value any, keys []string) {
	switch v := value.(type) {
	case map[string]any:
		for name := range v {
			if keys[0] != "*" && keys[0] != name {
				continue
			}
			if len(keys) == 1 {
				v[name] = "~"
			} else {
				blankOut(v[name], keys[1:])
			}
		}
	case []any:
		for i := range v {
			if keys[0] != "*" && keys[0] != strconv.Itoa(i) {
				continue
			}
			if len(keys) == 1 {
				v[i] = "~"
			} else {
				blankOut(v[i], keys[1:])
			}
		}
	}
}
