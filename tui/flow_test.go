package tui

import (
	"errors"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/muesli/termenv"

	"routescope/engine"
	"routescope/engine/event"
	"routescope/engine/route"
)

func open(t *testing.T) *simulation { return simulate(t, termenv.Ascii, 120, 40) }

func TestSendingFromTheTree(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/books app route")
	s.sees("enter send")
	s.press("enter")
	s.sees("200 OK", `"title": "Emma"`, "#1 GET /api/books")
	if s.m.shape.focus != routesPane {
		t.Error("the answer moved the focus")
	}
}

func TestKeysThatArriveTogetherAreTakenOneByOne(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/books app route")
	s.press("enter")
	s.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("3]]")})
	if s.m.shape.focus != responsePane || s.m.reply.active != streamTab {
		t.Errorf("in pane %d on tab %d", s.m.shape.focus, s.m.reply.active)
	}
}

func TestAMissingParameterIsAskedFor(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/books/[id] app route")
	s.press("enter")
	if s.m.shape.focus != requestPane || !s.m.writer.Editing() {
		t.Fatal("the field is not open")
	}
	s.sees("enter next field")
	s.write("emma")
	s.sees("GET  /api/books/emma", "enter send")
	s.press("enter")
	s.sees("200 OK", `"title": "Emma"`)
}

func TestEnterInAFieldSendsNothingThatChangesThings(t *testing.T) {
	s := open(t)
	s.m.openRoute("DELETE /api/books/[id] app route")
	s.press("enter")
	s.write("emma")
	s.press("enter")
	if len(s.engine.sent) > 0 {
		t.Errorf("sent %v", s.engine.sent)
	}
}

func TestWhatIsLeftOutOfAProjectIsSaid(t *testing.T) {
	s := open(t)
	s.engine.problems = []error{errors.New("next.config.ts:1: cannot find \"@sentry/nextjs\"\nInstall it.")}
	s.send(reloadedMsg{})
	s.sees(`Left out: next.config.ts:1: cannot find "@sentry/nextjs"`)
	s.press("3")
	s.m.showTab(logTab)
	s.send(nil)
	s.sees("This is left out", "Install it.")
}

func TestAMethodThatChangesThingsIsNotSentByEnter(t *testing.T) {
	s := open(t)
	s.m.openRoute("POST /basket app route")
	s.press("enter")
	if len(s.engine.sent) > 0 {
		t.Fatal("POST was sent")
	}
	s.sees("POST changes things: write the request, then ctrl+j sends it.")
	s.press("enter")
	s.write(`{"book":"emma"}`)
	s.press("ctrl+j")
	s.sees("201 Created")
	if got := s.m.history[0].request; string(got.Body) != `{"book":"emma"}` || got.Header[0].Value != "application/json" {
		t.Errorf("sent %+v", got)
	}
}

func TestWhyAnswersWhileTheURLIsTyped(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/books app route")
	s.press("w", "u")
	s.sees("→ /api/books")
	s.write("/emma")
	s.sees("→ /api/books/[id]", "id = emma", "✓ /api/books/[id]", "Candidates")
	if got := s.m.draft.params; len(got) != 1 || got[0] != (pair{"id", "emma"}) {
		t.Errorf("the fields are %v", got)
	}
	s.write("/x/y")
	s.sees("→ 404 Not Found")
	s.press("esc", "1", "down", "up")
	s.sees("GET  /api/books ")
}

func TestEnterOnACandidateOpensItsRoute(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/books app route")
	s.press("u")
	s.write("/emma")
	s.press("esc", "w", "3")
	for range 20 {
		why := s.m.reply.tabs[whyTab].(*whyView)
		if why.rows[why.scroll.Cursor()].matches {
			break
		}
		s.press("down")
	}
	s.press("enter")
	if got := s.m.selected.route.Pattern.String(); got != "/api/books/[id]" || s.m.shape.focus != routesPane {
		t.Errorf("on %s in pane %d", got, s.m.shape.focus)
	}
}

func TestChunksMoveNeitherFocusNorSelection(t *testing.T) {
	s := open(t)
	s.engine.hold = make(chan struct{})
	s.m.openRoute("GET /aloud/[id] app route")
	s.press("enter")
	s.write("moby-dick")
	s.press("ctrl+j")
	s.wait(func() bool { return len(s.m.shown.chunks) == 4 })
	s.m.reply.show(streamTab)
	s.send(tickedMsg{})
	s.sees("following", "Call me Ishmael.", "4 chunks")
	s.press("3", "up", "up")
	before := s.m.reply.tabs[streamTab].(*stream).scroll.Cursor()
	s.sees("paused")
	close(s.engine.hold)
	s.wait(func() bool { return !s.m.shown.phase.running() })
	s.sees("complete")
	if s.m.shape.focus != responsePane || s.m.reply.tabs[streamTab].(*stream).scroll.Cursor() != before {
		t.Error("the end of the stream moved the cursor")
	}
}

func TestCancelHangsUp(t *testing.T) {
	s := open(t)
	s.engine.hold = make(chan struct{})
	s.m.openRoute("GET /api/books app route")
	s.press("enter")
	if !s.m.shown.phase.running() {
		t.Fatal("it does not run")
	}
	s.press("ctrl+c")
	s.wait(func() bool { return !s.m.shown.phase.running() })
	s.sees("cancelled")
	if s.quit {
		t.Error("cancelling quit")
	}
}

func TestQuittingAsksWhileSomethingRuns(t *testing.T) {
	s := open(t)
	s.engine.hold = make(chan struct{})
	s.m.openRoute("GET /api/books app route")
	s.press("enter", "q")
	s.sees("Something is still running")
	s.press("n")
	if s.quit {
		t.Fatal("it quit")
	}
	s.press("q", "q")
	if !s.quit {
		t.Error("it stayed")
	}
}

func TestHistory(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/books app route")
	s.press("enter")
	s.m.openRoute("GET /api/clock app route")
	s.press("enter")
	s.sees("#2 GET /api/clock")
	s.press("{")
	s.sees("#1 GET /api/books", "Exchange 1 of 2")
	if got := s.m.selected.route.Pattern.String(); got != "/api/books" {
		t.Errorf("the tree is on %s", got)
	}
	s.press("}")
	s.sees("#2 GET /api/clock")
	s.press("{", "r")
	s.sees("#3 GET /api/books")
}

func TestSavingAGolden(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/clock app route")
	s.press("enter", "s")
	s.sees("Save as golden", "clock-get-2")
	s.press("ctrl+u")
	s.sees("A golden needs a name.")
	s.write("books-get")
	s.press("enter")
	s.sees("“books-get” exists")
	s.press("r")
	if len(s.goldens.saved) != 1 {
		t.Fatalf("%d goldens were saved", len(s.goldens.saved))
	}
	s.sees("Saved goldens/books-get.golden")
	if got := s.goldens.saved[0]; got.Status != 200 || string(got.Body) != `{"time":"09:30:00"}` || len(got.Events) == 0 {
		t.Errorf("saved %+v", got)
	}
}

func TestRunningTheGoldens(t *testing.T) {
	s := open(t)
	s.press("R")
	s.sees("✓ 1 passed", "✗ 1 differ", "✓ books-get", "✗ clock-get", `+ "09:31:07"`, "✗ 1 of 2 goldens")
	s.press("1", "/")
	s.write("clock")
	s.sees("✗")
}

func TestAReloadKeepsTheSelectionByIdentity(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/clock app route")
	s.engine.setRoutes(append([]spec{{"/aaa", "app/aaa/route.ts", route.AppRoute, "GET", engine.Dynamic, 0, false}}, bookshop...))
	s.send(projectChangedMsg{engine.Change{Files: []string{"app/aaa/route.ts"}}})
	s.sees("app/aaa/route.ts changed.", "/aaa")
	if got := s.m.tree.current().id; got != "GET /api/clock app route" {
		t.Errorf("the cursor is on %s", got)
	}
	s.m.toasted.seen()
	s.send(projectChangedMsg{engine.Change{Files: []string{"goldens/x.golden"}}})
	if s.m.toasted.text != "" {
		t.Errorf("a saved golden is announced: %s", s.m.toasted.text)
	}
	s.engine.setRoutes(bookshop[:2])
	s.send(projectChangedMsg{engine.Change{}})
	s.screen()
	if s.m.tree.current() == nil {
		t.Error("nothing is selected although routes are left")
	}
}

func TestCopying(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/books app route")
	s.press("y", "b")
	s.sees("Nothing was answered yet.")
	s.press("esc", "enter", "y", "u")
	if s.copied != "http://localhost:3000/api/books" {
		t.Errorf("copied %q", s.copied)
	}
	s.sees("Sent to the terminal's clipboard: the URL")
	for letter, want := range map[string]string{"b": `{"total":2`, "h": "Vary: rsc", "c": "curl "} {
		s.press("y", letter)
		if !strings.Contains(s.copied, want) {
			t.Errorf("y %s copied %q", letter, s.copied)
		}
	}
}

func TestSearchingTheBody(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/books app route")
	s.press("enter", "3", "z", "/")
	s.write("whale")
	s.press("enter")
	s.sees("1 line", "Moby-Dick")
	s.press("n")
	s.press("esc")
	if s.m.reply.tabs[bodyTab].(*body).text.view.Query() != "" {
		t.Error("escape did not end the search")
	}
}

func TestMovingTheClock(t *testing.T) {
	s := open(t)
	s.engine.entries = []engine.CacheEntry{{Cache: "response", Key: "/api/clock", Tags: []string{"clock"}, Stored: start, Revalidate: 5e9}}
	s.press("f")
	s.sees("Move the engine's clock forward", "until the next entry turns stale")
	s.press("m")
	s.sees("clock +1m")
	if got := s.engine.Now(); !got.Equal(start.Add(60e9)) {
		t.Errorf("the clock says %s", got)
	}
	s.press("C", "y")
	if s.engine.entries != nil {
		t.Error("the cache is not empty")
	}
}

func TestTheMethodMatrix(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/books app route")
	s.press("m")
	s.sees("What each method answers", "→ 405 Method Not Allowed", "the route does not export PUT", "app/(shop)/api/books/route.ts:19")
	s.press("4")
	if s.m.draft.method != "POST" {
		t.Errorf("the method is %s", s.m.draft.method)
	}
}

func TestPastingCurl(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/books app route")
	s.press("u")
	s.send(tea.KeyMsg{Type: tea.KeyRunes, Paste: true, Runes: []rune(`curl -X POST 'http://localhost:3000/basket' -H 'X-A: b' -d 'hello'`)})
	s.sees("POST  /basket")
	if got := s.m.draft.request(); got.Method != "POST" || string(got.Body) != "hello" {
		t.Errorf("read %+v", got)
	}
}

func TestHelpComesFromTheKeys(t *testing.T) {
	s := open(t)
	s.press("?")
	s.sees("In Routes", "filter the tree")
	s.write("golden")
	s.sees("save as golden", "run all goldens")
	s.press("esc")
	if len(s.m.overlays) > 0 {
		t.Error("escape did not close the help")
	}
}

func TestThePaletteRunsAndExplains(t *testing.T) {
	s := open(t)
	s.press(":")
	s.write("save as")
	s.press("enter")
	s.sees("Nothing to save yet")
	s.press("esc", "ctrl+p")
	s.write("method: choose")
	s.press("esc", ":")
	s.write("what each")
	s.press("enter")
	s.sees("What each method answers")
}

func TestAnErrorShowsItsSource(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/attic app route")
	s.press("enter", "3", "]", "]", "]", "]")
	s.sees("500 Internal Server Error", "Error: The third stair gave way", "lib/stairs.ts:14", "app/api/attic/route.ts:7")
	if got := place(s.m.source()); got != "lib/stairs.ts:14" {
		t.Errorf("e would open %s", got)
	}
}

func TestWhatIsPrintedOutsideOfRequestsIsShown(t *testing.T) {
	s := open(t)
	lines := make(chan *event.ConsoleWritten, 2)
	s.m.feed.console = lines
	lines <- &event.ConsoleWritten{Level: "warn", Text: "the shop opens", From: event.Position{File: "lib/shop.ts", Line: 3}}
	s.drain(s.m.feed.nextConsole())
	s.m.reply.show(logTab)
	s.sees("Outside of any request", "the shop opens", "lib/shop.ts:3")
}

func TestFullScreenEndsWhenTheFocusMoves(t *testing.T) {
	s := open(t)
	s.press("3", "+", "+")
	if !s.m.layout.single {
		t.Fatal("not full screen")
	}
	s.press("tab")
	if s.m.layout.single {
		t.Error("still full screen")
	}
}

func TestNothingIsSentThatHasNoScript(t *testing.T) {
	s := open(t)
	s.m.openRoute("GET /api/hours app route")
	s.press("enter")
	s.sees("failed", errFake.Error())
}
