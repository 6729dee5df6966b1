package webcrypto

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"

	"routescope/engine/js"
)

// A jwk is a JSON Web Key, as far as asymmetric keys go. Its fields are in the
// order in which Node.js exports them. See RFC 7518, section 6, and RFC 8037.
type jwk struct {
	Kty string `json:"kty"`
	N   string `json:"n,omitempty"`
	X   string `json:"x,omitempty"`
	Y   string `json:"y,omitempty"`
	Crv string `json:"crv,omitempty"`
	E   string `json:"e,omitempty"`
	D   string `json:"d,omitempty"`
	P   string `json:"p,omitempty"`
	Q   string `json:"q,omitempty"`
	DP  string `json:"dp,omitempty"`
	DQ  string `json:"dq,omitempty"`
	QI  string `json:"qi,omitempty"`
}

var errJWKKind = js.ThrowCode("Error", "ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE", "Unsupported JWK Key Type.")

var errJWK = js.ThrowCode("TypeError", "ERR_CRYPTO_INVALID_JWK", "Invalid JWK data")

var errJWKEC = js.ThrowCode("TypeError", "ERR_CRYPTO_INVALID_JWK", "Invalid JWK EC key")

func encode64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// decode64 reads base64url, or base64, as Node.js does: what does not belong there
// is skipped.
func decode64(s string) []byte {
	s, _, _ = strings.Cut(s, "=")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '+':
			return '-'
		case r == '/':
			return '_'
		case r == '-', r == '_', '0' <= r && r <= '9', 'A' <= r && r <= 'Z', 'a' <= r && r <= 'z':
			return r
		}
		return -1
	}, s)
	if len(s)%4 == 1 {
		s = s[:len(s)-1]
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil
	}
	return b
}

func encodeInt(n *big.Int) string   { return encode64(n.Bytes()) }
func decodeInt(s string) *big.Int   { return new(big.Int).SetBytes(decode64(s)) }
func padded(b []byte, n int) []byte { return append(make([]byte, max(n-len(b), 0)), b...) }

// opKeyToJWK: kind, DER → JSON.
func opKeyToJWK(_ *js.Isolate, a js.Args) (any, error) {
	parse := parsePublic
	if a.String(0) == "private" {
		parse = parsePrivate
	}
	key, err := parse(a.Bytes(1))
	if err != nil {
		return nil, err
	}
	out, err := jwkOf(key)
	if err != nil {
		return nil, err
	}
	if out.Kty == "OKP" {
		text, err := json.Marshal(okp{out.Crv, out.D, out.X, out.Kty})
		return string(text), err
	}
	text, err := json.Marshal(out)
	return string(text), err
}

// An okp has the fields of an octet key pair, which Node.js exports in this order.
type okp struct {
	Crv string `json:"crv"`
	D   string `json:"d,omitempty"`
	X   string `json:"x"`
	Kty string `json:"kty"`
}

func jwkOf(key any) (*jwk, error) {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return &jwk{Kty: "RSA", N: encodeInt(k.N), E: encodeInt(big.NewInt(int64(k.E)))}, nil
	case *rsa.PrivateKey:
		out, err := jwkOf(&k.PublicKey)
		if err != nil || len(k.Primes) != 2 {
			return nil, firstError(err, errJWK)
		}
		k.Precompute()
		out.D, out.P, out.Q = encodeInt(k.D), encodeInt(k.Primes[0]), encodeInt(k.Primes[1])
		out.DP, out.DQ, out.QI = encodeInt(k.Precomputed.Dp), encodeInt(k.Precomputed.Dq), encodeInt(k.Precomputed.Qinv)
		return out, nil
	case koblitzPublic:
		point := k.point(false)
		return &jwk{Kty: "EC", X: encode64(point[1 : 1+secp256k1Size]), Y: encode64(point[1+secp256k1Size:]), Crv: secp256k1Name}, nil
	case koblitzPrivate:
		out, err := jwkOf(k.koblitzPublic)
		if err == nil {
			out.D = encode64(k.D.FillBytes(make([]byte, secp256k1Size)))
		}
		return out, err
	case *ecdsa.PublicKey:
		if k.Curve == elliptic.P224() {
			return nil, js.ThrowCode("Error", "ERR_CRYPTO_JWK_UNSUPPORTED_CURVE", "Unsupported JWK EC curve: %s.", opensslName(k.Curve))
		}
		point, err := k.Bytes()
		if err != nil {
			return nil, err
		}
		half := len(point) / 2
		return &jwk{Kty: "EC", X: encode64(point[1 : 1+half]), Y: encode64(point[1+half:]), Crv: k.Params().Name}, nil
	case *ecdsa.PrivateKey:
		out, err := jwkOf(&k.PublicKey)
		if err != nil {
			return nil, err
		}
		d, err := k.Bytes()
		out.D = encode64(d)
		return out, err
	case ed25519.PublicKey:
		return &jwk{Kty: "OKP", Crv: "Ed25519", X: encode64(k)}, nil
	case ed25519.PrivateKey:
		return &jwk{Kty: "OKP", Crv: "Ed25519", X: encode64(k.Public().(ed25519.PublicKey)), D: encode64(k.Seed())}, nil
	case *ecdh.PublicKey:
		return &jwk{Kty: "OKP", Crv: "X25519", X: encode64(k.Bytes())}, nil
	case *ecdh.PrivateKey:
		return &jwk{Kty: "OKP", Crv: "X25519", X: encode64(k.PublicKey().Bytes()), D: encode64(k.Bytes())}, nil
	case ed448Public:
		return &jwk{Kty: "OKP", Crv: "Ed448", X: encode64(k)}, nil
	case ed448Private:
		return &jwk{Kty: "OKP", Crv: "Ed448", X: encode64(k.public()), D: encode64(k)}, nil
	case x448Public:
		return &jwk{Kty: "OKP", Crv: "X448", X: encode64(k)}, nil
	case x448Private:
		return &jwk{Kty: "OKP", Crv: "X448", X: encode64(k.public()), D: encode64(k)}, nil
	}
	return nil, errJWKKind
}

// opKeyFromJWK: kind wanted, JSON → what describe returns.
func opKeyFromJWK(_ *js.Isolate, a js.Args) (any, error) {
	var in jwk
	if err := json.Unmarshal([]byte(a.String(1)), &in); err != nil {
		return nil, errJWK
	}
	key, err := in.key()
	switch {
	case err != nil && in.Kty == "EC":
		return nil, errJWKEC
	case err != nil:
		return nil, errJWK
	case a.String(0) == "public":
		key = publicOf(key)
	}
	return describe(key)
}

func (j *jwk) key() (any, error) {
	switch j.Kty {
	case "RSA":
		return j.rsa()
	case "EC":
		return j.ec()
	case "OKP":
		return j.okp()
	}
	return nil, errJWK
}

func (j *jwk) rsa() (any, error) {
	e := decodeInt(j.E)
	if j.N == "" || !e.IsInt64() || e.Int64() < 2 {
		return nil, errJWK
	}
	public := rsa.PublicKey{N: decodeInt(j.N), E: int(e.Int64())}
	if j.D == "" {
		return &public, nil
	}
	key := &rsa.PrivateKey{PublicKey: public, D: decodeInt(j.D), Primes: []*big.Int{decodeInt(j.P), decodeInt(j.Q)}}
	if err := key.Validate(); err != nil {
		return nil, err
	}
	key.Precompute()
	return key, nil
}

func (j *jwk) ec() (any, error) {
	size := secp256k1Size
	if j.Crv != secp256k1Name {
		c, err := curveOf(j.Crv)
		if err != nil {
			return nil, err
		}
		size = (c.Params().BitSize + 7) / 8
	}
	point := append([]byte{4}, padded(decode64(j.X), size)...)
	public, err := rawEC(j.Crv, append(point, padded(decode64(j.Y), size)...), false)
	if err != nil || j.D == "" {
		return public, err
	}
	private, err := rawEC(j.Crv, decode64(j.D), true)
	if err != nil || !sameKey(publicOf(private), public) {
		return nil, errJWK
	}
	return private, nil
}

func sameKey(a, b any) bool {
	x, errX := marshalPublic(a)
	y, errY := marshalPublic(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

func (j *jwk) okp() (any, error) {
	kind := strings.ToLower(j.Crv)
	if j.D == "" {
		return rawKey(kind, "", decode64(j.X), false)
	}
	key, err := rawKey(kind, "", decode64(j.D), true)
	if err != nil {
		return nil, err
	}
	if out, err := jwkOf(key); err != nil || !bytes.Equal(decode64(out.X), decode64(j.X)) {
		return nil, errJWK
	}
	return key, nil
}
