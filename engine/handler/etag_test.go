package handler

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Next.js gives every text of res.send an ETag: the recordings are full of them.
func TestETagIsThatOfTheRecordings(t *testing.T) {
	files, err := filepath.Glob("../../fixtures/conformance/next/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal("no recordings", err)
	}
	checked := 0
	for _, file := range files {
		for _, r := range recorded(t, file) {
			if got := etag(r.body); got != r.etag {
				t.Errorf("%s: got %s, want %s for %.60q", r.id, got, r.etag, r.body)
			}
			checked++
		}
	}
	if checked < 150 {
		t.Errorf("only %d recorded ETags were found", checked)
	}
}

type recordedETag struct{ id, body, etag string }

// recorded returns the answers of API routes with an ETag, whose text is stored
// whole and as it was. Buffers are left out: their ETag is that of another text.
func recorded(t *testing.T, file string) []recordedETag {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []recordedETag
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var c struct {
			ID    string
			Steps []struct {
				Response struct {
					Status  int
					Headers [][2]string
					Body    json.RawMessage
				}
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		for _, step := range c.Steps {
			var body string
			if json.Unmarshal(step.Response.Body, &body) != nil || strings.Contains(body, ":3000") {
				continue
			}
			h := map[string]string{}
			for _, line := range step.Response.Headers {
				h[line[0]] = line[1]
			}
			if strings.HasPrefix(h["ETag"], `"`) && step.Response.Status < 500 && h["Content-Length"] == strconv.Itoa(len(body)) && !strings.HasPrefix(h["Content-Type"], "image/") {
				out = append(out, recordedETag{c.ID, body, h["ETag"]})
			}
		}
	}
	return out
}
