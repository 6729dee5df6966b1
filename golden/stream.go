package golden

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"routescope/recorder"
)

// A Pace is a class of time between one chunk and the one before it, or the
// beginning of the exchange.
//
// Goldens say a class and not milliseconds, because what matters in a stream is
// what arrives at once and what is waited for. A pause counts as of its class
// from half of the class's lower limit up to half a second over its upper one:
// a loaded machine delays chunks, but nothing makes them come too early.
type Pace int

// The classes.
const (
	Immediate Pace = iota
	Soon
	Later
	Slow
)

var paces = [...]struct {
	name     string
	from, to time.Duration
}{
	{"immediate", 0, 20 * time.Millisecond},
	{"<100ms", 20 * time.Millisecond, 100 * time.Millisecond},
	{"<1s", 100 * time.Millisecond, time.Second},
	{"slow", time.Second, 1<<63 - 1},
}

// paceSlack is how much later than its class says a chunk may come.
const paceSlack = 500 * time.Millisecond

// String returns the class as it stands in goldens: "immediate", "<1s".
func (p Pace) String() string { return paces[p].name }

// accepts reports whether a pause can be called of the class.
func (p Pace) accepts(pause time.Duration) bool {
	return pause >= paces[p].from/2 && (p == Slow || pause <= paces[p].to+paceSlack)
}

func paceOf(pause time.Duration) Pace {
	for p := range paces {
		if pause < paces[p].to {
			return Pace(p)
		}
	}
	return Slow
}

// A StreamLine is one chunk of the expected stream.
type StreamLine struct {
	Pace    Pace
	Size    int
	Preview string // the beginning of its text, for people; not compared
}

// cutLine ends a stream that the server breaks off.
const cutLine = "cut"

// previewLength is how many characters of a chunk a golden shows: with the
// class and the size they make a line of a terminal.
const previewLength = 56

// streamLines returns the shape of an exchange's stream.
func streamLines(chunks []recorder.Chunk, preview func(string) string) []StreamLine {
	lines := make([]StreamLine, len(chunks))
	for i, c := range chunks {
		text := []rune(preview(string(c.Data)))
		if len(text) > previewLength {
			text = append(text[:previewLength-1], '…')
		}
		lines[i] = StreamLine{paceOf(pause(chunks, i)), len(c.Data), string(text)}
	}
	return lines
}

// pause returns the time before chunk i.
func pause(chunks []recorder.Chunk, i int) time.Duration {
	if i == 0 {
		return chunks[0].At
	}
	return chunks[i].At - chunks[i-1].At
}

// streams reports whether a response arrived as a stream: in parts, with time
// between them.
func streams(chunks []recorder.Chunk) bool {
	for i := range chunks {
		if i > 0 && paceOf(pause(chunks, i)) >= Soon {
			return true
		}
	}
	return false
}

func formatStream(lines []StreamLine) string {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%-9s %5d  %s\n", l.Pace, l.Size, strconv.Quote(l.Preview))
	}
	return b.String()
}

func parseStream(text string) ([]StreamLine, error) {
	lines := []StreamLine{}
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if line == "" {
			continue
		}
		l, err := parseStreamLine(line)
		if err != nil {
			return nil, below(1+i, "%w", err)
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func parseStreamLine(line string) (StreamLine, error) {
	fields := strings.Fields(line)
	if len(fields) < 2 {
		return StreamLine{}, fmt.Errorf(`%q is no chunk: write it as <1s 16 "Call me Ishmael."`, line)
	}
	pace := Pace(-1)
	for p := range paces {
		if paces[p].name == fields[0] {
			pace = Pace(p)
		}
	}
	if pace < 0 {
		return StreamLine{}, fmt.Errorf("%q is no time class: they are immediate, <100ms, <1s and slow", fields[0])
	}
	size, err := strconv.Atoi(fields[1])
	if err != nil || size < 0 {
		return StreamLine{}, fmt.Errorf("%q is no size of a chunk", fields[1])
	}
	_, quoted, _ := strings.Cut(line, `"`)
	preview, err := strconv.Unquote(`"` + quoted)
	if quoted != "" && err != nil {
		return StreamLine{}, fmt.Errorf("the preview %q is not quoted as in Go", `"`+quoted)
	}
	return StreamLine{pace, size, preview}, nil
}

// compareStream compares the shape of a stream: what is expected after a pause
// must begin a chunk of its own, late enough, and nothing else may be waited
// for. Chunks that follow each other at once may come as one. With masks in the
// body sizes may differ, and then chunks are compared by number.
func compareStream(want []StreamLine, got []recorder.Chunk, masked bool) *Difference {
	differ := func(format string, args ...any) *Difference {
		plain := func(s string) string { return s }
		return &Difference{Where: "stream", Want: formatStream(want), Got: formatStream(streamLines(got, plain)),
			Note: fmt.Sprintf(format, args...)}
	}
	if masked && len(want) != len(got) {
		return differ("%d chunks are expected, %d came", len(want), len(got))
	}
	expected := map[int64]int{} // where a chunk begins → its line
	offset := int64(0)
	for i, line := range want {
		expected[offset] = i
		if masked {
			offset = got[min(i+1, len(got)-1)].Offset
		} else {
			offset += int64(line.Size)
		}
	}
	seen := map[int]bool{}
	for i, chunk := range got {
		line, ok := expected[chunk.Offset]
		if gap := pause(got, i); !ok && !Immediate.accepts(gap) {
			return differ("an unexpected pause of %s before byte %d", gap.Round(time.Millisecond), chunk.Offset)
		} else if ok && !want[line].Pace.accepts(gap) {
			return differ("chunk %d is expected after a pause of %s, it came after %s", line+1, want[line].Pace, gap.Round(time.Millisecond))
		}
		seen[line] = seen[line] || ok
	}
	for i, line := range want {
		if line.Pace != Immediate && line.Size > 0 && !seen[i] {
			return differ("chunk %d is expected after a pause of %s, it came together with the one before", i+1, line.Pace)
		}
	}
	return nil
}
