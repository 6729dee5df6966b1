package tui

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"routescope/tui/widget/jsonview"
	"routescope/tui/widget/textview"
)

// highlightLimit is the size above which text is shown without colours: a lexer
// takes about a second for 4 MiB, and nobody reads that much.
const highlightLimit = 512 << 10

// foldLimit is the size above which JSON is shown as it came: laying 8 MiB out
// takes a quarter of a second.
const foldLimit = 8 << 20

// bodyText is a body laid out for reading, and how far that went.
type bodyText struct {
	view textview.Model
	kind string // "JSON", "XML", "text", "binary", "PNG 600×315"
	// The room for pictures, in cells; width is 0 where there is no colour.
	width, height int
	note          string // what a reader should know: that JSON is malformed
	bytes         int
}

// set lays body out according to its type. While more is to come it stays plain,
// so that what is being read does not change its form.
func (t *bodyText) set(contentType string, body []byte, complete bool) {
	grown := t.bytes > 0 && len(body) >= t.bytes && !complete
	t.bytes, t.note = len(body), ""
	lines := t.layOut(contentType, body, complete)
	if grown {
		t.view.Extend(lines)
		return
	}
	t.view.SetLines(lines)
}

func (t *bodyText) layOut(contentType string, body []byte, complete bool) []textview.Line {
	media, _, _ := mime.ParseMediaType(contentType)
	switch {
	case len(body) == 0:
		t.kind = "empty"
		return nil
	case !isText(body):
		t.kind = "binary"
		return append(t.picture(media, body, complete), hexLines(body)...)
	case !complete:
		t.kind = "text"
		return textview.Lines(string(body), textview.Plain)
	case isJSON(media, body) && len(body) > foldLimit:
		t.note = "larger than " + size(foldLimit) + ": shown as it came"
	case isJSON(media, body):
		lines, err := jsonview.Lines(body)
		if err == nil {
			t.kind = "JSON"
			return lines
		}
		if isJSONType(media) {
			t.note = "not valid " + strings.TrimPrefix(err.Error(), "reading ")
		}
	}
	return t.highlight(media, string(body))
}

// picture draws an image above its bytes.
func (t *bodyText) picture(media string, body []byte, complete bool) []textview.Line {
	if !complete || !strings.HasPrefix(media, "image/") {
		return nil
	}
	kind := pictureKind(body)
	if kind == "" {
		return nil
	}
	t.kind = kind
	if t.width == 0 {
		return nil
	}
	lines := drawPicture(body, t.width, t.height)
	if len(lines) > 0 {
		lines = append(lines, textview.Line{})
	}
	return lines
}

func isJSONType(media string) bool {
	return media == "application/json" || strings.HasSuffix(media, "+json")
}

// isJSON reports whether a body should be tried as JSON: by its type, or, if
// that says nothing, by its first character.
func isJSON(media string, body []byte) bool {
	first := bytes.TrimLeft(body, " \t\r\n")
	return isJSONType(media) || media == "" && len(first) > 0 && (first[0] == '{' || first[0] == '[')
}

// isText reports whether body can be read as text; a character cut off at the
// end is forgiven.
func isText(body []byte) bool {
	head := body[:min(len(body), 4096)]
	for len(head) > 0 {
		r, n := utf8.DecodeRune(head)
		if r == utf8.RuneError && n == 1 && len(head) >= utf8.UTFMax || r == 0 {
			return false
		}
		head = head[n:]
	}
	return true
}

// highlight classifies the text of a media type with its lexer.
func (t *bodyText) highlight(media, text string) []textview.Line {
	t.kind = "text"
	lexer := lexers.MatchMimeType(media)
	if lexer == nil || media == "text/plain" || len(text) > highlightLimit {
		return textview.Lines(text, textview.Plain)
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, text)
	if err != nil {
		return textview.Lines(text, textview.Plain)
	}
	t.kind = lexer.Config().Name
	var lines []textview.Line
	for _, tokens := range chroma.SplitTokensIntoLines(tokens.Tokens()) {
		var line textview.Line
		for _, token := range tokens {
			if text := strings.TrimRight(token.Value, "\r\n"); text != "" {
				line.Spans = append(line.Spans, textview.Span{Text: text, Class: classOf(token.Type)})
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// tokenClasses maps chroma's categories; the first that a token is in counts.
var tokenClasses = []struct {
	token chroma.TokenType
	class textview.Class
}{
	{chroma.NameTag, textview.Name}, {chroma.NameAttribute, textview.Attribute},
	{chroma.Comment, textview.Comment}, {chroma.Keyword, textview.Keyword},
	{chroma.LiteralString, textview.String}, {chroma.LiteralNumber, textview.Number},
	{chroma.Literal, textview.Literal}, {chroma.Punctuation, textview.Punct},
	{chroma.Operator, textview.Punct}, {chroma.Name, textview.Name}, {chroma.Error, textview.Wrong},
}

func classOf(t chroma.TokenType) textview.Class {
	for _, c := range tokenClasses {
		if t == c.token || t.SubCategory() == c.token || t.Category() == c.token {
			return c.class
		}
	}
	return textview.Plain
}

// hexLimit is how much of a binary body is dumped.
const hexLimit = 64 << 10

// hexLines dumps bytes as hexdump -C does.
func hexLines(body []byte) []textview.Line {
	var lines []textview.Line
	for at := 0; at < len(body) && at < hexLimit; at += 16 {
		lines = append(lines, hexLine(at, body[at:min(at+16, len(body))]))
	}
	if len(body) > hexLimit {
		lines = append(lines, textview.Line{Spans: []textview.Span{
			{Text: "… " + size(int64(len(body)-hexLimit)) + " more", Class: textview.Note}}})
	}
	return lines
}

func hexLine(at int, b []byte) textview.Line {
	const digits = "0123456789abcdef"
	var offset, hex, text strings.Builder
	for shift := 20; shift >= 0; shift -= 4 {
		offset.WriteByte(digits[at>>shift&15])
	}
	for i := range 16 {
		if i == 8 {
			hex.WriteByte(' ')
		}
		if i >= len(b) {
			hex.WriteString("   ")
			continue
		}
		hex.WriteString(string([]byte{digits[b[i]>>4], digits[b[i]&15], ' '}))
		if b[i] >= 0x20 && b[i] < 0x7f {
			text.WriteByte(b[i])
		} else {
			text.WriteByte('.')
		}
	}
	return textview.Line{Spans: []textview.Span{
		{Text: offset.String() + "  ", Class: textview.Note},
		{Text: hex.String() + " ", Class: textview.Number},
		{Text: text.String(), Class: textview.String},
	}}
}
