package engine

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf16"

	"routescope/engine/event"
	"routescope/engine/handler"
)

// rscQuery is the query parameter that keeps answers to React's own requests
// apart in caches that do not respect Vary.
const rscQuery = "_rsc"

// redirectRSC returns where a request with the header "RSC: 1" is sent first: to
// the same URL with a _rsc that fits its other headers. As in Next.js this
// concerns route handlers too.
func redirectRSC(x *handler.Exchange, target string) (location string, ok bool) {
	if handler.Get(x.Header, "rsc") != "1" {
		return "", false
	}
	input, plain := rscInput(x.Header)
	want := ""
	if !plain {
		sum := sha256.Sum256([]byte(input))
		want = base64.RawURLEncoding.EncodeToString(sum[:12])
	}
	path, query, _ := strings.Cut(target, "?")
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		switch {
		case name == rscQuery && (value == want || (!plain && value == legacyHash(input))):
			return "", false
		case pair != "" && !strings.HasPrefix(pair, rscQuery+"="):
			kept = append(kept, pair)
		}
	}
	fresh := rscQuery
	if want != "" {
		fresh += "=" + want
	}
	return path + "?" + strings.Join(append(kept, fresh), "&"), true
}

// rscInput is what the hash is made of; plain says that there is nothing to hash.
func rscInput(header event.Header) (input string, plain bool) {
	prefetch := handler.Get(header, "next-router-prefetch")
	if prefetch != "1" && prefetch != "2" && prefetch != "3" {
		prefetch = ""
	}
	parts := []string{prefetch}
	for _, name := range []string{"next-router-segment-prefetch", "next-router-state-tree", "next-url"} {
		parts = append(parts, handler.Get(header, name))
	}
	plain = strings.Join(parts, "") == ""
	for i, p := range parts {
		if p == "" {
			parts[i] = "0"
		}
	}
	return strings.Join(parts, ","), plain
}

// legacyHash is the short form that clients without crypto.subtle send.
func legacyHash(input string) string {
	var h uint32 = 5381
	for _, unit := range utf16.Encode([]rune(input)) {
		h = h*33 + uint32(unit)
	}
	text := strconv.FormatUint(uint64(h), 36)
	return text[:min(5, len(text))]
}
