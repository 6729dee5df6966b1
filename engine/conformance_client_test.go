package engine_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// mostPatience is how long the client waits for an answer.
const mostPatience = 20 * time.Second

// recordedHost is the address the recordings were normalised to.
const recordedHost = "127.0.0.1:3000"

// A wireResponse is an answer as it came over the connection.
type wireResponse struct {
	status   int
	reason   string
	headers  [][2]string
	body     []byte
	chunks   []wireChunk
	trailers [][2]string
	interim  []int

	noResponse, closedWithout, incomplete, aborted bool
	concurrent                                     *concurrency
}

type wireChunk struct {
	at   time.Duration
	data []byte
}

type concurrency struct {
	statuses       []int
	distinctBodies int
}

func (r *wireResponse) values(name string) []string {
	var out []string
	for _, h := range r.headers {
		if strings.EqualFold(h[0], name) {
			out = append(out, h[1])
		}
	}
	return out
}

func (r *wireResponse) value(name string) string { return strings.Join(r.values(name), ", ") }

func (r *wireResponse) json() any {
	var v any
	if json.Unmarshal(r.body, &v) != nil {
		return nil
	}
	return v
}

func (r *wireResponse) cookie(name string) string {
	for _, line := range r.values("set-cookie") {
		pair, _, _ := strings.Cut(line, ";")
		if n, v, _ := strings.Cut(pair, "="); n == name {
			return v
		}
	}
	return ""
}

// send sends one request over a connection of its own and reads what comes back.
func send(address string, q *wireRequest) (*wireResponse, error) {
	pieces, err := q.pieces()
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	c := &client{conn: conn, r: bufio.NewReader(conn), method: q.Method, begun: time.Now()}
	_ = conn.SetDeadline(c.begun.Add(mostPatience))
	if q.AbortAfter != nil {
		timer := time.AfterFunc(time.Duration(*q.AbortAfter)*time.Millisecond, func() {
			c.left.Store(true)
			conn.Close()
		})
		defer timer.Stop()
	}
	go func() {
		for _, p := range pieces {
			time.Sleep(p.wait)
			if _, err := conn.Write(p.data); err != nil {
				return // the reader sees it too
			}
		}
	}()
	c.judge(c.read())
	return &c.got, c.decode()
}

type piece struct {
	wait time.Duration
	data []byte
}

// pieces are what is written on the connection, one after the other.
func (q *wireRequest) pieces() ([]piece, error) {
	if q.Raw != "" {
		return []piece{{data: latin1Bytes(strings.ReplaceAll(q.Raw, "{{host}}", recordedHost))}}, nil
	}
	body, err := bytesOfBody(q.Body)
	if err != nil {
		return nil, err
	}
	headers := q.Headers
	has := func(name string) bool { return (&wireResponse{headers: headers}).values(name) != nil }
	if !has("host") && !q.NoHost {
		headers = append([][2]string{{"Host", recordedHost}}, headers...)
	}
	framed := has("transfer-encoding")
	switch {
	case q.BodyChunks != nil && !framed:
		headers = append(headers, [2]string{"Transfer-Encoding", "chunked"})
	case q.BodyChunks == nil && body != nil && !framed && !has("content-length"):
		headers = append(headers, [2]string{"Content-Length", strconv.Itoa(len(body))})
	}
	var head bytes.Buffer
	version := q.HTTP
	if version == "" {
		version = "1.1"
	}
	fmt.Fprintf(&head, "%s %s HTTP/%s\r\n", q.Method, q.Path, version)
	for _, h := range headers {
		fmt.Fprintf(&head, "%s: %s\r\n", h[0], h[1])
	}
	head.WriteString("\r\n")
	out := []piece{{data: head.Bytes()}}
	if q.BodyChunks == nil {
		return append(out, piece{milliseconds(q.BodyWait), body}), nil
	}
	for _, c := range q.BodyChunks {
		out = append(out, piece{milliseconds(c.Wait), fmt.Appendf(nil, "%x\r\n%s\r\n", len(c.Text), c.Text)})
	}
	return append(out, piece{data: []byte("0\r\n\r\n")}), nil
}

func milliseconds(n int) time.Duration { return time.Duration(n) * time.Millisecond }

func latin1Bytes(s string) []byte {
	var out []byte
	for _, r := range s {
		out = append(out, byte(r))
	}
	return out
}

// A client reads one response.
type client struct {
	conn   net.Conn
	r      *bufio.Reader
	method string
	begun  time.Time
	left   atomic.Bool // the client closed the connection itself
	got    wireResponse
}

// judge says what an end that is not the regular one means.
func (c *client) judge(err error) {
	var timeout net.Error
	switch {
	case err == nil:
	case c.left.Load() && c.got.status == 0:
		c.got.noResponse = true
	case c.left.Load():
		c.got.aborted = true
	case errors.As(err, &timeout) && timeout.Timeout():
		c.got.noResponse = true
	case c.got.status == 0:
		c.got.closedWithout = true
	default:
		c.got.incomplete = true
	}
}

func (c *client) read() error {
	for {
		if err := c.readHead(); err != nil {
			return err
		}
		if c.got.status >= 200 || c.got.status == 101 {
			break
		}
		c.got.interim = append(c.got.interim, c.got.status)
		c.got.status, c.got.headers = 0, nil
	}
	switch {
	case c.method == "HEAD" || c.got.status == 204 || c.got.status == 304:
		return nil
	case strings.Contains(strings.ToLower(c.got.value("transfer-encoding")), "chunked"):
		return c.readChunked()
	case c.got.values("content-length") != nil:
		n, err := strconv.Atoi(c.got.values("content-length")[0])
		if err != nil {
			return err
		}
		return c.readSized(n)
	}
	return c.readToEnd()
}

func (c *client) line() (string, error) {
	text, err := c.r.ReadString('\n')
	return strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r"), err
}

func (c *client) readHead() error {
	first, err := c.line()
	if err != nil {
		return err
	}
	parts := strings.SplitN(first, " ", 3)
	if len(parts) < 2 {
		return fmt.Errorf("status line %q", first)
	}
	lines, err := c.readLines()
	if err != nil {
		return err
	}
	c.got.status, err = strconv.Atoi(parts[1])
	c.got.reason = strings.Join(parts[2:], "")
	c.got.headers = lines
	return err
}

// readLines reads header lines up to the empty one.
func (c *client) readLines() ([][2]string, error) {
	var out [][2]string
	for {
		text, err := c.line()
		if err != nil || text == "" {
			return out, err
		}
		name, value, _ := strings.Cut(text, ":")
		out = append(out, [2]string{name, latin1Text(strings.TrimSpace(value))})
	}
}

func latin1Text(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

func (c *client) take(data []byte) {
	if len(data) > 0 {
		c.got.body = append(c.got.body, data...)
		c.got.chunks = append(c.got.chunks, wireChunk{time.Since(c.begun), data})
	}
}

func (c *client) readChunked() error {
	for {
		size, err := c.line()
		if err != nil {
			return err
		}
		n, err := strconv.ParseInt(size, 16, 64)
		if err != nil {
			return err
		}
		if n == 0 {
			c.got.trailers, err = c.readLines()
			return err
		}
		data := make([]byte, n+2)
		if _, err := io.ReadFull(c.r, data); err != nil {
			return err
		}
		c.take(data[:n])
	}
}

func (c *client) readSized(n int) error {
	for n > 0 {
		data := make([]byte, min(n, 64<<10))
		got, err := c.r.Read(data)
		c.take(data[:got])
		if n -= got; err != nil && n > 0 {
			return err
		}
	}
	return nil
}

func (c *client) readToEnd() error {
	for {
		data := make([]byte, 64<<10)
		n, err := c.r.Read(data)
		c.take(data[:n])
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// decode undoes the content coding; a body that was cut is read as far as it goes.
func (c *client) decode() error {
	if len(c.got.body) == 0 {
		return nil
	}
	var r io.Reader
	var err error
	switch c.got.value("content-encoding") {
	case "gzip":
		r, err = gzip.NewReader(bytes.NewReader(c.got.body))
	case "deflate":
		r, err = zlib.NewReader(bytes.NewReader(c.got.body))
	default:
		return nil
	}
	if err != nil {
		return err
	}
	body, err := io.ReadAll(r)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	c.got.body = body
	return nil
}
