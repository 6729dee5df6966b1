package engine_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// upstreamHost is where the fixtures look for their helper server.
const upstreamHost = "127.0.0.1:4599"

// An upstream is the server that fixtures fetch from: it counts, remembers and
// echoes. Every project has its own.
type upstream struct {
	*httptest.Server
	mu     sync.Mutex
	counts map[string]int
	notes  map[string][]string
	values map[string]*string
}

func newUpstream(t *testing.T) *upstream {
	u := &upstream{counts: map[string]int{}, notes: map[string][]string{}, values: map[string]*string{}}
	u.Server = httptest.NewServer(u.routes())
	t.Cleanup(u.Close)
	return u
}

// RoundTrip implements http.RoundTripper: what is meant for the fixtures' address
// goes to this server.
func (u *upstream) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == upstreamHost {
		r = r.Clone(r.Context())
		r.URL.Host = u.Listener.Addr().String()
	}
	return http.DefaultTransport.RoundTrip(r)
}

func (u *upstream) routes() http.Handler {
	routes := map[string]func(http.ResponseWriter, *http.Request, string){
		"count": u.count, "peek": u.peek, "reset": u.reset, "value": u.value, "notes": u.note,
		"echo": echo, "form": form, "status": status, "redirect": redirect, "slow": slow,
		"gzip": gzipped, "stream": stream, "cookies": cookies, "protected": protected,
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		parts := strings.SplitN(r.URL.Path, "/", 4)
		name := ""
		if len(parts) > 2 {
			name = parts[2]
		}
		w.Header()["Date"] = nil
		if route, ok := routes[parts[1]]; ok {
			route(w, r, name)
			return
		}
		answerJSON(w, 404, map[string]any{"unknown": r.URL.Path})
	})
}

func answerJSON(w http.ResponseWriter, status int, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // plain data
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	w.Write(text)
}

// counter is the answer of count and peek: the order of its fields shows.
type counter struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

func (u *upstream) count(w http.ResponseWriter, r *http.Request, name string) {
	u.mu.Lock()
	u.counts[name]++
	n := u.counts[name]
	u.mu.Unlock()
	if control := r.URL.Query().Get("cc"); control != "" {
		w.Header().Set("Cache-Control", control)
	}
	answerJSON(w, 200, counter{name, n})
}

func (u *upstream) peek(w http.ResponseWriter, _ *http.Request, name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	answerJSON(w, 200, counter{name, u.counts[name]})
}

func (u *upstream) reset(w http.ResponseWriter, _ *http.Request, name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if name == "" {
		clear(u.counts)
		name = "all"
	}
	delete(u.counts, name)
	answerJSON(w, 200, map[string]string{"reset": name})
}

func (u *upstream) value(w http.ResponseWriter, r *http.Request, name string) {
	text := readText(r)
	u.mu.Lock()
	defer u.mu.Unlock()
	switch r.Method {
	case "POST", "PUT":
		u.values[name] = &text
	case "DELETE":
		delete(u.values, name)
	}
	answerJSON(w, 200, struct {
		Name  string  `json:"name"`
		Value *string `json:"value"`
	}{name, u.values[name]})
}

func (u *upstream) note(w http.ResponseWriter, r *http.Request, name string) {
	text := readText(r)
	u.mu.Lock()
	defer u.mu.Unlock()
	switch r.Method {
	case "POST":
		u.notes[name] = append(u.notes[name], text)
	case "DELETE":
		delete(u.notes, name)
	}
	answerJSON(w, 200, append([]string{}, u.notes[name]...))
}

func readText(r *http.Request) string {
	body, _ := io.ReadAll(r.Body)
	return string(body)
}

// header returns a header of a request, nil if it has none.
func header(r *http.Request, name string) *string {
	if values := r.Header.Values(name); len(values) > 0 {
		joined := strings.Join(values, ", ")
		return &joined
	}
	return nil
}

func echo(w http.ResponseWriter, r *http.Request, _ string) {
	answerJSON(w, 200, struct {
		Method        string  `json:"method"`
		URL           string  `json:"url"`
		Type          *string `json:"type"`
		Tide          *string `json:"tide"`
		Authorization *string `json:"authorization"`
		Cookie        *string `json:"cookie"`
		Body          string  `json:"body"`
	}{r.Method, r.RequestURI, header(r, "content-type"), header(r, "x-tide"), header(r, "authorization"), header(r, "cookie"), readText(r)})
}

var fieldName = regexp.MustCompile(`name="([^"]*)"(?:; filename="([^"]*)")?`)

func form(w http.ResponseWriter, r *http.Request, _ string) {
	fields := []string{}
	for _, m := range fieldName.FindAllStringSubmatch(readText(r), -1) {
		if m[2] != "" {
			m[1] += ":" + m[2]
		}
		fields = append(fields, m[1])
	}
	answerJSON(w, 200, struct {
		Multipart bool     `json:"multipart"`
		Fields    []string `json:"fields"`
	}{strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data; boundary="), fields})
}

func status(w http.ResponseWriter, _ *http.Request, name string) {
	code, _ := strconv.Atoi(name)
	if code == 204 || code == 304 {
		w.WriteHeader(code)
		return
	}
	answerJSON(w, code, map[string]int{"status": code})
}

func redirect(w http.ResponseWriter, r *http.Request, _ string) {
	query := r.URL.Query()
	code, err := strconv.Atoi(query.Get("code"))
	if err != nil {
		code = 302
	}
	to := query.Get("to")
	if to == "" {
		to = "/echo"
	}
	w.Header()["Content-Type"] = nil
	w.Header().Set("Location", to)
	w.Header().Set("X-From", "upstream")
	w.WriteHeader(code)
	io.WriteString(w, "moved")
}

func slow(w http.ResponseWriter, r *http.Request, name string) {
	n, _ := strconv.Atoi(name)
	_, extra, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/slow/"), "/")
	time.Sleep(milliseconds(n))
	answerJSON(w, 200, struct {
		Waited int    `json:"waited"`
		Extra  string `json:"extra"`
	}{n, extra})
}

func gzipped(w http.ResponseWriter, _ *http.Request, _ string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Set("X-Upstream", "gzip")
	z := gzip.NewWriter(w)
	io.WriteString(z, `{"packed":true,"pad":"`+strings.Repeat("p", 100)+`"}`)
	z.Close()
}

func stream(w http.ResponseWriter, _ *http.Request, _ string) {
	w.Header().Set("Content-Type", "text/plain")
	for _, part := range []string{"alpha ", "beta ", "gamma"} {
		io.WriteString(w, part)
		http.NewResponseController(w).Flush()
		time.Sleep(120 * time.Millisecond)
	}
}

func cookies(w http.ResponseWriter, _ *http.Request, _ string) {
	w.Header()["Set-Cookie"] = []string{"first=1; Path=/", "second=2; HttpOnly"}
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Vary", "x-tide")
	io.WriteString(w, "with cookies")
}

func protected(w http.ResponseWriter, r *http.Request, _ string) {
	if r.Header.Get("Authorization") == "Bearer anchor" {
		answerJSON(w, 200, struct {
			Secret string `json:"secret"`
			Method string `json:"method"`
		}{"depth 14 fathoms", r.Method})
		return
	}
	to := &url.URL{Path: "/login"}
	if r.URL.Query().Has("abs") {
		to = &url.URL{Scheme: "https", Host: "pier.example", Path: "/login"}
	}
	w.Header()["Content-Type"] = nil
	w.Header().Set("Location", to.String())
	w.WriteHeader(302)
	io.WriteString(w, "go and log in")
}
