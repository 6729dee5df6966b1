package route

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// metadataRule says which files follow a convention.
type metadataRule struct {
	name     MetadataName
	rootOnly bool
	static   []string // extensions of files served as they are
	module   bool     // a module may make it
	numbered bool     // digits may follow the name
	route    string   // file name in the URL of a module, if it is not the name
}

var metadataRules = []metadataRule{
	{name: Robots, rootOnly: true, static: []string{"txt"}, module: true, route: "robots.txt"},
	{name: Manifest, rootOnly: true, static: []string{"webmanifest", "json"}, module: true, route: "manifest.webmanifest"},
	{name: Favicon, rootOnly: true, static: []string{"ico"}},
	{name: Sitemap, static: []string{"xml"}, module: true, route: "sitemap.xml"},
	{name: Icon, static: []string{"ico", "jpg", "jpeg", "png", "svg"}, module: true, numbered: true},
	{name: AppleIcon, static: []string{"jpg", "jpeg", "png"}, module: true, numbered: true},
	{name: OpenGraphImage, static: []string{"jpg", "jpeg", "png", "gif"}, module: true, numbered: true},
	{name: TwitterImage, static: []string{"jpg", "jpeg", "png", "gif"}, module: true, numbered: true},
}

// metadataFile adds the route of a metadata file and reports whether it is one.
// rest is relative to app.
func (d *discoverer) metadataFile(file, rest string) bool {
	dir, name := path.Split(rest)
	for _, rule := range metadataRules {
		after, ok := strings.CutPrefix(name, string(rule.name))
		if !ok || rule.rootOnly && dir != "" {
			continue
		}
		number := ""
		if rule.numbered {
			digits := len(after) - len(strings.TrimLeft(after, "0123456789"))
			number, after = after[:digits], after[digits:]
		}
		extension, ok := strings.CutPrefix(after, ".")
		if !ok {
			continue
		}
		if slices.Contains(rule.static, extension) {
			d.addMetadata(rule, file, dir, name, Metadata{Name: rule.name, Static: true})
			return true
		}
		if rule.module && slices.Contains(d.PageExtensions, extension) {
			base := string(rule.name) + number
			if rule.route != "" {
				base = rule.route
			}
			d.addMetadata(rule, file, dir, base, Metadata{Name: rule.name, Many: d.Inspect(file).Many})
			return true
		}
	}
	return false
}

func (d *discoverer) addMetadata(rule metadataRule, file, dir, name string, m Metadata) {
	dir = strings.ReplaceAll("/"+dir, "%5F", "_")
	stem, extension := name, ""
	if i := strings.IndexByte(name, '.'); i >= 0 {
		stem, extension = name[:i], name[i:]
	}
	if rule.numbered {
		stem += metadataSuffix(strings.TrimSuffix(dir, "/"))
	}
	if m.Many {
		extension = "/[__metadata_id__]"
	}
	page := dir + stem + extension
	d.add(Route{
		Pattern: ParsePattern(normalizeAppPath(page + "/route")), Kind: MetadataRoute,
		File: file, Page: page + "/route", Metadata: &m,
	})
}

// metadataSuffix tells images of different groups and slots apart: a hash of the
// parent path, if that has a group or slot in it.
func metadataSuffix(parent string) string {
	apart := false
	for part := range strings.SplitSeq(parent, "/") {
		apart = apart || isGroup(part) || strings.HasPrefix(part, "@")
	}
	if !apart {
		return ""
	}
	hash := uint32(5381)
	for _, unit := range utf16.Encode([]rune(parent)) {
		hash = hash*33 + uint32(unit)
	}
	text := strconv.FormatUint(uint64(hash), 36)
	return "-" + text[:min(6, len(text))]
}

// MetadataModule reports whether a file of that name, without folder, may be a
// module that makes metadata: "sitemap.ts", "icon2.tsx".
func MetadataModule(name string) bool {
	for _, rule := range metadataRules {
		after, ok := strings.CutPrefix(name, string(rule.name))
		if ok && rule.module && strings.HasPrefix(strings.TrimLeft(after, "0123456789"), ".") {
			return true
		}
	}
	return false
}
