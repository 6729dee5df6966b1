package webcrypto

import (
	"bytes"
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
	"math/big"
	"strings"

	"routescope/engine/js"
)

// The arguments of opSign and opVerify, by position: DER of the key, hash, data,
// padding of RSA ("pkcs1", "pss", "none", or "" for what the key is made for),
// bytes of salt, form of ECDSA signatures ("der", "ieee-p1363"), and for verify
// the signature.
const (
	argKey = iota
	argHash
	argData
	argPadding
	argSalt
	argForm
	argSignature
)

func hashed(a js.Args) (crypto.Hash, []byte, error) {
	if shakeOf(a.String(argHash)) != nil {
		return 0, nil, errDigest
	}
	d, err := digestOf(a.String(argHash))
	if err != nil {
		return 0, nil, err
	}
	if d.id == 0 {
		return 0, nil, errDigest
	}
	h := d.make()
	h.Write(a.Bytes(argData))
	return d.id, h.Sum(nil), nil
}

// checkPSS holds what is asked against the limits of a key for RSA-PSS only.
func checkPSS(a js.Args, limit *pssLimit) error {
	switch {
	case a.String(argPadding) != "pss" && a.String(argPadding) != "":
		return errPadding
	case limit == nil:
		return nil
	case digestName(a.String(argHash)) != limit.hash:
		return errDigest
	case a.Int(argSalt) >= 0 && a.Int(argSalt) < limit.salt:
		return openssl("1C8000AF", provider, "pss saltlen too small")
	}
	return nil
}

func opSign(_ *js.Isolate, a js.Args) (any, error) {
	key, err := parsePrivate(a.Bytes(argKey))
	if err != nil {
		return nil, err
	}
	switch k := key.(type) {
	case ed25519.PrivateKey:
		return signEdwards(a, func() []byte { return ed25519.Sign(k, a.Bytes(argData)) })
	case ed448Private:
		return signEdwards(a, func() []byte { return k.sign(a.Bytes(argData)) })
	case *ecdh.PrivateKey, x448Private:
		return nil, errKeyOperation
	}
	id, sum, err := hashed(a)
	if err != nil {
		return nil, err
	}
	switch k := key.(type) {
	case *rsa.PrivateKey:
		return signRSA(k, a, id, sum)
	case pssPrivate:
		if err := checkPSS(a, limitOf(k.algorithm)); err != nil {
			return nil, err
		}
		return signPSS(k.PrivateKey, id, sum, saltLength(a))
	case *ecdsa.PrivateKey:
		sig, err := ecdsa.SignASN1(rand.Reader, k, sum)
		if err != nil || a.String(argForm) == "der" {
			return orOperationError(sig, err)
		}
		return fromASN1(sig, (k.Params().BitSize+7)/8)
	case koblitzPrivate:
		p, err := k.sign(sum)
		if err != nil {
			return nil, err
		}
		sig, err := asn1.Marshal(p)
		if err != nil || a.String(argForm) == "der" {
			return sig, err
		}
		return fromASN1(sig, secp256k1Size)
	}
	return nil, errKeyOperation
}

// EdDSA has its own hash and takes no other.
func signEdwards(a js.Args, sign func() []byte) (any, error) {
	if a.String(argHash) != "" {
		return nil, errOwnDigest
	}
	return sign(), nil
}

func signRSA(k *rsa.PrivateKey, a js.Args, id crypto.Hash, sum []byte) (any, error) {
	switch a.String(argPadding) {
	case "pss":
		return signPSS(k, id, sum, saltLength(a))
	case "none":
		return nil, errSignPadding
	case "pkcs1", "":
		id, sum = prefixed(id, sum)
		return orOperationError(rsa.SignPKCS1v15(rand.Reader, k, id, sum))
	}
	return nil, errPadding
}

// prefixed is for the hash that Go and OpenSSL name differently in signatures.
func prefixed(id crypto.Hash, sum []byte) (crypto.Hash, []byte) {
	if id != crypto.RIPEMD160 {
		return id, sum
	}
	prefix := []byte{0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x24, 0x03, 0x02, 0x01, 0x05, 0x00, 0x04, 0x14}
	return 0, append(prefix, sum...)
}

func signPSS(k *rsa.PrivateKey, id crypto.Hash, sum []byte, salt int) (any, error) {
	switch room := (k.N.BitLen()+6)/8 - id.Size() - 2; {
	case salt == zeroSalt:
		return signUnsalted(k, id, sum)
	case salt == invalidSalt:
		return nil, errSaltLength
	case salt > room:
		return nil, errTooLarge
	}
	return orOperationError(rsa.SignPSS(rand.Reader, k, id, sum, &rsa.PSSOptions{SaltLength: salt}))
}

func orOperationError(b []byte, err error) (any, error) {
	if err != nil {
		return nil, js.ThrowDOM("OperationError", "%v", err)
	}
	return b, nil
}

// saltLength reads -1 as the length of the hash and -2 as what the signature
// has, or the longest, as OpenSSL does.
func saltLength(a js.Args) int {
	switch n := a.Int(argSalt); {
	case n == -1:
		return rsa.PSSSaltLengthEqualsHash
	case n == -2:
		return rsa.PSSSaltLengthAuto
	case n == 0:
		return zeroSalt
	case n < 0:
		return invalidSalt
	default:
		return n
	}
}

const invalidSalt = -4

// zeroSalt stands for no salt at all, as Go reads 0 as PSSSaltLengthAuto.
const zeroSalt = -3

type pair struct{ R, S *big.Int }

func fromASN1(sig []byte, size int) (any, error) {
	var p pair
	if _, err := asn1.Unmarshal(sig, &p); err != nil {
		return nil, errOperation
	}
	out := make([]byte, 2*size)
	p.R.FillBytes(out[:size])
	p.S.FillBytes(out[size:])
	return out, nil
}

func toASN1(sig []byte, size int) []byte {
	if len(sig) != 2*size {
		return nil
	}
	out, err := asn1.Marshal(pair{new(big.Int).SetBytes(sig[:size]), new(big.Int).SetBytes(sig[size:])})
	if err != nil {
		return nil
	}
	return out
}

func opVerify(_ *js.Isolate, a js.Args) (any, error) {
	key, err := parsePublic(a.Bytes(argKey))
	if err != nil {
		return nil, err
	}
	sig := a.Bytes(argSignature)
	switch k := key.(type) {
	case ed25519.PublicKey:
		return verifyEdwards(a, func() bool { return ed25519.Verify(k, a.Bytes(argData), sig) })
	case ed448Public:
		return verifyEdwards(a, func() bool { return k.verify(a.Bytes(argData), sig) })
	case *ecdh.PublicKey, x448Public:
		return nil, errKeyOperation
	}
	id, sum, err := hashed(a)
	if err != nil {
		return nil, err
	}
	switch k := key.(type) {
	case *rsa.PublicKey:
		return verifyRSA(k, a, id, sum, sig)
	case pssPublic:
		if err := checkPSS(a, limitOf(k.algorithm)); err != nil {
			return nil, err
		}
		return verifyPSS(k.PublicKey, id, sum, sig, saltLength(a)), nil
	case *ecdsa.PublicKey:
		if a.String(argForm) != "der" {
			sig = toASN1(sig, (k.Params().BitSize+7)/8)
		}
		return ecdsa.VerifyASN1(k, sum, sig), nil
	case koblitzPublic:
		if a.String(argForm) != "der" {
			sig = toASN1(sig, secp256k1Size)
		}
		var p pair
		rest, err := asn1.Unmarshal(sig, &p)
		return err == nil && len(rest) == 0 && k.verify(sum, p), nil
	}
	return nil, errKeyOperation
}

func verifyEdwards(a js.Args, verify func() bool) (any, error) {
	if a.String(argHash) != "" {
		return nil, errOwnDigest
	}
	return verify(), nil
}

func verifyRSA(k *rsa.PublicKey, a js.Args, id crypto.Hash, sum, sig []byte) (any, error) {
	switch a.String(argPadding) {
	case "pss":
		return verifyPSS(k, id, sum, sig, saltLength(a)), nil
	case "none":
		return nil, errSignPadding
	case "pkcs1", "":
		id, sum = prefixed(id, sum)
		return rsa.VerifyPKCS1v15(k, id, sum, sig) == nil, nil
	}
	return nil, errPadding
}

// opRSAEncrypt: DER of a public key (a private one to sign), padding ("oaep",
// "pkcs1", "none", or "pkcs1-sign", "none-sign"), hash of OAEP, label, data.
func opRSAEncrypt(_ *js.Isolate, a js.Args) (any, error) {
	if rest, signs := strings.CutSuffix(a.String(1), "-sign"); signs {
		k, err := rsaPrivate(a)
		switch {
		case err != nil:
			return nil, err
		case len(a.Bytes(4)) > k.Size()-room(rest):
			return nil, errTooLarge
		case rest == "none":
			return rawPrivate(k, a.Bytes(4))
		}
		return orOperationError(rsa.SignPKCS1v15(nil, k, 0, a.Bytes(4)))
	}
	k, err := rsaPublic(a)
	if err != nil {
		return nil, err
	}
	switch a.String(1) {
	case "none":
		return rawPublic(k, a.Bytes(4))
	case "pkcs1":
		if len(a.Bytes(4)) > k.Size()-room("pkcs1") {
			return nil, errTooLarge
		}
		return orOperationError(rsa.EncryptPKCS1v15(rand.Reader, k, a.Bytes(4))) //nolint:staticcheck // Node.js has it
	case "oaep":
		d, err := digestOf(a.String(2))
		if err != nil {
			return nil, errDigestNotKnown
		}
		out, err := rsa.EncryptOAEP(d.make(), rand.Reader, k, a.Bytes(4), a.Bytes(3))
		if err != nil {
			return nil, errTooLarge
		}
		return out, nil
	}
	return nil, errPaddingType
}

// room is how many bytes a padding takes at least.
func room(padding string) int {
	if padding == "pkcs1" {
		return 11
	}
	return 0
}

func rsaPublic(a js.Args) (*rsa.PublicKey, error) {
	key, err := parsePublic(a.Bytes(0))
	if err != nil {
		return nil, err
	}
	if k, ok := key.(*rsa.PublicKey); ok {
		return k, nil
	}
	return nil, errKeyOperation
}

func rsaPrivate(a js.Args) (*rsa.PrivateKey, error) {
	key, err := parsePrivate(a.Bytes(0))
	if err != nil {
		if _, err := parsePublic(a.Bytes(0)); err == nil {
			return nil, errNoPrivateKey
		}
		return nil, err
	}
	if k, ok := key.(*rsa.PrivateKey); ok {
		return k, nil
	}
	return nil, errKeyOperation
}

func rawPublic(k *rsa.PublicKey, data []byte) (any, error) {
	return raw(data, big.NewInt(int64(k.E)), k.N)
}

func rawPrivate(k *rsa.PrivateKey, data []byte) (any, error) {
	return raw(data, k.D, k.N)
}

// raw is RSA without padding: a whole block to the power of the exponent.
func raw(data []byte, exponent, n *big.Int) (any, error) {
	size := (n.BitLen() + 7) / 8
	m := new(big.Int).SetBytes(data)
	switch {
	case len(data) < size:
		return nil, errTooSmall
	case len(data) > size:
		return nil, errTooLarge
	case m.Cmp(n) >= 0:
		return nil, openssl("02000084", "rsa routines", "data too large for modulus")
	}
	return m.Exp(m, exponent, n).FillBytes(make([]byte, size)), nil
}

// opRSADecrypt takes what opRSAEncrypt does, with the other key.
func opRSADecrypt(_ *js.Isolate, a js.Args) (any, error) {
	if rest, signs := strings.CutSuffix(a.String(1), "-sign"); signs {
		k, err := rsaPublic(a)
		switch {
		case err != nil:
			return nil, err
		case rest == "none":
			return rawPublic(k, a.Bytes(4))
		}
		return recoverPKCS1(k, a.Bytes(4))
	}
	k, err := rsaPrivate(a)
	if err != nil {
		return nil, err
	}
	switch a.String(1) {
	case "none":
		return rawPrivate(k, a.Bytes(4))
	case "oaep":
		d, err := digestOf(a.String(2))
		if err != nil {
			return nil, errDigestNotKnown
		}
		out, err := rsa.DecryptOAEP(d.make(), nil, k, a.Bytes(4), a.Bytes(3))
		if err != nil {
			return nil, errOAEP
		}
		return notNil(out), nil
	}
	return nil, errPaddingType
}

// recoverPKCS1 undoes what a private key encrypted, which Go has no function
// for. See RFC 8017, section 9.2: 00 01 FF … FF 00, then the data.
func recoverPKCS1(k *rsa.PublicKey, data []byte) (any, error) {
	if len(data) > k.Size() {
		return nil, errTooLarge
	}
	c := new(big.Int).SetBytes(data)
	block := c.Exp(c, big.NewInt(int64(k.E)), k.N).FillBytes(make([]byte, k.Size()))
	if block[0] != 0 || block[1] != 1 {
		return nil, errBlockType
	}
	end := bytes.IndexByte(block[1:], 0) + 1
	if end < 10 || bytes.Count(block[2:end], []byte{0xFF}) != end-2 {
		return nil, openssl("02000067", "rsa routines", "bad fixed header decrypt")
	}
	return block[end+1:], nil
}

// opAgree: DER of a private and of a public key → the shared secret.
func opAgree(_ *js.Isolate, a js.Args) (any, error) {
	private, err := parsePrivate(a.Bytes(0))
	if err != nil {
		return nil, err
	}
	public, err := parsePublic(a.Bytes(1))
	if err != nil {
		return nil, err
	}
	switch k := private.(type) {
	case koblitzPrivate:
		if p, ok := public.(koblitzPublic); ok {
			return k.agree(p), nil
		}
		return nil, errDomainMismatch
	case x448Private:
		if p, ok := public.(x448Public); ok {
			return orOperationError(k.agree(p))
		}
		return nil, errDomainMismatch
	}
	mine, theirs, err := asECDH(private, public)
	if err != nil {
		return nil, err
	}
	return orOperationError(mine.ECDH(theirs))
}

// asECDH is for the kinds of keys that Go has; both must be of one curve.
func asECDH(private, public any) (*ecdh.PrivateKey, *ecdh.PublicKey, error) {
	switch k := private.(type) {
	case *ecdh.PrivateKey:
		if p, ok := public.(*ecdh.PublicKey); ok {
			return k, p, nil
		}
	case *ecdsa.PrivateKey:
		if p, ok := public.(*ecdsa.PublicKey); ok && p.Curve == k.Curve {
			mine, err := k.ECDH()
			if err != nil {
				return nil, nil, err
			}
			theirs, err := p.ECDH()
			return mine, theirs, err
		}
	}
	return nil, nil, errDomainMismatch
}
