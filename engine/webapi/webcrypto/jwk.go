package webcrypto

import (
	"bytes"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"math/big"

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

var errJWK = js.ThrowCode("TypeError", "ERR_CRYPTO_INVALID_JWK", "Invalid JWK data")

func encode64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func decode64(s string) []byte {
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
	text, err := json.Marshal(out)
	return string(text), err
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
	case *ecdsa.PublicKey:
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
	}
	return nil, errJWK
}

// opKeyFromJWK: kind wanted, JSON → what describe returns.
func opKeyFromJWK(_ *js.Isolate, a js.Args) (any, error) {
	var in jwk
	if err := json.Unmarshal([]byte(a.String(1)), &in); err != nil {
		return nil, errJWK
	}
	key, err := in.key()
	if err != nil {
		return nil, errJWK
	}
	if a.String(0) == "public" {
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
	c, err := curveOf(j.Crv)
	if err != nil {
		return nil, err
	}
	size := (c.Params().BitSize + 7) / 8
	point := append([]byte{4}, padded(decode64(j.X), size)...)
	public, err := rawEC(j.Crv, append(point, padded(decode64(j.Y), size)...), false)
	if err != nil || j.D == "" {
		return public, err
	}
	private, err := rawEC(j.Crv, padded(decode64(j.D), size), true)
	if err != nil || !private.(*ecdsa.PrivateKey).PublicKey.Equal(public.(*ecdsa.PublicKey)) {
		return nil, errJWK
	}
	return private, nil
}

func (j *jwk) okp() (any, error) {
	kind := map[string]string{"Ed25519": "ed25519", "X25519": "x25519"}[j.Crv]
	if j.D == "" {
		return rawKey(kind, "", decode64(j.X), false)
	}
	key, err := rawKey(kind, "", decode64(j.D), true)
	if err != nil {
		return nil, err
	}
	if out, err := jwkOf(key); err != nil || !bytes.Equal([]byte(out.X), []byte(j.X)) {
		return nil, errJWK
	}
	return key, nil
}
