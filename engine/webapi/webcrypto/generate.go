package webcrypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"

	"routescope/engine/js"
)

// keyGenerate: "rsa", bits, exponent; "ec", curve; "ed25519"; "x25519" → what
// describe returns of the public and of the private key.
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
		// Go makes keys with this exponent only; it is what everyone uses.
		if a.Int(2) != 65537 {
			return nil, js.ThrowDOM("OperationError", "RSA keys with an exponent other than 65537 are not provided by routescope")
		}
		key, err := rsa.GenerateKey(rand.Reader, a.Int(1))
		if err != nil {
			return nil, js.ThrowDOM("OperationError", "%v", err)
		}
		return key, nil
	case "ec":
		c, err := curveOf(a.String(1))
		if err != nil {
			return nil, err
		}
		return ecdsa.GenerateKey(c, rand.Reader)
	case "x25519":
		return ecdh.X25519().GenerateKey(rand.Reader)
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	return key, err
}

// opKeyFromRaw: "ec", curve, point or number, whether it is private; or
// "ed25519"/"x25519", "", bytes, whether it is private → what describe returns.
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
	c, err := curveOf(curve)
	if err != nil {
		return nil, err
	}
	if private {
		return orError(ecdsa.ParseRawPrivateKey(c, data))
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
