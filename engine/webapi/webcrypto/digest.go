package webcrypto

import (
	"crypto"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"crypto/subtle"
	"encoding"
	"hash"
	"io"
	"strings"

	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/blake2s"
	"golang.org/x/crypto/ripemd160" //nolint:staticcheck // Node.js has it too

	"routescope/engine/js"
)

// A digest is one hash function, under OpenSSL's name.
type digest struct {
	make func() hash.Hash
	id   crypto.Hash // 0 if signatures cannot be made of it
}

var digests = map[string]digest{
	"md5":        {md5.New, crypto.MD5},
	"sha1":       {sha1.New, crypto.SHA1},
	"sha224":     {sha256.New224, crypto.SHA224},
	"sha256":     {sha256.New, crypto.SHA256},
	"sha384":     {sha512.New384, crypto.SHA384},
	"sha512":     {sha512.New, crypto.SHA512},
	"sha512-224": {sha512.New512_224, crypto.SHA512_224},
	"sha512-256": {sha512.New512_256, crypto.SHA512_256},
	"sha3-224":   {func() hash.Hash { return sha3.New224() }, crypto.SHA3_224},
	"sha3-256":   {func() hash.Hash { return sha3.New256() }, crypto.SHA3_256},
	"sha3-384":   {func() hash.Hash { return sha3.New384() }, crypto.SHA3_384},
	"sha3-512":   {func() hash.Hash { return sha3.New512() }, crypto.SHA3_512},
	"ripemd160":  {ripemd160.New, crypto.RIPEMD160},
	"md5-sha1":   {newMD5SHA1, crypto.MD5SHA1},
	"blake2b512": {must(blake2b.New512), 0},
	"blake2s256": {must(blake2s.New256), 0},
}

// must is for hashes that fail only with a key that is too long.
func must(make func(key []byte) (hash.Hash, error)) func() hash.Hash {
	return func() hash.Hash {
		h, err := make(nil)
		if err != nil {
			panic(err)
		}
		return h
	}
}

// An md5SHA1 is both hashes side by side, as old TLS signs.
type md5SHA1 struct{ md5, sha1 hash.Hash }

func newMD5SHA1() hash.Hash { return md5SHA1{md5.New(), sha1.New()} }

func (h md5SHA1) Write(p []byte) (int, error) {
	h.md5.Write(p)
	return h.sha1.Write(p)
}

func (h md5SHA1) Sum(b []byte) []byte { return h.sha1.Sum(h.md5.Sum(b)) }

func (h md5SHA1) Reset() {
	h.md5.Reset()
	h.sha1.Reset()
}

func (h md5SHA1) Size() int      { return h.md5.Size() + h.sha1.Size() }
func (h md5SHA1) BlockSize() int { return h.md5.BlockSize() }

// digestAliases are the names of OpenSSL, and object identifiers, that follow no
// rule.
var digestAliases = map[string]string{
	"rmd160": "ripemd160", "ripemd": "ripemd160", "ripemd-160": "ripemd160", "sha-1": "sha1", "sha1-2": "sha1", "ssl3-md5": "md5",
	"ssl3-sha1": "sha1", "blake2b-512": "blake2b512", "blake2s-256": "blake2s256", "shake-128": "shake128", "shake-256": "shake256",
	"sha-224": "sha224", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512", "sha-512/224": "sha512-224",
	"sha-512/256": "sha512-256", "1.2.840.113549.2.5": "md5",
}

// digestName turns what OpenSSL accepts into the key of digests: "RSA-SHA256",
// "sha256WithRSAEncryption", "SHA2-256", "rmd160".
func digestName(name string) string {
	name = strings.ToLower(name)
	bare := name
	for _, prefix := range []string{"rsa-", "id-rsassa-pkcs1-v1_5-with-"} {
		bare = strings.TrimPrefix(bare, prefix)
	}
	for _, suffix := range []string{"withrsaencryption", "withrsa"} {
		bare = strings.TrimSuffix(bare, suffix)
	}
	if rest, ok := strings.CutPrefix(bare, "sha2-"); ok {
		bare = "sha" + strings.ReplaceAll(rest, "/", "-")
	}
	// In the names of signatures the truncated ones have a slash.
	if bare != name {
		bare = strings.ReplaceAll(bare, "/", "-")
	}
	if known, ok := digestAliases[bare]; ok {
		return known
	}
	for known, oid := range digestOIDs {
		if oid.String() == bare {
			return known
		}
	}
	return bare
}

func digestOf(name string) (digest, error) {
	d, ok := digests[digestName(name)]
	if !ok {
		return d, js.Throw("Error", "Digest method not supported")
	}
	return d, nil
}

// sum finishes a hash over a state and more data. SHAKE takes a length.
func sum(name string, state, data []byte, length int) ([]byte, error) {
	if x := shakeOf(name); x != nil {
		return shakeSum(x, state, data, length)
	}
	d, err := digestOf(name)
	if err != nil {
		return nil, err
	}
	h := d.make()
	if err := restore(h, state); err != nil {
		return nil, err
	}
	h.Write(data)
	return h.Sum(nil), nil
}

func shakeOf(name string) *sha3.SHAKE {
	switch digestName(name) {
	case "shake128":
		return sha3.NewSHAKE128()
	case "shake256":
		return sha3.NewSHAKE256()
	}
	return nil
}

func shakeSum(x *sha3.SHAKE, state, data []byte, length int) ([]byte, error) {
	if err := restore(x, state); err != nil {
		return nil, err
	}
	x.Write(data)
	out := make([]byte, max(length, 0))
	_, err := io.ReadFull(x, out)
	return out, err
}

func restore(h any, state []byte) error {
	if state == nil {
		return nil
	}
	return h.(encoding.BinaryUnmarshaler).UnmarshalBinary(state)
}

// opDigest: name, state or null, data, length for SHAKE → the digest.
func opDigest(_ *js.Isolate, a js.Args) (any, error) {
	return sum(a.String(0), a.Bytes(1), a.Bytes(2), a.Int(3))
}

// opDigestFold: name, state or null, data → the state after data, so that nobody
// needs to keep data; null if the hash cannot give it.
func opDigestFold(_ *js.Isolate, a js.Args) (any, error) {
	var h io.Writer
	if x := shakeOf(a.String(0)); x != nil {
		h = x
	} else {
		d, err := digestOf(a.String(0))
		if err != nil {
			return nil, err
		}
		h = d.make()
	}
	m, ok := h.(encoding.BinaryMarshaler)
	if !ok {
		return nil, nil
	}
	if err := restore(h, a.Bytes(1)); err != nil {
		return nil, err
	}
	if _, err := h.Write(a.Bytes(2)); err != nil {
		return nil, err
	}
	return m.MarshalBinary()
}

// opDigestInfo: name → [name as the table has it, bytes of the digest, whether
// the length may be chosen], or null if there is no such hash.
func opDigestInfo(_ *js.Isolate, a js.Args) (any, error) {
	name := digestName(a.String(0))
	switch name {
	case "shake128":
		return []any{name, 16, true}, nil
	case "shake256":
		return []any{name, 32, true}, nil
	}
	d, ok := digests[name]
	if !ok {
		return nil, nil
	}
	return []any{name, d.make().Size(), false}, nil
}

// opHMAC: hash, key, data → the code.
func opHMAC(_ *js.Isolate, a js.Args) (any, error) {
	d, err := digestOf(a.String(0))
	if err != nil {
		return nil, err
	}
	h := hmac.New(d.make, a.Bytes(1))
	h.Write(a.Bytes(2))
	return h.Sum(nil), nil
}

// opEqual compares in constant time.
func opEqual(_ *js.Isolate, a js.Args) (any, error) {
	return subtle.ConstantTimeCompare(a.Bytes(0), a.Bytes(1)) == 1, nil
}

// opRandom: n → n random bytes of the isolate.
func opRandom(iso *js.Isolate, a js.Args) (any, error) {
	b := make([]byte, a.Int(0))
	_, err := io.ReadFull(iso.Rand(), b)
	return b, err
}
