package webcrypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"

	"routescope/engine/js"
)

// curveNames maps OpenSSL's and the Web's names to Go's curves.
var curveNames = map[string]elliptic.Curve{
	"secp224r1": elliptic.P224(), "P-224": elliptic.P224(),
	"prime256v1": elliptic.P256(), "P-256": elliptic.P256(), "secp256r1": elliptic.P256(),
	"secp384r1": elliptic.P384(), "P-384": elliptic.P384(),
	"secp521r1": elliptic.P521(), "P-521": elliptic.P521(),
}

// opensslName is how asymmetricKeyDetails names a curve.
func opensslName(c elliptic.Curve) string {
	switch c {
	case elliptic.P224():
		return "secp224r1"
	case elliptic.P256():
		return "prime256v1"
	case elliptic.P384():
		return "secp384r1"
	}
	return "secp521r1"
}

func curveOf(name string) (elliptic.Curve, error) {
	if c, ok := curveNames[name]; ok {
		return c, nil
	}
	return nil, js.ThrowCode("TypeError", "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name")
}

// describe returns what JavaScript knows of a key: its kind ("private",
// "public"), type, DER, and its details: [bits, exponent] of RSA, with [hash, hash
// of MGF1, salt] if RSA-PSS limits them; [curve].
func describe(key any) (any, error) {
	kind, marshal := "private", marshalPrivate
	if isPublic(key) {
		kind, marshal = "public", marshalPublic
	}
	der, err := marshal(key)
	if err != nil {
		return nil, fmt.Errorf("encoding a key: %w", err)
	}
	name, details := detailsOf(key)
	return []any{kind, name, der, details}, nil
}

func isPublic(key any) bool {
	switch key.(type) {
	case *rsa.PublicKey, pssPublic, *ecdsa.PublicKey, koblitzPublic, ed25519.PublicKey, ed448Public, *ecdh.PublicKey, x448Public:
		return true
	}
	return false
}

func detailsOf(key any) (string, []any) {
	switch k := publicOf(key).(type) {
	case *rsa.PublicKey:
		return "rsa", []any{k.N.BitLen(), k.E}
	case pssPublic:
		details := []any{k.N.BitLen(), k.E}
		if limit := limitOf(k.algorithm); limit != nil {
			details = append(details, limit.hash, limit.mgf, limit.salt)
		}
		return "rsa-pss", details
	case *ecdsa.PublicKey:
		return "ec", []any{opensslName(k.Curve)}
	case koblitzPublic:
		return "ec", []any{secp256k1Name}
	case *ecdh.PublicKey:
		return "x25519", []any{}
	case x448Public:
		return "x448", []any{}
	case ed448Public:
		return "ed448", []any{}
	}
	return "ed25519", []any{}
}

func publicOf(key any) any {
	switch k := key.(type) {
	case *rsa.PrivateKey:
		return &k.PublicKey
	case pssPrivate:
		return pssPublic{&k.PublicKey, k.algorithm}
	case *ecdsa.PrivateKey:
		return &k.PublicKey
	case koblitzPrivate:
		return k.koblitzPublic
	case ed25519.PrivateKey:
		return k.Public()
	case ed448Private:
		return k.public()
	case *ecdh.PrivateKey:
		return k.PublicKey()
	case x448Private:
		return k.public()
	}
	return key
}

// opKeyRead: kind wanted, bytes, "pem" or "der", type of DER, passphrase or null
// → what describe returns. A private key gives its public one too.
func opKeyRead(_ *js.Isolate, a js.Args) (any, error) {
	key, err := readKey(a.Bytes(1), a.String(2), a.String(3), a.Bytes(4))
	if err != nil {
		return nil, err
	}
	switch {
	case a.String(0) == "public":
		key = publicOf(key)
	case isPublic(key):
		return nil, errUnsupported
	}
	return describe(key)
}

func readKey(data []byte, format, form string, passphrase []byte) (any, error) {
	if format == "der" {
		if form == "pkcs8" {
			if der, err := decryptPKCS8(data, passphrase); err == nil {
				data = der
			} else if !errors.Is(err, errUnsupported) {
				return nil, err
			}
		}
		return decodeKey(data, form)
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errUnsupported
	}
	der, label, err := decryptBlock(block, passphrase)
	if err != nil {
		return nil, err
	}
	key, err := decodeKey(der, label)
	if errors.Is(err, errWrongTag) && label == "PRIVATE KEY" {
		err = errUnsupported
	}
	return key, err
}

// decodeKey reads DER of the form that a PEM label or Node.js's type names.
func decodeKey(der []byte, form string) (any, error) {
	var key any
	var err error
	switch form {
	case "PRIVATE KEY", "pkcs8":
		return parsePrivate(der)
	case "PUBLIC KEY", "spki":
		return parsePublic(der)
	case "RSA PRIVATE KEY", "pkcs1":
		if key, err = x509.ParsePKCS1PrivateKey(der); err != nil && form == "pkcs1" {
			key, err = x509.ParsePKCS1PublicKey(der)
		}
	case "RSA PUBLIC KEY":
		key, err = x509.ParsePKCS1PublicKey(der)
	case "EC PRIVATE KEY", "sec1":
		key, err = parseSEC1(der)
	case "CERTIFICATE":
		var c *x509.Certificate
		if c, err = x509.ParseCertificate(der); err == nil {
			return parsePublic(c.RawSubjectPublicKeyInfo)
		}
	default:
		return nil, errUnsupported
	}
	if err != nil {
		return nil, errUnsupported
	}
	return key, nil
}

// opKeyWrite: kind, DER, type ("pkcs8", "spki", "pkcs1", "sec1"), "pem" or "der",
// cipher or "", passphrase → text or bytes.
func opKeyWrite(_ *js.Isolate, a js.Args) (any, error) {
	der, label, err := encodeKey(a.String(0), a.Bytes(1), a.String(2))
	if err != nil {
		return nil, err
	}
	block := &pem.Block{Type: label, Bytes: der}
	if a.String(4) != "" {
		if block, err = encrypted(block, a.String(2), a.String(4), a.Bytes(5)); err != nil {
			return nil, err
		}
	}
	if a.String(3) == "der" {
		return block.Bytes, nil
	}
	return string(pem.EncodeToMemory(block)), nil
}

func encrypted(block *pem.Block, form, cipherName string, passphrase []byte) (*pem.Block, error) {
	c, err := keyCipherNamed(cipherName)
	if err != nil {
		return nil, err
	}
	if form != "pkcs8" {
		return encryptBlock(block.Bytes, block.Type, c, passphrase)
	}
	der, err := encryptPKCS8(block.Bytes, c, passphrase)
	return &pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: der}, err
}

func encodeKey(kind string, der []byte, form string) ([]byte, string, error) {
	if kind == "public" {
		if form == "spki" {
			return der, "PUBLIC KEY", nil
		}
		key, err := parsePublic(der)
		if k, ok := key.(*rsa.PublicKey); ok {
			return x509.MarshalPKCS1PublicKey(k), "RSA PUBLIC KEY", nil
		}
		return nil, "", firstError(err, errIncompatible(form))
	}
	if form == "pkcs8" {
		return der, "PRIVATE KEY", nil
	}
	key, err := parsePrivate(der)
	switch k := key.(type) {
	case *rsa.PrivateKey:
		if form == "pkcs1" {
			return x509.MarshalPKCS1PrivateKey(k), "RSA PRIVATE KEY", nil
		}
	case *ecdsa.PrivateKey:
		if form == "sec1" {
			der, err = x509.MarshalECPrivateKey(k)
			return der, "EC PRIVATE KEY", err
		}
	case koblitzPrivate:
		if form == "sec1" {
			der, err = marshalKoblitz(k, oidSecp256k1)
			return der, "EC PRIVATE KEY", err
		}
	}
	return nil, "", firstError(err, errIncompatible(form))
}

func errIncompatible(form string) error {
	family := "RSA"
	if form == "sec1" {
		family = "EC"
	}
	return js.ThrowCode("Error", "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS", "The selected key encoding %s can only be used for %s keys.", form, family)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// opKeyPublic: DER of a private key → what describe returns of its public one.
func opKeyPublic(_ *js.Isolate, a js.Args) (any, error) {
	key, err := parsePrivate(a.Bytes(0))
	if err != nil {
		return nil, err
	}
	return describe(publicOf(key))
}

// opPrime: bytes of a number, rounds of Miller-Rabin → whether it is prime.
func opPrime(_ *js.Isolate, a js.Args) (any, error) {
	return new(big.Int).SetBytes(a.Bytes(0)).ProbablyPrime(max(a.Int(1), 20)), nil
}
