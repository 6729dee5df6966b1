package fetch

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"strings"

	"routescope/engine/js"
)

// hashes are those of Subresource Integrity, the weakest first.
var hashes = []struct {
	prefix string
	sum    func([]byte) []byte
}{
	{"sha256-", func(b []byte) []byte { s := sha256.Sum256(b); return s[:] }},
	{"sha384-", func(b []byte) []byte { s := sha512.Sum384(b); return s[:] }},
	{"sha512-", func(b []byte) []byte { s := sha512.Sum512(b); return s[:] }},
}

// integrityMatches reports whether a body has one of the hashes of the strongest
// kind that metadata names. Metadata without a hash it knows matches anything.
// See https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist
func integrityMatches(body []byte, metadata string) bool {
	for i := len(hashes) - 1; i >= 0; i-- {
		wanted := digestsOf(metadata, hashes[i].prefix)
		if len(wanted) == 0 {
			continue
		}
		sum := hashes[i].sum(body)
		for _, digest := range wanted {
			if bytes.Equal(digest, sum) {
				return true
			}
		}
		return false
	}
	return true
}

// digestsOf returns the digests of one kind; one that is not base64 is empty,
// and matches nothing.
func digestsOf(metadata, prefix string) (digests [][]byte) {
	for _, item := range strings.Fields(metadata) {
		encoded, ok := strings.CutPrefix(item, prefix)
		if !ok {
			continue
		}
		encoded, _, _ = strings.Cut(encoded, "?") // options
		encoded = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(encoded, "="))
		digest, err := base64.RawStdEncoding.DecodeString(encoded)
		if err != nil {
			digest = nil
		}
		digests = append(digests, digest)
	}
	return digests
}

func opIntegrity(_ *js.Isolate, a js.Args) (any, error) {
	return integrityMatches(a.Bytes(0), a.String(1)), nil
}
