package golden

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"mime"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"
)

// form is how the bytes of a body stand in a text file.
type form string

// The forms, spelled as the suffixes of their sections.
const (
	formText   form = ""
	formJSON   form = ".json"
	formCRLF   form = ".crlf"
	formQuoted form = ".quoted"
	formFile   form = ".file"
)

// forms are all of them, in the order in which they are tried for text.
var forms = []form{formText, formJSON, formCRLF, formQuoted, formFile}

// sideFolder holds the bodies that are no text, beside the goldens.
const sideFolder = "bodies"

// A Body is the body that is expected.
type Body struct {
	Text string // with masks; for JSON as it stands in the file; empty for bytes
	Data []byte // what is in the side file, for bodies that are no text

	form form
}

// JSON reports whether the body is compared as JSON data.
func (b *Body) JSON() bool { return b.form == formJSON }

var (
	markerLine   = regexp.MustCompile(`(?m)^-- .* --\s*$`)
	conflictLine = regexp.MustCompile(`(?m)^<{7}(?: |$)`)
)

// textForm returns the form in which data survives in a text file.
func textForm(data []byte) form {
	switch {
	case !printable(data):
		return formFile
	case !bytes.ContainsRune(data, '\r'):
		if markerLine.Match(data) || conflictLine.Match(data) {
			return formQuoted
		}
		return formText
	case bytes.Count(data, []byte("\r\n")) == bytes.Count(data, []byte("\n")) &&
		bytes.Count(data, []byte("\r")) == bytes.Count(data, []byte("\n")) && !markerLine.Match(data) && !conflictLine.Match(data):
		return formCRLF
	}
	return formFile
}

// printable reports whether data is UTF-8 without control characters but for
// tabs and line ends.
func printable(data []byte) bool {
	if !utf8.Valid(data) {
		return false
	}
	return bytes.IndexFunc(data, func(c rune) bool {
		return c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f || c == '\ufeff'
	}) < 0
}

// encode returns the section's text for a body's text.
func (f form) encode(text string) string {
	switch f {
	case formCRLF:
		text = strings.ReplaceAll(text, "\r\n", "\n")
	case formQuoted:
		text = ">" + strings.ReplaceAll(text, "\n", "\n>")
	}
	if text == "" {
		return ""
	}
	return text + "\n"
}

// decode is the inverse of encode.
func (f form) decode(section string) (string, error) {
	text := strings.TrimSuffix(section, "\n")
	switch f {
	case formCRLF:
		text = strings.ReplaceAll(text, "\n", "\r\n")
	case formQuoted:
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			if !strings.HasPrefix(line, ">") {
				return "", fmt.Errorf("line %d does not begin with >", i+1)
			}
			lines[i] = line[1:]
		}
		text = strings.Join(lines, "\n")
	}
	return text, nil
}

// sideName returns the name of the side file for data, below the golden's folder.
func sideName(data []byte, contentType string) string {
	sum := sha256.Sum256(data)
	ext := ".bin"
	if media, _, err := mime.ParseMediaType(contentType); err == nil {
		if known, ok := sideExts[media]; ok {
			ext = known
		}
	}
	return sideFolder + "/" + hex.EncodeToString(sum[:16]) + ext
}

// sideExts name the side files of some media types, so that reviewers' tools
// can show them. mime.ExtensionsByType would differ from machine to machine.
var sideExts = map[string]string{
	"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/x-icon": ".ico",
	"application/pdf": ".pdf", "application/zip": ".zip", "application/gzip": ".gz", "font/woff2": ".woff2",
}

// readSide reads the side file that a .file section names.
func readSide(goldenPath, section string) ([]byte, error) {
	name, _, _ := strings.Cut(strings.TrimSpace(section), " ")
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, fmt.Errorf("%q is no file beside the golden", name)
	}
	data, err := os.ReadFile(filepath.Join(filepath.Dir(goldenPath), filepath.FromSlash(name)))
	if err != nil {
		return nil, fmt.Errorf("the body's file %s cannot be read: check it in beside the golden, or record again with --update", name)
	}
	return data, nil
}

// isJSON reports whether a media type is JSON: application/json, or …+json.
func isJSON(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && (media == "application/json" || strings.HasSuffix(media, "+json"))
}

// decodeJSON decodes one JSON value, keeping numbers as they are written.
func decodeJSON(text string) (any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, fmt.Errorf("more than one JSON value")
	}
	return value, nil
}

// printJSON is how JSON stands in goldens: indented, with sorted keys.
func printJSON(value any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		panic(err) // decoded JSON can be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}
