package webcrypto

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
)

// PKCS #8 and SPKI of the kinds of keys that crypto/x509 does not know.

// A pkcs8 is a PrivateKeyInfo: RFC 5208, section 5.
type pkcs8 struct {
	Version    int
	Algorithm  pkix.AlgorithmIdentifier
	PrivateKey []byte
	Attributes asn1.RawValue `asn1:"optional,tag:0"`
}

// An spki is a SubjectPublicKeyInfo: RFC 5280, section 4.1.
type spki struct {
	Algorithm pkix.AlgorithmIdentifier
	PublicKey asn1.BitString
}

// A sec1 is an ECPrivateKey: RFC 5915, section 3.
type sec1 struct {
	Version    int
	PrivateKey []byte
	Curve      asn1.ObjectIdentifier `asn1:"optional,explicit,tag:0"`
	PublicKey  asn1.BitString        `asn1:"optional,explicit,tag:1"`
}

var (
	oidEC        = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	oidSecp256k1 = asn1.ObjectIdentifier{1, 3, 132, 0, 10}
	oidX448      = asn1.ObjectIdentifier{1, 3, 101, 111}
	oidEd448     = asn1.ObjectIdentifier{1, 3, 101, 113}
	oidPSS       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
)

// A pssPublic is an RSA key that may do nothing but PSS; its parameters say with
// which hash and salt, or nothing.
type pssPublic struct {
	*rsa.PublicKey
	algorithm pkix.AlgorithmIdentifier
}

type pssPrivate struct {
	*rsa.PrivateKey
	algorithm pkix.AlgorithmIdentifier
}

// parsePrivate reads PKCS #8.
func parsePrivate(der []byte) (any, error) {
	var info pkcs8
	if rest, err := asn1.Unmarshal(der, &info); err != nil || len(rest) > 0 {
		return nil, notASN1(der)
	}
	key, err := privateOf(info, der)
	if err != nil {
		return nil, errUnsupported
	}
	return key, nil
}

// notASN1 tells what is no sequence at all from what is none that anyone knows.
func notASN1(der []byte) error {
	if len(der) > 0 && der[0] != 0x30 {
		return errWrongTag
	}
	return errUnsupported
}

func privateOf(info pkcs8, der []byte) (any, error) {
	switch oid := info.Algorithm.Algorithm; {
	case oid.Equal(oidX448), oid.Equal(oidEd448):
		var seed []byte
		if _, err := asn1.Unmarshal(info.PrivateKey, &seed); err != nil {
			return nil, err
		}
		if oid.Equal(oidX448) {
			return rawKey("x448", "", seed, true)
		}
		return rawKey("ed448", "", seed, true)
	case oid.Equal(oidEC) && isSecp256k1(info.Algorithm.Parameters):
		return parseKoblitz(info.PrivateKey)
	case oid.Equal(oidPSS):
		key, err := x509.ParsePKCS1PrivateKey(info.PrivateKey)
		return pssPrivate{key, info.Algorithm}, err
	}
	return x509.ParsePKCS8PrivateKey(der)
}

func isSecp256k1(parameters asn1.RawValue) bool {
	var oid asn1.ObjectIdentifier
	_, err := asn1.Unmarshal(parameters.FullBytes, &oid)
	return err == nil && oid.Equal(oidSecp256k1)
}

func parseKoblitz(der []byte) (any, error) {
	var key sec1
	if _, err := asn1.Unmarshal(der, &key); err != nil {
		return nil, err
	}
	return koblitzFromNumber(new(big.Int).SetBytes(key.PrivateKey))
}

// parseSEC1 reads an ECPrivateKey that names its curve.
func parseSEC1(der []byte) (any, error) {
	var key sec1
	if _, err := asn1.Unmarshal(der, &key); err == nil && key.Curve.Equal(oidSecp256k1) {
		return parseKoblitz(der)
	}
	return x509.ParseECPrivateKey(der)
}

// parsePublic reads SPKI.
func parsePublic(der []byte) (any, error) {
	var info spki
	if rest, err := asn1.Unmarshal(der, &info); err != nil || len(rest) > 0 {
		return nil, notASN1(der)
	}
	key, err := publicKeyOf(info, der)
	if err != nil {
		return nil, errUnsupported
	}
	return key, nil
}

func publicKeyOf(info spki, der []byte) (any, error) {
	data := info.PublicKey.RightAlign()
	switch oid := info.Algorithm.Algorithm; {
	case oid.Equal(oidX448):
		return rawKey("x448", "", data, false)
	case oid.Equal(oidEd448):
		return rawKey("ed448", "", data, false)
	case oid.Equal(oidEC) && isSecp256k1(info.Algorithm.Parameters):
		return koblitzFromPoint(data)
	case oid.Equal(oidPSS):
		key, err := x509.ParsePKCS1PublicKey(data)
		return pssPublic{key, info.Algorithm}, err
	}
	key, err := x509.ParsePKIXPublicKey(der)
	switch key.(type) {
	case *rsa.PublicKey, *ecdsa.PublicKey, ed25519.PublicKey, *ecdh.PublicKey:
		return key, err
	}
	return nil, errUnsupported
}

func identifier(oid asn1.ObjectIdentifier) pkix.AlgorithmIdentifier {
	return pkix.AlgorithmIdentifier{Algorithm: oid}
}

func koblitzIdentifier() (pkix.AlgorithmIdentifier, error) {
	curve, err := asn1.Marshal(oidSecp256k1)
	return pkix.AlgorithmIdentifier{Algorithm: oidEC, Parameters: asn1.RawValue{FullBytes: curve}}, err
}

// marshalPrivate writes PKCS #8.
func marshalPrivate(key any) ([]byte, error) {
	seed := func(oid asn1.ObjectIdentifier, b []byte) ([]byte, error) {
		inner, err := asn1.Marshal(b)
		if err != nil {
			return nil, err
		}
		return asn1.Marshal(pkcs8{Algorithm: identifier(oid), PrivateKey: inner})
	}
	switch k := key.(type) {
	case x448Private:
		return seed(oidX448, k)
	case ed448Private:
		return seed(oidEd448, k)
	case koblitzPrivate:
		inner, err := marshalKoblitz(k, nil)
		if err != nil {
			return nil, err
		}
		algorithm, err := koblitzIdentifier()
		if err != nil {
			return nil, err
		}
		return asn1.Marshal(pkcs8{Algorithm: algorithm, PrivateKey: inner})
	case pssPrivate:
		return asn1.Marshal(pkcs8{Algorithm: k.algorithm, PrivateKey: x509.MarshalPKCS1PrivateKey(k.PrivateKey)})
	}
	return x509.MarshalPKCS8PrivateKey(key)
}

// marshalKoblitz writes an ECPrivateKey, which names its curve when it is not
// part of PKCS #8.
func marshalKoblitz(k koblitzPrivate, curve asn1.ObjectIdentifier) ([]byte, error) {
	return asn1.Marshal(sec1{
		Version: 1, PrivateKey: k.D.FillBytes(make([]byte, secp256k1Size)), Curve: curve, PublicKey: bits(k.point(false)),
	})
}

func bits(b []byte) asn1.BitString { return asn1.BitString{Bytes: b, BitLength: 8 * len(b)} }

// marshalPublic writes SPKI.
func marshalPublic(key any) ([]byte, error) {
	switch k := key.(type) {
	case x448Public:
		return asn1.Marshal(spki{identifier(oidX448), bits(k)})
	case ed448Public:
		return asn1.Marshal(spki{identifier(oidEd448), bits(k)})
	case koblitzPublic:
		algorithm, err := koblitzIdentifier()
		if err != nil {
			return nil, err
		}
		return asn1.Marshal(spki{algorithm, bits(k.point(false))})
	case pssPublic:
		return asn1.Marshal(spki{k.algorithm, bits(x509.MarshalPKCS1PublicKey(k.PublicKey))})
	}
	return x509.MarshalPKIXPublicKey(key)
}

/* Parameters of RSA-PSS: RFC 4055, section 3.1. */

type pssParameters struct {
	Hash       pkix.AlgorithmIdentifier `asn1:"optional,explicit,tag:0"`
	MGF        pkix.AlgorithmIdentifier `asn1:"optional,explicit,tag:1"`
	SaltLength int                      `asn1:"optional,explicit,tag:2,default:20"`
}

var oidMGF1 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}

// Hashes as certificates and keys name them.
var digestOIDs = map[string]asn1.ObjectIdentifier{
	"sha1":       {1, 3, 14, 3, 2, 26},
	"sha224":     {2, 16, 840, 1, 101, 3, 4, 2, 4},
	"sha256":     {2, 16, 840, 1, 101, 3, 4, 2, 1},
	"sha384":     {2, 16, 840, 1, 101, 3, 4, 2, 2},
	"sha512":     {2, 16, 840, 1, 101, 3, 4, 2, 3},
	"sha512-224": {2, 16, 840, 1, 101, 3, 4, 2, 5},
	"sha512-256": {2, 16, 840, 1, 101, 3, 4, 2, 6},
}

// digestByOID returns the hash's name; SHA-1 is the default of everything.
func digestByOID(oid asn1.ObjectIdentifier) string {
	for name, known := range digestOIDs {
		if known.Equal(oid) {
			return name
		}
	}
	return "sha1"
}

// A pssLimit is what a key allows: a hash, that of MGF1, and the least salt.
type pssLimit struct {
	hash, mgf string
	salt      int
}

// limitOf returns nil if a key has no parameters.
func limitOf(algorithm pkix.AlgorithmIdentifier) *pssLimit {
	der := algorithm.Parameters.FullBytes
	if len(der) == 0 || bytes.Equal(der, asn1.NullBytes) {
		return nil
	}
	p := pssParameters{SaltLength: 20}
	if _, err := asn1.Unmarshal(der, &p); err != nil {
		return nil
	}
	var mgfHash pkix.AlgorithmIdentifier
	_, _ = asn1.Unmarshal(p.MGF.Parameters.FullBytes, &mgfHash) // absent, it is the default
	return &pssLimit{digestByOID(p.Hash.Algorithm), digestByOID(mgfHash.Algorithm), p.SaltLength}
}

func pssIdentifier(limit *pssLimit) (pkix.AlgorithmIdentifier, error) {
	out := identifier(oidPSS)
	if limit == nil {
		return out, nil
	}
	hash, mgf := digestOIDs[limit.hash], digestOIDs[limit.mgf]
	if hash == nil || mgf == nil {
		return out, fmt.Errorf("no such hash for RSA-PSS: %s, %s", limit.hash, limit.mgf)
	}
	null := asn1.RawValue{FullBytes: asn1.NullBytes}
	mgfHash, err := asn1.Marshal(pkix.AlgorithmIdentifier{Algorithm: mgf, Parameters: null})
	if err != nil {
		return out, err
	}
	der, err := asn1.Marshal(pssParameters{
		Hash:       pkix.AlgorithmIdentifier{Algorithm: hash, Parameters: null},
		MGF:        pkix.AlgorithmIdentifier{Algorithm: oidMGF1, Parameters: asn1.RawValue{FullBytes: mgfHash}},
		SaltLength: limit.salt,
	})
	out.Parameters = asn1.RawValue{FullBytes: der}
	return out, err
}
