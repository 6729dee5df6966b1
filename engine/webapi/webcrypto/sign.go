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

	"routescope/engine/js"
)

// The arguments of opSign and opVerify, by position: DER of the key, hash, data,
// padding of RSA ("pkcs1", "pss"), bytes of salt, form of ECDSA signatures
// ("der", "ieee-p1363"), and for verify the signature.
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
	d, err := digestOf(a.String(argHash))
	if err != nil {
		return 0, nil, err
	}
	h := d.make()
	h.Write(a.Bytes(argData))
	return d.id, h.Sum(nil), nil
}

func opSign(_ *js.Isolate, a js.Args) (any, error) {
	key, err := parsePrivate(a.Bytes(argKey))
	if err != nil {
		return nil, err
	}
	if k, ok := key.(ed25519.PrivateKey); ok {
		return ed25519.Sign(k, a.Bytes(argData)), nil
	}
	id, sum, err := hashed(a)
	if err != nil {
		return nil, err
	}
	switch k := key.(type) {
	case *rsa.PrivateKey:
		switch {
		case a.String(argPadding) == "pss" && saltLength(a) == zeroSalt:
			return signUnsalted(k, id, sum)
		case a.String(argPadding) == "pss":
			return orOperationError(rsa.SignPSS(rand.Reader, k, id, sum, &rsa.PSSOptions{SaltLength: saltLength(a)}))
		}
		return orOperationError(rsa.SignPKCS1v15(rand.Reader, k, id, sum))
	case *ecdsa.PrivateKey:
		sig, err := ecdsa.SignASN1(rand.Reader, k, sum)
		if err != nil || a.String(argForm) == "der" {
			return orOperationError(sig, err)
		}
		return fromASN1(sig, (k.Params().BitSize+7)/8)
	}
	return nil, errOperation
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
	switch n := a.Int(argSalt); n {
	case -1:
		return rsa.PSSSaltLengthEqualsHash
	case -2:
		return rsa.PSSSaltLengthAuto
	case 0:
		return zeroSalt
	default:
		return n
	}
}

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
	if k, ok := key.(ed25519.PublicKey); ok {
		return ed25519.Verify(k, a.Bytes(argData), sig), nil
	}
	id, sum, err := hashed(a)
	if err != nil {
		return nil, err
	}
	switch k := key.(type) {
	case *rsa.PublicKey:
		if a.String(argPadding) == "pss" {
			return verifyPSS(k, id, sum, sig, saltLength(a)), nil
		}
		return rsa.VerifyPKCS1v15(k, id, sum, sig) == nil, nil
	case *ecdsa.PublicKey:
		if a.String(argForm) != "der" {
			sig = toASN1(sig, (k.Params().BitSize+7)/8)
		}
		return ecdsa.VerifyASN1(k, sum, sig), nil
	}
	return nil, errOperation
}

// opRSAEncrypt: DER of a public key (a private one for "pkcs1-sign"), padding
// ("oaep", "pkcs1", "pkcs1-sign"), hash of OAEP, label, data.
func opRSAEncrypt(_ *js.Isolate, a js.Args) (any, error) {
	if a.String(1) == "pkcs1-sign" {
		key, err := parsePrivate(a.Bytes(0))
		if err != nil {
			return nil, err
		}
		k, ok := key.(*rsa.PrivateKey)
		if !ok {
			return nil, errOperation
		}
		return orOperationError(rsa.SignPKCS1v15(nil, k, 0, a.Bytes(4)))
	}
	key, err := parsePublic(a.Bytes(0))
	if err != nil {
		return nil, err
	}
	k, ok := key.(*rsa.PublicKey)
	if !ok {
		return nil, errOperation
	}
	if a.String(1) == "pkcs1" {
		return orOperationError(rsa.EncryptPKCS1v15(rand.Reader, k, a.Bytes(4))) //nolint:staticcheck // Node.js has it
	}
	d, err := digestOf(a.String(2))
	if err != nil {
		return nil, err
	}
	return orOperationError(rsa.EncryptOAEP(d.make(), rand.Reader, k, a.Bytes(4), a.Bytes(3)))
}

// opRSADecrypt takes what opRSAEncrypt does, with the other key.
func opRSADecrypt(_ *js.Isolate, a js.Args) (any, error) {
	if a.String(1) == "pkcs1-sign" {
		return recoverPKCS1(a)
	}
	key, err := parsePrivate(a.Bytes(0))
	if err != nil {
		return nil, err
	}
	k, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, errOperation
	}
	if a.String(1) == "pkcs1" {
		return orOperationError(rsa.DecryptPKCS1v15(nil, k, a.Bytes(4))) //nolint:staticcheck // Node.js has it
	}
	d, err := digestOf(a.String(2))
	if err != nil {
		return nil, err
	}
	return orOperationError(rsa.DecryptOAEP(d.make(), nil, k, a.Bytes(4), a.Bytes(3)))
}

// recoverPKCS1 undoes what a private key encrypted, which Go has no function
// for. See RFC 8017, section 9.2: 00 01 FF … FF 00, then the data.
func recoverPKCS1(a js.Args) (any, error) {
	key, err := parsePublic(a.Bytes(0))
	if err != nil {
		return nil, err
	}
	k, ok := key.(*rsa.PublicKey)
	if !ok || len(a.Bytes(4)) != k.Size() {
		return nil, errOperation
	}
	c := new(big.Int).SetBytes(a.Bytes(4))
	block := c.Exp(c, big.NewInt(int64(k.E)), k.N).FillBytes(make([]byte, k.Size()))
	end := bytes.IndexByte(block[1:], 0) + 1
	if block[0] != 0 || block[1] != 1 || end < 10 || bytes.Count(block[2:end], []byte{0xFF}) != end-2 {
		return nil, errOperation
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
	mine, theirs, err := asECDH(private, public)
	if err != nil {
		return nil, errOperation
	}
	return orOperationError(mine.ECDH(theirs))
}

func asECDH(private, public any) (*ecdh.PrivateKey, *ecdh.PublicKey, error) {
	switch k := private.(type) {
	case *ecdh.PrivateKey:
		if p, ok := public.(*ecdh.PublicKey); ok {
			return k, p, nil
		}
	case *ecdsa.PrivateKey:
		if p, ok := public.(*ecdsa.PublicKey); ok {
			mine, err := k.ECDH()
			if err != nil {
				return nil, nil, err
			}
			theirs, err := p.ECDH()
			return mine, theirs, err
		}
	}
	return nil, nil, errOperation
}
