package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// TestDemoGoldens replays what the real Next.js answered on the demo project:
// its own goldens, and those that stand beside it.
func TestDemoGoldens(t *testing.T) {
	for _, folder := range []string{"demo/goldens", "conformance/demo"} {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			path := filepath.Join("..", "fixtures", filepath.FromSlash(folder))
			code := Main([]string{"replay", "-C", filepath.Join("..", "fixtures", "demo"), path}, strings.NewReader(""), &out, &out)
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			t.Log(lines[len(lines)-1])
			if code != exitOK {
				t.Errorf("exit code %d\n%s", code, out.String())
			}
		})
	}
}
