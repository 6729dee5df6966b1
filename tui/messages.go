package tui

import (
	"routescope/engine"
	"routescope/engine/event"
	"routescope/recorder"
)

// Messages are facts: something happened outside of Update.
type (
	// eventsMsg brings what happened in an exchange within a frame.
	eventsMsg struct {
		number int
		events []event.Event
		over   bool // nothing follows
	}
	projectChangedMsg struct{ change engine.Change }
	reloadedMsg       struct{ err error }
	// consoleMsg brings what was printed outside of any request.
	consoleMsg struct{ lines []*event.ConsoleWritten }

	// explainedMsg answers "why" for one version of one draft.
	explainedMsg struct {
		version     int
		explanation engine.Explanation
	}
	goldensListedMsg struct {
		goldens []goldenState
		err     error
	}
	goldenSavedMsg struct {
		name string
		file string
		err  error
	}
	goldensRanMsg struct {
		run     int // runs are numbered; what comes of a stopped one is dropped
		results []fileResult
		over    bool
		err     error
	}
	editorClosedMsg struct{ err error }
	copiedMsg       struct{ what string }
	// tickedMsg moves what shows elapsed time.
	tickedMsg struct{}
	// toastExpiredMsg ends the toast of that number.
	toastExpiredMsg struct{ number int }

	// deskChangedMsg tells panes that what they show may have changed.
	deskChangedMsg struct{}
	// sizedMsg tells a pane what it has to draw in.
	sizedMsg struct{ width, height int }
	// focusedMsg tells a pane whether keys reach it.
	focusedMsg struct{ on bool }
)

// Actions are wishes: what a pane or an overlay wants the root model to do. They
// are carried out in the order they were wished, within the same Update.
type (
	openRouteAction     struct{ id string } // select a method of a route in the tree
	draftRouteAction    struct{ method routeMethod }
	editRequestAction   struct{ param string } // focus the request; param "" is the URL
	sendAction          struct{}
	focusAction         struct{ pane paneID }
	showTabAction       struct{ tab tabID }
	openFileAction      struct{ at event.Position }
	saveGoldenAction    struct{ name string }
	replaceGoldenAction struct{ name string }
	runGoldensAction    struct{ files []string } // nil for all
	loadRequestAction   struct{ request recorder.Request }
	setMethodAction     struct{ method string }
	readAction          struct {
		title string
		text  []string
	}
	advanceAction    struct{ by clockStep }
	clearCacheAction struct{}
	copyAction       struct{ what copyKind }
	themeAction      struct{ name string }
	toastAction      struct {
		kind toastKind
		text string
	}
	commandAction struct{ command *command }
	quitAction    struct{}
)

// An action is one of the types above.
type action any
