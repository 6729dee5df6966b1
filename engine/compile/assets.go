package compile

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"image"
	_ "image/gif" // sizes of imported images
	_ "image/jpeg"
	_ "image/png"
	"path/filepath"
	"regexp"
	"strings"
)

// assetPattern matches the files that are no code, but that Next.js lets code
// import.
const assetPattern = `\.(?:png|jpe?g|gif|webp|avif|ico|bmp|svg|css|scss|sass|less|wasm)$`

var asset = regexp.MustCompile(assetPattern)

func isAsset(file string) bool { return asset.MatchString(file) }

var cssClass = regexp.MustCompile(`\.(-?[A-Za-z_][\w-]*)`)

// assetSource returns what importing an asset gives: for an image, the object
// that next/image takes; for a CSS module, its class names; for another style
// sheet, nothing.
func assetSource(file string, text []byte) (source string, isJSON bool, err error) {
	name := filepath.Base(file)
	var value any
	switch ext := filepath.Ext(file); {
	case strings.HasSuffix(strings.TrimSuffix(name, ext), ".module"):
		value = classNames(name, text)
	case strings.Contains(".css .scss .sass .less", ext):
		return "", false, nil
	default:
		value = imageData(name, text)
	}
	data, err := json.Marshal(value)
	return string(data), true, err
}

// classNames maps the classes of a CSS module to names that no other has.
func classNames(file string, text []byte) map[string]string {
	prefix, _, _ := strings.Cut(file, ".")
	names := map[string]string{}
	for _, m := range cssClass.FindAllSubmatch(text, -1) {
		names[string(m[1])] = prefix + "_" + string(m[1]) + "__" + digest(text)
	}
	return names
}

type imageImport struct {
	Src    string `json:"src"`
	Height int    `json:"height,omitempty"`
	Width  int    `json:"width,omitempty"`
}

// imageData describes an image. The size of formats that Go does not read is
// left out.
func imageData(file string, data []byte) imageImport {
	ext := filepath.Ext(file)
	out := imageImport{Src: fmt.Sprintf("/_next/static/media/%s.%s%s", strings.TrimSuffix(file, ext), digest(data), ext)}
	if config, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		out.Width, out.Height = config.Width, config.Height
	}
	return out
}

func digest(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data))[:8] }
