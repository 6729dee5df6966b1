package http1

import (
	"errors"
	"io"
	"net"
	"os"
)

// ErrGone is what writing to a [Response] and reading a [Request]'s body return
// once the client has gone away or the response has ended.
var ErrGone = errors.New("the connection is closed")

// ErrDrain is what Serve returns when requests were still running at the end of
// the time it gives them.
var ErrDrain = errors.New("requests were still running")

// A malformed is a request that the parser refuses; the text is llhttp's reason.
type malformed string

// Error implements error.
func (m malformed) Error() string { return string(m) }

// Requests refused for their size.
const (
	errHeadTooLarge      = malformed("header overflow")
	errExtensionTooLarge = malformed("chunk extensions overflow")
)

// errMore says that the bytes so far are a good beginning.
var errMore = errors.New("more bytes are needed")

// refusal returns the status that Node.js answers a request with that it cannot
// read, or 0 when there is nobody to answer.
func refusal(err error) int {
	var bad malformed
	switch {
	case errors.Is(err, errHeadTooLarge):
		return 431
	case errors.Is(err, errExtensionTooLarge):
		return 413
	case errors.As(err, &bad), errors.Is(err, io.ErrUnexpectedEOF):
		return 400
	case isTimeout(err):
		return 408
	}
	return 0
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}
