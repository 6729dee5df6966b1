package recorder

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"routescope/engine/event"
)

// FormatCurl returns the command line that sends req to the server at origin
// ("http://localhost:3000"), quoted for a POSIX shell.
//
// The bytes sent are the request's own: data goes through --data-raw, and where
// curl would add a Content-Type of its own, the command tells it not to. curl's
// User-Agent and Accept are left to curl.
func FormatCurl(origin string, req Request) string {
	words := []string{"curl"}
	switch {
	case req.Method == http.MethodHead:
		words = append(words, "--head")
	case req.Method == http.MethodPost && req.Body != nil, req.Method == "", req.Method == http.MethodGet && req.Body == nil:
	default:
		words = append(words, "-X", shellQuote(req.Method))
	}
	words = append(words, shellQuote(origin+req.Target))
	for _, f := range req.Header {
		line := f.Name + ": " + f.Value
		if f.Value == "" {
			line = f.Name + ";"
		}
		words = append(words, "-H", shellQuote(line))
	}
	if req.Body == nil {
		return strings.Join(words, " ")
	}
	if Value(req.Header, "Content-Type") == "" {
		words = append(words, "-H", "'Content-Type:'")
	}
	return strings.Join(append(words, "--data-raw", shellQuote(string(req.Body))), " ")
}

// shellQuote quotes a word in the plainest way that keeps its bytes: bare, in
// single quotes, or as $'…' where there are control characters.
func shellQuote(word string) string {
	bare := func(c rune) bool {
		return c < utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("-_./:=@%+,", c))
	}
	if word != "" && strings.IndexFunc(word, func(c rune) bool { return !bare(c) }) < 0 {
		return word
	}
	control := func(c rune) bool { return c != '\n' && (c < ' ' || c == 0x7f || c == utf8.RuneError) }
	if strings.IndexFunc(word, control) < 0 {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteString("$'")
	for i := range len(word) {
		switch c := word[i]; {
		case c == '\'' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteString("'")
	return b.String()
}

// ParseCurl reads a curl command line, as a browser's "Copy as cURL" writes it,
// and returns the server's origin and the request. Options that change how
// curl shows or transfers things are ignored; options whose effect on the
// request is not supported are an error that names them.
func ParseCurl(command string) (origin string, req Request, err error) {
	words, err := shellWords(command)
	if err != nil {
		return "", Request{}, err
	}
	if len(words) == 0 || words[0] != "curl" {
		return "", Request{}, fmt.Errorf("a curl command begins with %q", "curl")
	}
	p := curlParser{}
	if err := p.parse(words[1:]); err != nil {
		return "", Request{}, err
	}
	return p.request()
}

// curlParser collects what the options say; request puts it together.
type curlParser struct {
	url     string
	method  string
	header  event.Header
	removed []string // names given as 'Name:'
	data    []string
	hasData bool
	get     bool // -G: data goes into the query
	json    bool
}

// curlOption is what one option does; nil means nothing that matters here.
type curlOption struct {
	value bool // takes a value
	apply func(p *curlParser, value string) error
}

func header(name string) func(*curlParser, string) error {
	return func(p *curlParser, value string) error {
		p.header = append(p.header, event.Field{Name: name, Value: value})
		return nil
	}
}

func data(p *curlParser, value string) error {
	if strings.HasPrefix(value, "@") {
		return fmt.Errorf("the data is in the file %q: paste its contents in its place", value[1:])
	}
	return rawData(p, value)
}

func rawData(p *curlParser, value string) error {
	p.data, p.hasData = append(p.data, value), true
	return nil
}

// curlOptions are the options by their long names.
var curlOptions = map[string]curlOption{
	"request":        {true, func(p *curlParser, v string) error { p.method = v; return nil }},
	"header":         {true, (*curlParser).headerLine},
	"url":            {true, func(p *curlParser, v string) error { p.url = v; return nil }},
	"data":           {true, data},
	"data-ascii":     {true, data},
	"data-binary":    {true, data},
	"data-raw":       {true, rawData},
	"data-urlencode": {true, (*curlParser).urlencoded},
	"json":           {true, func(p *curlParser, v string) error { p.json = true; return data(p, v) }},
	"get":            {false, func(p *curlParser, _ string) error { p.get = true; return nil }},
	"head":           {false, func(p *curlParser, _ string) error { p.method = http.MethodHead; return nil }},
	"cookie":         {true, header("Cookie")},
	"user-agent":     {true, header("User-Agent")},
	"referer":        {true, header("Referer")},
	"user":           {true, (*curlParser).basicAuth},
	"compressed":     {false, func(p *curlParser, _ string) error { return header("Accept-Encoding")(p, "deflate, gzip, br, zstd") }},

	"include": {}, "verbose": {}, "silent": {}, "show-error": {}, "location": {}, "insecure": {}, "fail": {}, "no-buffer": {},
	"http1.1": {}, "http2": {}, "globoff": {}, "path-as-is": {},
	"output": {value: true}, "max-time": {value: true}, "connect-timeout": {value: true}, "write-out": {value: true}, "retry": {value: true},
}

// curlShort are the one-letter names.
var curlShort = map[byte]string{
	'X': "request", 'H': "header", 'd': "data", 'G': "get", 'I': "head", 'b': "cookie", 'A': "user-agent", 'e': "referer",
	'u': "user", 'i': "include", 'v': "verbose", 's': "silent", 'S': "show-error", 'L': "location", 'k': "insecure",
	'f': "fail", 'N': "no-buffer", 'g': "globoff", 'o': "output", 'm': "max-time", 'w': "write-out",
}

func (p *curlParser) parse(words []string) error {
	for len(words) > 0 {
		word := words[0]
		words = words[1:]
		var err error
		switch {
		case strings.HasPrefix(word, "--"):
			words, err = p.option(word[2:], word, words)
		case strings.HasPrefix(word, "-") && word != "-":
			words, err = p.letters(word[1:], words)
		case p.url != "":
			err = fmt.Errorf("two URLs, %q and %q: send one request at a time", p.url, word)
		default:
			p.url = word
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// letters parses -sSXPOST: letters without a value, then perhaps one with.
func (p *curlParser) letters(letters string, words []string) (rest []string, err error) {
	for i := range len(letters) {
		spelled := "-" + letters[i:i+1]
		name, ok := curlShort[letters[i]]
		if !ok {
			return nil, fmt.Errorf("curl's option %s is not supported", spelled)
		}
		if curlOptions[name].value {
			if value := letters[i+1:]; value != "" {
				words = append([]string{value}, words...)
			}
			return p.option(name, spelled, words)
		}
		if words, err = p.option(name, spelled, words); err != nil {
			return nil, err
		}
	}
	return words, nil
}

func (p *curlParser) option(name, spelled string, words []string) (rest []string, err error) {
	option, ok := curlOptions[name]
	if !ok {
		return nil, fmt.Errorf("curl's option %s is not supported", spelled)
	}
	value := ""
	if option.value {
		if len(words) == 0 {
			return nil, fmt.Errorf("curl's option %s lacks its value", spelled)
		}
		value, words = words[0], words[1:]
	}
	if option.apply == nil {
		return words, nil
	}
	return words, option.apply(p, value)
}

// headerLine takes "Name: value", "Name;" (empty) or "Name:" (not to be sent).
func (p *curlParser) headerLine(line string) error {
	name, value, ok := strings.Cut(line, ":")
	if !ok {
		if name, ok := strings.CutSuffix(line, ";"); ok {
			return header(name)(p, "")
		}
		return fmt.Errorf("the header %q lacks its colon", line)
	}
	if value = strings.TrimSpace(value); value == "" {
		p.removed = append(p.removed, strings.ToLower(name))
		return nil
	}
	return header(name)(p, value)
}

// urlencoded takes "content", "=content" or "name=content".
func (p *curlParser) urlencoded(value string) error {
	name, content, ok := strings.Cut(value, "=")
	switch {
	case !ok && strings.Contains(value, "@"):
		return data(p, "@"+strings.SplitN(value, "@", 2)[1])
	case !ok:
		name, content = "", value
	}
	content = strings.ReplaceAll(url.QueryEscape(content), "+", "%20")
	if name != "" {
		content = name + "=" + content
	}
	return rawData(p, content)
}

func (p *curlParser) basicAuth(credentials string) error {
	return header("Authorization")(p, "Basic "+base64.StdEncoding.EncodeToString([]byte(credentials)))
}

func (p *curlParser) request() (origin string, req Request, err error) {
	if !strings.Contains(p.url, "://") && p.url != "" {
		p.url = "http://" + p.url
	}
	origin, target, err := splitURL(p.url)
	if err != nil {
		return "", Request{}, err
	}
	body := strings.Join(p.data, "&")
	if p.json {
		body = strings.Join(p.data, "")
		p.implied("Content-Type", "application/json")
		p.implied("Accept", "application/json")
	}
	req = Request{Method: p.method, Target: target}
	switch {
	case p.hasData && p.get:
		req.Target += map[bool]string{true: "&", false: "?"}[strings.Contains(target, "?")] + body
	case p.hasData:
		req.Body = []byte(body)
		p.implied("Content-Type", "application/x-www-form-urlencoded")
	}
	req.Header = p.header
	if req.Method == "" {
		req.Method = http.MethodGet
		if req.Body != nil {
			req.Method = http.MethodPost
		}
	}
	return origin, req, nil
}

// implied adds a header line that curl adds by itself, unless it was given or
// taken away.
func (p *curlParser) implied(name, value string) {
	for _, removed := range p.removed {
		if strings.EqualFold(removed, name) {
			return
		}
	}
	if len(Values(p.header, name)) == 0 {
		p.header = append(p.header, event.Field{Name: name, Value: value})
	}
}

// splitURL divides an URL before its path, keeping the path as it is spelled:
// net/url refuses what Next.js has an answer for, such as "/100%".
func splitURL(address string) (origin, target string, err error) {
	scheme, rest, ok := strings.Cut(address, "://")
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	if !ok || end == 0 {
		return "", "", fmt.Errorf("%q is no URL", address)
	}
	target, _, _ = strings.Cut(rest[end:], "#")
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	return scheme + "://" + rest[:end], target, nil
}
