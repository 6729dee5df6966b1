package recorder

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"

	"routescope/engine"
	"routescope/engine/event"
)

// maxHeadLine bounds a line of a response's head. Node.js itself refuses heads
// over 16 KiB; a megabyte is there to stop a server that never ends a line.
const maxHeadLine = 1 << 20

// A wireRequest is a request as bytes will show it.
type wireRequest struct {
	method, target string
	header         event.Header
	body           []byte
}

// wireRequest completes a request with the lines HTTP/1.1 demands: Host first,
// Content-Length last where there is a body and no framing is named.
func (l *Live) wireRequest(req *engine.Request) (*wireRequest, error) {
	out := &wireRequest{method: req.Method, target: l.URL.Path + req.Target}
	if out.method == "" {
		out.method = http.MethodGet
	}
	if strings.HasSuffix(l.URL.Path, "/") {
		out.target = l.URL.Path + strings.TrimPrefix(req.Target, "/")
	}
	if Value(req.Header, "Host") == "" {
		out.header = append(out.header, event.Field{Name: "Host", Value: l.URL.Host})
	}
	out.header = append(out.header, req.Header...)
	if req.Body == nil {
		return out, nil
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	out.body = body
	switch {
	case Value(req.Header, "Transfer-Encoding") != "":
		out.body = fmt.Appendf(nil, "%x\r\n%s\r\n0\r\n\r\n", len(body), body)
	case Value(req.Header, "Content-Length") == "":
		out.header = append(out.header, event.Field{Name: "Content-Length", Value: strconv.Itoa(len(body))})
	}
	return out, nil
}

func (w *wireRequest) write(conn net.Conn) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\n", w.method, w.target)
	for _, f := range w.header {
		fmt.Fprintf(&b, "%s: %s\r\n", f.Name, f.Value)
	}
	b.WriteString("\r\n")
	b.Write(w.body)
	_, err := conn.Write(b.Bytes())
	return err
}

// wireReader reads responses without tidying them.
type wireReader struct{ *bufio.Reader }

func newWireReader(r io.Reader) wireReader { return wireReader{bufio.NewReaderSize(r, 32<<10)} }

type wireHead struct {
	status int
	reason string
	header event.Header
}

// head reads a head, passing over interim ones (100 Continue, 103 Early Hints).
func (r wireReader) head() (*wireHead, error) {
	for {
		head, err := r.oneHead()
		if err != nil || head.status >= 200 || head.status == http.StatusSwitchingProtocols {
			return head, err
		}
	}
}

func (r wireReader) oneHead() (*wireHead, error) {
	line, err := r.line()
	if err != nil {
		return nil, err
	}
	version, rest, _ := strings.Cut(line, " ")
	code, reason, _ := strings.Cut(rest, " ")
	status, err := strconv.Atoi(code)
	if !strings.HasPrefix(version, "HTTP/1.") || err != nil {
		return nil, fmt.Errorf("%q is no HTTP/1.1 status line", line)
	}
	head := &wireHead{status: status, reason: reason}
	for {
		line, err := r.line()
		if err != nil || line == "" {
			return head, err
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("%q is no header line", line)
		}
		head.header = append(head.header, event.Field{Name: name, Value: strings.Trim(value, " \t")})
	}
}

// line reads up to a line end and returns what is before it.
func (r wireReader) line() (string, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return strings.TrimRight(string(line), "\r\n"), nil
		case errors.Is(err, io.EOF):
			return "", io.ErrUnexpectedEOF
		case !errors.Is(err, bufio.ErrBufferFull):
			return "", err
		case len(line) > maxHeadLine:
			return "", errors.New("a header line is longer than 1 MiB")
		}
	}
}

// body reads the body that head announces and hands out its chunks. See RFC
// 9112, section 6.3, for the order of the cases.
func (r wireReader) body(method string, head *wireHead, chunk func([]byte)) error {
	length := Value(head.header, "Content-Length")
	switch {
	case method == http.MethodHead, head.status == http.StatusNoContent, head.status == http.StatusNotModified:
		return nil
	case strings.EqualFold(Value(head.header, "Transfer-Encoding"), "chunked"):
		return r.chunked(chunk)
	case length != "":
		n, err := strconv.ParseInt(length, 10, 64)
		if err != nil {
			return fmt.Errorf("%q is no Content-Length", length)
		}
		return r.sized(n, chunk)
	}
	err := r.sized(-1, chunk)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

func (r wireReader) chunked(chunk func([]byte)) error {
	for {
		line, err := r.line()
		if err != nil {
			return err
		}
		digits, _, _ := strings.Cut(line, ";")
		size, err := strconv.ParseInt(strings.TrimSpace(digits), 16, 64)
		if err != nil || size < 0 {
			return fmt.Errorf("%q is no chunk size", line)
		}
		if size == 0 {
			return r.trailer()
		}
		data := make([]byte, size)
		if n, err := io.ReadFull(r, data); err != nil {
			chunk(data[:n])
			return io.ErrUnexpectedEOF
		}
		chunk(data)
		if _, err := r.line(); err != nil {
			return err
		}
	}
}

func (r wireReader) trailer() error {
	for {
		line, err := r.line()
		if err != nil || line == "" {
			return err
		}
	}
}

// sized reads n bytes, or up to the end if n is negative, in the pieces in
// which they arrive.
func (r wireReader) sized(n int64, chunk func([]byte)) error {
	for n != 0 {
		piece := make([]byte, 32<<10)
		if n > 0 && n < int64(len(piece)) {
			piece = piece[:n]
		}
		got, err := r.Read(piece)
		chunk(piece[:got])
		n -= int64(got)
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		} else if err != nil {
			return err
		}
	}
	return nil
}
