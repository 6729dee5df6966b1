package webcrypto

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"routescope/engine/js"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const (
	gcmSealed  = "ea69ad05ee7732cd92e9838f4d6527f05b8db137ed259b42197e0c" + "f89bfb6017e532270d58ddce4f61a7f2"
	ctrStream  = "9bf88e230872adebd0fee17bf5f7884ce5b5077f9346462c62a075c0c708ee960fded2ea674d882a"
	chachaTail = "698519d583b68f72f396"
)

// The answers are OpenSSL's, through Node.js.
func TestCipherOps(t *testing.T) {
	key := bytes.Repeat([]byte{3}, 16)
	longIV := unhex(t, "00112233445566778899aabbccddeeff0011")
	text := []byte("hello gcm with a long nonce")
	for name, c := range map[string]struct {
		op   func(*js.Isolate, js.Args) (any, error)
		args js.Args
		want string
	}{
		"GCM seals with a nonce that is not 12 bytes": {opSeal, js.Args{"gcm", key, longIV, []byte("aad"), text, 16}, gcmSealed},
		"AES Key Wrap, RFC 3394 section 4.1": {opKeyWrap, js.Args{true, unhex(t, "000102030405060708090A0B0C0D0E0F"), unhex(t, "00112233445566778899AABBCCDDEEFF")},
			"1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"},
		"CTR carries over all 128 bits":                 {opCTR, js.Args{key, bytes.Repeat([]byte{0xff}, 16), 128, 0, make([]byte, 40)}, ctrStream},
		"CTR goes on inside a block":                    {opCTR, js.Args{key, bytes.Repeat([]byte{0xff}, 16), 128, 20, make([]byte, 20)}, ctrStream[40:]},
		"ChaCha20 goes on inside a block, from byte 60": {opChaCha20, js.Args{bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 12), 60, make([]byte, 10)}, chachaTail},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.op(nil, c.args)
			if err != nil {
				t.Fatal(err)
			}
			if got := hex.EncodeToString(got.([]byte)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestGCMCounterMatchesItsKeyStream(t *testing.T) {
	key, iv := bytes.Repeat([]byte{3}, 16), unhex(t, "00112233445566778899aabbccddeeff0011")
	counter, err := opGCMCounter(nil, js.Args{key, iv})
	if err != nil {
		t.Fatal(err)
	}
	got, err := opCTR(nil, js.Args{key, counter, 32, 0, []byte("hello gcm with a long nonce")})
	if err != nil {
		t.Fatal(err)
	}
	if got := hex.EncodeToString(got.([]byte)); got != gcmSealed[:len(gcmSealed)-32] {
		t.Errorf("got %s", got)
	}
}

func TestOpenChecksShortTags(t *testing.T) {
	key, iv := bytes.Repeat([]byte{3}, 16), make([]byte, 12)
	sealed, err := opSeal(nil, js.Args{"gcm", key, iv, []byte{}, []byte("text"), 4})
	if err != nil {
		t.Fatal(err)
	}
	text, tag := sealed.([]byte)[:4], sealed.([]byte)[4:]
	got, err := opOpen(nil, js.Args{"gcm", key, iv, []byte{}, text, tag})
	if err != nil || string(got.([]byte)) != "text" {
		t.Errorf("got %q, %v", got, err)
	}
	tag[0] ^= 1
	if _, err := opOpen(nil, js.Args{"gcm", key, iv, []byte{}, text, tag}); err == nil {
		t.Error("a wrong tag was taken")
	}
}

func TestKeyUnwrapRefusesWhatWasChanged(t *testing.T) {
	key := make([]byte, 16)
	wrapped, err := opKeyWrap(nil, js.Args{true, key, make([]byte, 24)})
	if err != nil {
		t.Fatal(err)
	}
	wrapped.([]byte)[5] ^= 1
	if _, err := opKeyWrap(nil, js.Args{false, key, wrapped}); err == nil {
		t.Error("taken")
	}
}

// Go's own verification, which finds the length of the salt out by itself,
// accepts what is signed without salt.
func TestUnsaltedPSS(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("text"))
	sig, err := signUnsalted(key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	if err := rsa.VerifyPSS(&key.PublicKey, crypto.SHA256, sum[:], sig.([]byte), nil); err != nil {
		t.Error(err)
	}
	if !verifyUnsalted(&key.PublicKey, crypto.SHA256, sum[:], sig.([]byte)) {
		t.Error("not verified")
	}
	salted, err := rsa.SignPSS(rand.Reader, key, crypto.SHA256, sum[:], nil)
	if err != nil {
		t.Fatal(err)
	}
	if verifyUnsalted(&key.PublicKey, crypto.SHA256, sum[:], salted) {
		t.Error("a signature with salt was taken")
	}
}

func TestDigestFolds(t *testing.T) {
	for _, name := range []string{"md5", "sha256", "sha512", "sha3-256", "blake2b512", "shake128"} {
		t.Run(name, func(t *testing.T) {
			state, err := opDigestFold(nil, js.Args{name, nil, []byte("part ")})
			if err != nil {
				t.Fatal(err)
			}
			got, err := opDigest(nil, js.Args{name, state, []byte("one"), 16})
			if err != nil {
				t.Fatal(err)
			}
			want, err := opDigest(nil, js.Args{name, nil, []byte("part one"), 16})
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.([]byte), want.([]byte)) {
				t.Errorf("got %x, want %x", got, want)
			}
		})
	}
}

func TestDigestName(t *testing.T) {
	for in, want := range map[string]string{
		"RSA-SHA256": "sha256", "sha256WithRSAEncryption": "sha256", "SHA2-512/256": "sha512-256", "rmd160": "ripemd160", "SHA1": "sha1",
	} {
		if got := digestName(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}
