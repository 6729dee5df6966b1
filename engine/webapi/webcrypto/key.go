package webcrypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"

	"routescope/engine/js"
)

// What OpenSSL says of a key that it cannot read.
var errUnsupported = js.ThrowCode("Error", "ERR_OSSL_UNSUPPORTED", "error:1E08010C:DECODER routines::unsupported")

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

func parsePrivate(der []byte) (any, error) {
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, errUnsupported
	}
	return key, nil
}

func parsePublic(der []byte) (any, error) {
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, errUnsupported
	}
	return key, nil
}

// describe returns what JavaScript knows of a key: its kind ("private",
// "public"), type, DER, and [bits, exponent] or [curve].
func describe(key any) (any, error) {
	private := true
	var der []byte
	var err error
	switch key.(type) {
	case *rsa.PublicKey, *ecdsa.PublicKey, ed25519.PublicKey, *ecdh.PublicKey:
		private = false
		der, err = x509.MarshalPKIXPublicKey(key)
	default:
		der, err = x509.MarshalPKCS8PrivateKey(key)
	}
	if err != nil {
		return nil, fmt.Errorf("encoding a key: %w", err)
	}
	kind := "private"
	if !private {
		kind = "public"
	}
	name, details := detailsOf(key)
	return []any{kind, name, der, details}, nil
}

func detailsOf(key any) (string, []any) {
	switch k := key.(type) {
	case *rsa.PrivateKey:
		return detailsOf(&k.PublicKey)
	case *rsa.PublicKey:
		return "rsa", []any{k.N.BitLen(), k.E}
	case *ecdsa.PrivateKey:
		return "ec", []any{opensslName(k.Curve)}
	case *ecdsa.PublicKey:
		return "ec", []any{opensslName(k.Curve)}
	case *ecdh.PrivateKey, *ecdh.PublicKey:
		return "x25519", []any{}
	}
	return "ed25519", []any{}
}

func publicOf(key any) any {
	switch k := key.(type) {
	case *rsa.PrivateKey:
		return &k.PublicKey
	case *ecdsa.PrivateKey:
		return &k.PublicKey
	case ed25519.PrivateKey:
		return k.Public()
	case *ecdh.PrivateKey:
		return k.PublicKey()
	}
	return key
}

// opKeyRead: kind wanted, bytes, "pem" or "der", type of DER, passphrase or null
// → what describe returns. A private key gives its public one too.
func opKeyRead(_ *js.Isolate, a js.Args) (any, error) {
	data, kind := a.Bytes(1), a.String(3)
	if a.String(2) == "pem" {
		block, _ := pem.Decode(data)
		if block == nil {
			return nil, errUnsupported
		}
		if strings.Contains(block.Type, "ENCRYPTED") || strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED") {
			return nil, js.ThrowCode("Error", "ERR_METHOD_NOT_IMPLEMENTED", "encrypted private keys are not provided by routescope")
		}
		data, kind = block.Bytes, block.Type
	}
	key, err := decodeKey(data, kind)
	if err != nil {
		return nil, err
	}
	if public := publicOf(key); a.String(0) == "public" {
		key = public
	} else if key == public {
		return nil, errUnsupported
	}
	return describe(key)
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
	case "RSA PRIVATE KEY", "pkcs1", "pkcs1-private":
		if key, err = x509.ParsePKCS1PrivateKey(der); err != nil && form == "pkcs1" {
			key, err = x509.ParsePKCS1PublicKey(der)
		}
	case "RSA PUBLIC KEY":
		key, err = x509.ParsePKCS1PublicKey(der)
	case "EC PRIVATE KEY", "sec1":
		key, err = x509.ParseECPrivateKey(der)
	case "CERTIFICATE":
		var c *x509.Certificate
		if c, err = x509.ParseCertificate(der); err == nil {
			key = c.PublicKey
		}
	default:
		return nil, errUnsupported
	}
	if err != nil {
		return nil, errUnsupported
	}
	return key, nil
}

// opKeyWrite: kind, DER, type ("pkcs8", "spki", "pkcs1", "sec1"), "pem" or "der"
// → text or bytes.
func opKeyWrite(_ *js.Isolate, a js.Args) (any, error) {
	der, label, err := encodeKey(a.String(0), a.Bytes(1), a.String(2))
	if err != nil {
		return nil, err
	}
	if a.String(3) == "der" {
		return der, nil
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})), nil
}

func encodeKey(kind string, der []byte, form string) ([]byte, string, error) {
	if kind == "public" {
		if form == "spki" {
			return der, "PUBLIC KEY", nil
		}
		key, err := parsePublic(der)
		if k, ok := key.(*rsa.PublicKey); ok && form == "pkcs1" {
			return x509.MarshalPKCS1PublicKey(k), "RSA PUBLIC KEY", nil
		}
		return nil, "", firstError(err, errIncompatible)
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
	}
	return nil, "", firstError(err, errIncompatible)
}

var errIncompatible = js.ThrowCode("Error", "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS", "The selected key encoding is incompatible with the key type.")

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
