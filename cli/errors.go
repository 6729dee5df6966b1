package cli

import (
	"errors"
	"fmt"
)

// The exit codes. Each has one meaning.
const (
	exitOK        = 0
	exitDiffers   = 1  // goldens differ from what the target answered
	exitUsage     = 2  // the command line, the settings, the project or a golden is wrong
	exitFailure   = 3  // the engine or the target failed
	exitConflicts = 5  // the project has routes that Next.js refuses
	exitStatus    = 22 // send --fail: the status is 400 or more, as with curl
)

// A codedError is an error with what rides on it: the exit code, and a hint
// that says what to do.
type codedError struct {
	error
	code int
	hint string
}

func (e *codedError) Unwrap() error { return e.error }

// withCode gives err an exit code, unless it has one already.
func withCode(err error, code int) error {
	var coded *codedError
	if err == nil || errors.As(err, &coded) {
		return err
	}
	return &codedError{error: err, code: code}
}

// usage returns an error of the user's making with a hint, which may be empty.
func usage(hint, format string, args ...any) error {
	return &codedError{fmt.Errorf(format, args...), exitUsage, hint}
}

// errQuiet carries an exit code where everything has been said.
var errQuiet = errors.New("")

// exitOf returns the exit code and the one line to print for an error.
func exitOf(err error) (code int, line string) {
	var coded *codedError
	switch {
	case err == nil:
		return exitOK, ""
	case !errors.As(err, &coded):
		return exitFailure, err.Error()
	case errors.Is(err, errQuiet):
		return coded.code, ""
	case coded.hint != "":
		return coded.code, err.Error() + ": " + coded.hint
	}
	return coded.code, err.Error()
}
