package webcrypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"math/big"

	"routescope/engine/js"
)

// keyGenerate: "rsa", bits, exponent; "rsa-pss", bits, exponent, and hash, hash of
// MGF1, salt if they are limited; "ec", curve; "ed25519", "ed448", "x25519",
// "x448" → what describe returns of the public and of the private key.
func keyGenerate(a js.Args) (any, error) {
	key, err := newKey(a)
	if err != nil {
		return nil, err
	}
	public, err := describe(publicOf(key))
	if err != nil {
		return nil, err
	}
	private, err := describe(key)
	return []any{public, private}, err
}

func newKey(a js.Args) (any, error) {
	switch a.String(0) {
	case "rsa":
		return newRSA(a.Int(1), a.Int(2))
	case "rsa-pss":
		return newPSS(a)
	case "ec":
		if a.String(1) == secp256k1Name {
			return koblitzGenerate()
		}
		c, err := curveOf(a.String(1))
		if err != nil {
			return nil, err
		}
		return ecdsa.GenerateKey(c, rand.Reader)
	case "x25519":
		return ecdh.X25519().GenerateKey(rand.Reader)
	case "x448":
		b, err := randomBytes(x448Size)
		return x448Private(b), err
	case "ed448":
		b, err := randomBytes(ed448Size)
		return ed448Private(b), err
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	return key, err
}

func newPSS(a js.Args) (any, error) {
	var limit *pssLimit
	if a.String(3) != "" {
		limit = &pssLimit{digestName(a.String(3)), digestName(a.String(4)), a.Int(5)}
	}
	algorithm, err := pssIdentifier(limit)
	if err != nil {
		return nil, err
	}
	key, err := newRSA(a.Int(1), a.Int(2))
	return pssPrivate{key, algorithm}, err
}

const (
	usualExponent = 65537
	usualBits     = 1024
	leastBits     = 512 // what OpenSSL makes
	maxExponent   = 1<<31 - 1
)

// newRSA makes a key. Go's own function makes those that are in use today; the
// others, as tests have them, are made here: FIPS 186-5, appendix A.1.3.
func newRSA(bits, exponent int) (*rsa.PrivateKey, error) {
	switch {
	case bits < leastBits:
		return nil, openssl("02000078", "rsa routines", "key size too small")
	case exponent < 3 || exponent%2 == 0:
		return nil, openssl("020000B2", "rsa routines", "pub exponent out of range")
	case exponent > maxExponent:
		return nil, js.Throw("Error", "RSA exponents over 2^31-1 are not provided by routescope")
	case exponent == usualExponent && bits >= usualBits:
		return rsa.GenerateKey(rand.Reader, bits)
	}
	e := big.NewInt(int64(exponent))
	for {
		p, err := rand.Prime(rand.Reader, (bits+1)/2)
		if err != nil {
			return nil, err
		}
		q, err := rand.Prime(rand.Reader, bits/2)
		if err != nil {
			return nil, err
		}
		n := new(big.Int).Mul(p, q)
		phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		d := new(big.Int).ModInverse(e, phi)
		if d == nil || p.Cmp(q) == 0 || n.BitLen() != bits {
			continue
		}
		key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: n, E: exponent}, D: d, Primes: []*big.Int{p, q}}
		key.Precompute()
		return key, nil
	}
}

// opKeyFromRaw: "ec", curve, point or number, whether it is private; or
// "ed25519", "x25519", "ed448", "x448", "", bytes, whether it is private → what describe returns.
func opKeyFromRaw(_ *js.Isolate, a js.Args) (any, error) {
	key, err := rawKey(a.String(0), a.String(1), a.Bytes(2), a.Bool(3))
	if err != nil {
		return nil, err
	}
	return describe(key)
}

var errRaw = js.ThrowDOM("DataError", "Invalid key data")

func rawKey(kind, curve string, data []byte, private bool) (any, error) {
	switch kind {
	case "ec":
		return rawEC(curve, data, private)
	case "x25519":
		if private {
			return orError[*ecdh.PrivateKey](ecdh.X25519().NewPrivateKey(data))
		}
		return orError[*ecdh.PublicKey](ecdh.X25519().NewPublicKey(data))
	case "ed25519":
		switch {
		case len(data) != ed25519.SeedSize:
			return nil, errRaw
		case private:
			return ed25519.NewKeyFromSeed(data), nil
		}
		return ed25519.PublicKey(data), nil
	case "ed448":
		switch {
		case len(data) != ed448Size:
			return nil, errRaw
		case private:
			return ed448Private(data), nil
		}
		return ed448Public(data), nil
	case "x448":
		switch {
		case len(data) != x448Size:
			return nil, errRaw
		case private:
			return x448Private(data), nil
		}
		return x448Public(data), nil
	}
	return nil, errRaw
}

func orError[K any](key K, err error) (any, error) {
	if err != nil {
		return nil, errRaw
	}
	return key, nil
}

func rawEC(curve string, data []byte, private bool) (any, error) {
	if curve == secp256k1Name {
		if private {
			return orError(koblitzFromNumber(new(big.Int).SetBytes(data)))
		}
		return orError(koblitzFromPoint(data))
	}
	c, err := curveOf(curve)
	if err != nil {
		return nil, err
	}
	size := (c.Params().BitSize + 7) / 8
	if private {
		// Zeros in front may be missing.
		return orError(ecdsa.ParseRawPrivateKey(c, padded(data, size)))
	}
	// A hybrid point is an uncompressed one that says twice which y it has.
	if len(data) == 1+2*size && (data[0] == 6 || data[0] == 7) && data[0]&1 == data[2*size]&1 {
		data = append([]byte{4}, data[1:]...)
	}
	if len(data) > 0 && data[0] != 4 {
		x, y := elliptic.UnmarshalCompressed(c, data)
		if x == nil {
			return nil, errRaw
		}
		return &ecdsa.PublicKey{Curve: c, X: x, Y: y}, nil
	}
	return orError(ecdsa.ParseUncompressedPublicKey(c, data))
}

// opKeyToRaw: kind, DER, whether points are compressed → the point, the number,
// or the bytes of Ed25519 and X25519.
func opKeyToRaw(_ *js.Isolate, a js.Args) (any, error) {
	parse := parsePublic
	if a.String(0) == "private" {
		parse = parsePrivate
	}
	key, err := parse(a.Bytes(1))
	if err != nil {
		return nil, err
	}
	switch k := key.(type) {
	case *ecdsa.PublicKey:
		if a.Bool(2) {
			return elliptic.MarshalCompressed(k.Curve, k.X, k.Y), nil
		}
		return k.Bytes()
	case *ecdsa.PrivateKey:
		return k.Bytes()
	case koblitzPublic:
		return k.point(a.Bool(2)), nil
	case koblitzPrivate:
		return k.D.FillBytes(make([]byte, secp256k1Size)), nil
	case ed448Public:
		return []byte(k), nil
	case x448Public:
		return []byte(k), nil
	case ed25519.PublicKey:
		return []byte(k), nil
	case ed25519.PrivateKey:
		return k.Seed(), nil
	case *ecdh.PublicKey:
		return k.Bytes(), nil
	case *ecdh.PrivateKey:
		return k.Bytes(), nil
	}
	return nil, errRaw
}
