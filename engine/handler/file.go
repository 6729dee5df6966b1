package handler

import (
	"fmt"
	"mime"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"

	"routescope/engine/event"
)

// mimeTypes are those of the "send" package that Go's table lacks or spells
// differently on some systems.
var mimeTypes = map[string]string{
	".txt": "text/plain", ".json": "application/json", ".xml": "application/xml", ".svg": "image/svg+xml",
	".html": "text/html", ".htm": "text/html", ".css": "text/css", ".js": "application/javascript",
	".mjs": "application/javascript", ".map": "application/json", ".md": "text/markdown", ".csv": "text/csv",
	".ico": "image/x-icon", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
	".webp": "image/webp", ".avif": "image/avif", ".pdf": "application/pdf", ".wasm": "application/wasm",
	".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf", ".otf": "font/otf", ".zip": "application/zip",
	".mp3": "audio/mpeg", ".mp4": "video/mp4", ".webm": "video/webm", ".webmanifest": "application/manifest+json",
	".yaml": "text/yaml", ".yml": "text/yaml",
}

func mimeType(file string) string {
	ext := strings.ToLower(path.Ext(file))
	if t, ok := mimeTypes[ext]; ok {
		return t
	}
	t, _, _ := strings.Cut(mime.TypeByExtension(ext), ";")
	if t == "" {
		return "application/octet-stream"
	}
	return t
}

// isText says whether "send" adds a charset.
func isText(t string) bool {
	return strings.HasPrefix(t, "text/") || t == "application/json" || t == "application/javascript" ||
		t == "application/xml" || t == "application/manifest+json" || t == "image/svg+xml"
}

// ServeFile answers with a file of public/, as Next.js does with the "send"
// package: conditional requests and ranges included.
func ServeFile(x *Exchange, file string) {
	defer x.Finish()
	if x.Method != "GET" && x.Method != "HEAD" {
		RespondPage(x, 405, event.Header{{Name: "Allow", Value: "GET"}, {Name: "Allow", Value: "HEAD"}})
		return
	}
	f, err := os.Open(file)
	if err != nil {
		RespondPage(x, 404, nil)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		RespondPage(x, 404, nil)
		return
	}
	contentType := mimeType(file)
	if isText(contentType) && contentType != "image/svg+xml" {
		contentType += "; charset=UTF-8"
	}
	w := &fileWriter{x: x, contentType: contentType, modified: info.ModTime().UTC().Format(http.TimeFormat), header: http.Header{
		"Accept-Ranges": {"bytes"},
		"Cache-Control": {"public, max-age=0"},
		"Etag":          {fmt.Sprintf(`W/"%x-%x"`, info.Size(), info.ModTime().UnixMilli())},
		"Content-Type":  {contentType},
	}}
	http.ServeContent(w, fileRequest(x), info.Name(), info.ModTime(), f)
	w.end()
}

// fileRequest is the exchange's request as net/http's file server reads it.
func fileRequest(x *Exchange) *http.Request {
	r := &http.Request{Method: x.Method, Header: http.Header{}}
	for _, f := range x.Header {
		r.Header.Add(f.Name, f.Value)
	}
	return r.WithContext(x.Context())
}

// A fileWriter lets net/http's file server answer an exchange.
type fileWriter struct {
	x      *Exchange
	header http.Header
	status int
	// What net/http leaves out of some answers.
	modified, contentType string
}

// Header implements http.ResponseWriter.
func (w *fileWriter) Header() http.Header { return w.header }

// order is that of "send".
var order = []string{"Accept-Ranges", "Cache-Control", "Last-Modified", "Etag", "Content-Type", "Content-Range", "Content-Length"}

// WriteHeader implements http.ResponseWriter.
func (w *fileWriter) WriteHeader(status int) {
	w.status = status
	if status == http.StatusRequestedRangeNotSatisfiable {
		RespondPage(w.x, status, event.Header{
			{Name: "Accept-Ranges", Value: "bytes"},
			{Name: "Last-Modified", Value: w.modified},
			{Name: "Content-Type", Value: w.contentType},
			{Name: "Content-Range", Value: w.header.Get("Content-Range")},
		})
		return
	}
	w.header.Set("Last-Modified", w.modified)
	var header event.Header
	for _, name := range order {
		if v := w.header.Get(name); v != "" {
			header = append(header, event.Field{Name: strings.Replace(name, "Etag", "ETag", 1), Value: v})
		}
	}
	w.x.SendHead(status, "", header)
}

// Write implements http.ResponseWriter.
func (w *fileWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	w.x.SendChunk(slices.Clone(p), nil)
	return len(p), nil
}

func (w *fileWriter) end() {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	w.x.End()
}
