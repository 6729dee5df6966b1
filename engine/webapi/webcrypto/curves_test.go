package webcrypto

import (
	"bytes"
	"encoding/hex"
	"math/big"
	"testing"
)

func fromHex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// RFC 8032, section 7.4: "Blank".
func TestEd448(t *testing.T) {
	key := ed448Private(fromHex(t, "6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b"))
	public := key.public()
	if want := "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180"; hex.EncodeToString(public) != want {
		t.Errorf("public key %x", public)
	}
	sig := key.sign(nil)
	if !bytes.HasPrefix(sig, fromHex(t, "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f")) {
		t.Errorf("signature %x", sig)
	}
	if !public.verify(nil, sig) || public.verify([]byte("x"), sig) {
		t.Error("the signature is not told from others")
	}
}

// Both sides reach the same secret: RFC 7748, section 6.2.
func TestX448(t *testing.T) {
	a := x448Private(fromHex(t, "9a8f4925d1519f5775cf46971028b7d6f4de9bea7a8a1a0b1e0a5d7ae3b6dbd4d4d6b1a1cc4de5a7d5b0e0d1f6b0a5f1f1b1a0c0d0e0f0a1"))
	b := x448Private(bytes.Repeat([]byte{7}, x448Size))
	x, errX := a.agree(b.public())
	y, errY := b.agree(a.public())
	if errX != nil || errY != nil || !bytes.Equal(x, y) {
		t.Errorf("the two sides have %x and %x: %v, %v", x, y, errX, errY)
	}
	if _, err := a.agree(make([]byte, x448Size)); err == nil {
		t.Error("a point of low order was taken")
	}
}

func TestSecp256k1(t *testing.T) {
	key, err := koblitzFromNumber(big.NewInt(2))
	if err != nil {
		t.Fatal(err)
	}
	const double = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5"
	if got := hex.EncodeToString(key.point(true)); got != double {
		t.Errorf("2·G is %s", got)
	}
	back, err := koblitzFromPoint(fromHex(t, double))
	if err != nil || back.Y.Cmp(key.Y) != 0 {
		t.Errorf("%v, %v", back, err)
	}
	sum := bytes.Repeat([]byte{1}, 32)
	sig, err := key.sign(sum)
	if err != nil || !key.verify(sum, sig) || key.verify(sum[1:], sig) {
		t.Errorf("the signature is not told from others: %v", err)
	}
}

func TestGroupPrimes(t *testing.T) {
	for _, n := range []int{768, 1536, 2048} {
		p := dhPrime(n)
		if p.BitLen() != n || !p.ProbablyPrime(1) || !new(big.Int).Rsh(p, 1).ProbablyPrime(1) {
			t.Errorf("%d bits: no safe prime", n)
		}
	}
}

func TestEncryptedKeys(t *testing.T) {
	for _, c := range keyCiphers {
		t.Run(c.name, func(t *testing.T) {
			der, err := encryptPKCS8([]byte{0x30, 0}, c, []byte("secret"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := decryptPKCS8(der, []byte("secret"))
			if err != nil || !bytes.Equal(got, []byte{0x30, 0}) {
				t.Errorf("got %x, %v", got, err)
			}
			if _, err := decryptPKCS8(der, nil); err == nil {
				t.Error("no passphrase was needed")
			}
		})
	}
}
