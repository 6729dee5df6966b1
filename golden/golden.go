// Package golden saves exchanges as tests and replays them.
//
// A [Golden] is one text file, made to be read in a pull request: a txtar
// archive with the request, and the answer it is expected to get.
//
//	Free text on what the golden is for.
//	-- meta --
//	version: 1
//	name: an order is made
//	-- request --
//	POST /api/orders/create
//	Content-Type: application/json
//	-- request.body --
//	{"lines":[{"book":"walden"}]}
//	-- expect --
//	201 Created
//	content-type: application/json; charset=utf-8
//	location: /api/orders/«uuid:1»
//	-- expect.body.json --
//	{
//	  "id": "«uuid:1»",
//	  "total": 1050
//	}
//
// What differs from run to run stands in the text as a typed mask; masks with
// the same index stand for the same value, also across the goldens of a folder
// ([Matchers] lists them). A request may use what came before it: {{uuid:1}} is
// the value a mask stood for, {{cookie:basket}} the cookie last set, {{env:NAME}}
// a variable of the environment or of the project's .env.
//
// # Sections
//
// A section that is missing is not compared; [Update] writes those that the
// target can tell about.
//
//	meta          YAML, see [Meta]
//	request       method and target, then header lines in the order they are sent
//	request.body  the bytes to send
//	expect        status line, then header lines, lower-cased and sorted
//	expect.body   what is to come back
//	expect.stream one line a chunk: time class, size, the beginning of its text;
//	              last "cut" if the server breaks off inside the body
//	expect.route  which route is to serve it, with its parameters; engine only
//	expect.cache  what is to happen in the caches; engine only
//	expect.console what the project is to print; engine only
//
// The line end before the next section belongs to the section: a body that ends
// in a line end is followed by an empty line. Bodies that do not survive in a
// text file have a form as suffix: .json is JSON, pretty-printed with sorted
// keys and compared as data; in .crlf every line ends in CR LF; in .quoted every
// line begins with ">", because some look like section markers; .file names a
// file beside the golden, by the hash of its bytes.
//
// # Folders
//
// The goldens of one folder are one sequence: they run in the order of their
// file names against one target, which starts fresh, as after a build. Give
// goldens that need each other numbers: 01-….golden.txtar. A folder whose
// goldens all say `state: any` spares itself the fresh start.
package golden

import (
	"slices"
	"strings"
	"time"

	"routescope/engine/event"
	"routescope/recorder"
)

// Version is the version of the format that this package writes.
const Version = 1

// stateAny is the [Meta.State] of a golden that needs no fresh start.
const stateAny = "any"

// Ext is how the names of golden files end.
const Ext = ".golden.txtar"

// A Golden is an exchange saved as a test.
type Golden struct {
	Path    string // the file it was read from or is to be written to
	Comment string // free text before the first section
	Meta    Meta
	Request recorder.Request // with placeholders
	Expect  *Expect          // nil before the first recording

	requestForm form
	lines       map[string]int // section → line in the file
}

// Meta is the section of that name.
type Meta struct {
	Version int           `yaml:"version"`
	Name    string        `yaml:"name,omitempty"`
	Tags    []string      `yaml:"tags,omitempty,flow"`
	State   string        `yaml:"state,omitempty"`  // "any": the answer does not depend on what was asked before
	Wait    time.Duration `yaml:"wait,omitempty"`   // pass this time before the request
	Hangup  int           `yaml:"hangup,omitempty"` // leave after so many chunks
	Raw     bool          `yaml:"raw,omitempty"`    // compare JSON byte by byte too
	Ignore  []string      `yaml:"ignore,omitempty,flow"`
	Keep    []string      `yaml:"keep,omitempty,flow"` // names that are no secrets here

	// Masks are put in place whenever the expectation is written. The key is a
	// place as differences name it: "body $.books[0].id", "header etag".
	Masks map[string]string `yaml:"masks,omitempty"`
}

// An Expect is the answer that a golden expects. All text in it may hold masks.
type Expect struct {
	Status  int
	Reason  string       // empty for the status's usual phrase
	Header  event.Header // names in lower case, sorted
	Body    *Body        // nil if it is not compared
	Stream  []StreamLine // nil if it is not compared
	Cut     bool         // the server breaks off inside the body
	Route   []string     // nil if they are not compared
	Cache   []string
	Console []string
}

// Name returns what to call the golden: its name, or else its request.
func (g *Golden) Name() string {
	if g.Meta.Name != "" {
		return g.Meta.Name
	}
	return g.Request.Method + " " + g.Request.Target
}

// Line returns the line of the file at which a section begins, 1 if it has none.
func (g *Golden) Line(section string) int { return max(1, g.lines[section]) }

// FileName returns the file name for a golden called name: lower case words
// joined by dashes, and [Ext].
func FileName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < '0' || c > '9')
	})
	if len(words) == 0 {
		words = []string{"golden"}
	}
	return strings.Join(words, "-") + Ext
}

// ignored are the headers that say how a message travelled rather than what it
// is, or that change with the time of day.
var ignored = []string{
	"connection", "content-length", "date", "keep-alive", "proxy-connection", "server", "trailer", "transfer-encoding", "via",
}

// ignores reports whether a header is left out of the expectation.
func (m *Meta) ignores(name string, more []string) bool {
	is := func(other string) bool { return strings.EqualFold(name, other) }
	return slices.Contains(ignored, strings.ToLower(name)) || slices.ContainsFunc(m.Ignore, is) || slices.ContainsFunc(more, is)
}
