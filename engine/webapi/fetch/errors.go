package fetch

import (
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A failure is an error as Node.js and undici describe it: the cause of a
// "fetch failed". Fields that are empty do not exist on the error.
type failure struct {
	Name     string `json:"name"`
	Message  string `json:"message"`
	Errno    int    `json:"errno,omitempty"`
	Code     string `json:"code,omitempty"`
	Syscall  string `json:"syscall,omitempty"`
	Hostname string `json:"hostname,omitempty"`
	Address  string `json:"address,omitempty"`
	Port     int    `json:"port,omitempty"`
}

// describe turns an error of a round trip, or of reading a body, into Node.js's.
func describe(err error) failure {
	var dns *net.DNSError
	var op *net.OpError
	var coding *codingError
	switch {
	case errors.As(err, &coding):
		return describeCoding(coding.err)
	case errors.As(err, &dns):
		return describeDNS(dns)
	case errors.As(err, &op) && op.Op == "dial":
		return describeDial(err, op)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return failure{Name: "SocketError", Message: "other side closed", Code: "UND_ERR_SOCKET"}
	case errors.Is(err, context.Canceled):
		return failure{Name: "AbortError", Message: "Request aborted", Code: "UND_ERR_ABORTED"}
	}
	if f, ok := describeTLS(err); ok {
		return f
	}
	if f, ok := describeParse(err); ok {
		return f
	}
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return describeErrno(errno, "read")
	}
	if errors.Is(err, os.ErrDeadlineExceeded) || isTimeout(err) {
		return failure{Name: "HeadersTimeoutError", Message: "Headers Timeout Error", Code: "UND_ERR_HEADERS_TIMEOUT"}
	}
	return failure{Name: "Error", Message: err.Error()}
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

func describeDNS(err *net.DNSError) failure {
	code, errno := "ENOTFOUND", -3008
	if err.IsTemporary || err.IsTimeout {
		code, errno = "EAI_AGAIN", -3001
	}
	return failure{
		Name: "Error", Message: "getaddrinfo " + code + " " + err.Name,
		Code: code, Errno: errno, Syscall: "getaddrinfo", Hostname: err.Name,
	}
}

// describeDial describes a connection that was not made.
func describeDial(err error, op *net.OpError) failure {
	if op.Timeout() {
		return failure{Name: "ConnectTimeoutError", Message: "Connect Timeout Error", Code: "UND_ERR_CONNECT_TIMEOUT"}
	}
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return failure{Name: "Error", Message: op.Error()}
	}
	f := describeErrno(errno, "connect")
	if op.Addr == nil {
		return f
	}
	host, port, splitErr := net.SplitHostPort(op.Addr.String())
	if splitErr != nil {
		return f
	}
	f.Address = host
	f.Port, _ = strconv.Atoi(port)
	f.Message = fmt.Sprintf("connect %s %s", f.Code, op.Addr)
	if f.Port == 0 {
		f.Message = fmt.Sprintf("connect %s %s", f.Code, host)
	}
	return f
}

var errnoNames = map[syscall.Errno]string{
	syscall.ECONNREFUSED: "ECONNREFUSED",
	syscall.ECONNRESET:   "ECONNRESET",
	syscall.EHOSTUNREACH: "EHOSTUNREACH",
	syscall.ENETUNREACH:  "ENETUNREACH",
	syscall.ETIMEDOUT:    "ETIMEDOUT",
	syscall.EPIPE:        "EPIPE",
	syscall.EACCES:       "EACCES",
}

func describeErrno(errno syscall.Errno, call string) failure {
	code, known := errnoNames[errno]
	if !known {
		return failure{Name: "Error", Message: call + " " + errno.Error(), Errno: -int(errno), Syscall: call}
	}
	return failure{Name: "Error", Message: call + " " + code, Code: code, Errno: -int(errno), Syscall: call}
}

func describeCoding(err error) failure {
	f := failure{Name: "Error", Message: "invalid compressed data", Code: "Z_DATA_ERROR", Errno: -3}
	switch {
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, zlib.ErrHeader):
		f.Message = "incorrect header check"
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrChecksum):
		f.Message = "incorrect data check"
	case errors.Is(err, io.ErrUnexpectedEOF):
		f.Message, f.Code, f.Errno = "unexpected end of file", "Z_BUF_ERROR", -5
	}
	return f
}

// describeParse names what llhttp would say about a response that is no HTTP;
// net/http tells it in words alone.
func describeParse(err error) (failure, bool) {
	for _, wrong := range []struct{ says, code, reason string }{
		{"malformed HTTP response", "HPE_INVALID_CONSTANT", "Expected HTTP/"},
		{"malformed HTTP version", "HPE_INVALID_VERSION", "Invalid HTTP version"},
		{"malformed HTTP status code", "HPE_INVALID_STATUS", "Invalid status code"},
		{"malformed MIME header", "HPE_INVALID_HEADER_TOKEN", "Invalid header token"},
		{"invalid byte in chunk length", "HPE_INVALID_CHUNK_SIZE", "Invalid character in chunk size"},
		{"multiple Content-Length headers", "HPE_UNEXPECTED_CONTENT_LENGTH", "Duplicate Content-Length"},
	} {
		if strings.Contains(err.Error(), wrong.says) {
			message := fmt.Sprintf("Response does not match the HTTP/1.1 protocol (%s)", wrong.reason)
			return failure{Name: "HTTPParserError", Message: message, Code: wrong.code}, true
		}
	}
	if strings.Contains(err.Error(), "server response headers exceeded") {
		return failure{Name: "HeadersOverflowError", Message: "Headers Overflow Error", Code: "UND_ERR_HEADERS_OVERFLOW"}, true
	}
	return failure{}, false
}

// describeTLS names what OpenSSL would say about a certificate.
func describeTLS(err error) (failure, bool) {
	var (
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
		record   tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &unknown):
		if c := unknown.Cert; c != nil && c.CheckSignatureFrom(c) == nil {
			return failure{Name: "Error", Message: "self-signed certificate", Code: "DEPTH_ZERO_SELF_SIGNED_CERT"}, true
		}
		return failure{Name: "Error", Message: "unable to verify the first certificate", Code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE"}, true
	case errors.As(err, &hostname):
		message := "Hostname/IP does not match certificate's altnames: " + hostname.Error()
		return failure{Name: "Error", Message: message, Code: "ERR_TLS_CERT_ALTNAME_INVALID"}, true
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return failure{Name: "Error", Message: "certificate has expired", Code: "CERT_HAS_EXPIRED"}, true
	case errors.As(err, &record):
		return failure{Name: "Error", Message: "wrong version number", Code: "ERR_SSL_WRONG_VERSION_NUMBER"}, true
	}
	return failure{}, false
}

// Direct is the network itself, with undici's time limits.
var Direct Upstream = direct{&http.Transport{
	DialContext:           (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
	TLSHandshakeTimeout:   10 * time.Second,
	ResponseHeaderTimeout: 300 * time.Second,
	IdleConnTimeout:       4 * time.Second,
	MaxIdleConnsPerHost:   64,
	DisableCompression:    true,
	// Node.js's --max-http-header-size.
	MaxResponseHeaderBytes: 16 << 10,
}}

type direct struct{ transport *http.Transport }

// RoundTrip implements [Upstream].
func (d direct) RoundTrip(_ int, r *http.Request) (*http.Response, error) {
	return d.transport.RoundTrip(r)
}
