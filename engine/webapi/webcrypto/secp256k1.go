package webcrypto

import (
	"crypto/rand"
	"math/big"
)

// The curve secp256k1, y² = x³ + 7, which Go lacks. See SEC 2, section 2.4.1. Its
// arithmetic is plain and takes no constant time: what runs here is a project
// under development.
var secp256k1 = struct{ p, n, gx, gy *big.Int }{
	p:  hexInt("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"),
	n:  hexInt("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
	gx: hexInt("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
	gy: hexInt("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"),
}

const (
	secp256k1Name = "secp256k1"
	secp256k1Size = 32
)

func hexInt(s string) *big.Int {
	n, ok := new(big.Int).SetString(s, 16)
	if !ok {
		panic("no hexadecimal number: " + s)
	}
	return n
}

// A koblitzPublic is a point of the curve; X is nil at infinity.
type koblitzPublic struct{ X, Y *big.Int }

type koblitzPrivate struct {
	koblitzPublic
	D *big.Int
}

func (k koblitzPublic) onCurve() bool {
	p := secp256k1.p
	if k.X == nil || k.X.Cmp(p) >= 0 || k.Y.Cmp(p) >= 0 {
		return false
	}
	left := new(big.Int).Mul(k.Y, k.Y)
	return left.Mod(left, p).Cmp(koblitzRight(k.X)) == 0
}

// koblitzRight is x³ + 7.
func koblitzRight(x *big.Int) *big.Int {
	r := new(big.Int).Exp(x, big.NewInt(3), secp256k1.p)
	r.Add(r, big.NewInt(7))
	return r.Mod(r, secp256k1.p)
}

func (k koblitzPublic) add(o koblitzPublic) koblitzPublic {
	p := secp256k1.p
	switch {
	case k.X == nil:
		return o
	case o.X == nil:
		return k
	}
	slope := new(big.Int)
	if k.X.Cmp(o.X) == 0 {
		if k.Y.Cmp(o.Y) != 0 || k.Y.Sign() == 0 {
			return koblitzPublic{}
		}
		// The tangent: 3x² / 2y.
		slope.Mul(k.X, k.X)
		slope.Mul(slope, big.NewInt(3))
		slope.Mul(slope, new(big.Int).ModInverse(new(big.Int).Lsh(k.Y, 1), p))
	} else {
		dx := new(big.Int).Sub(o.X, k.X)
		slope.Sub(o.Y, k.Y)
		slope.Mul(slope, dx.ModInverse(dx.Mod(dx, p), p))
	}
	slope.Mod(slope, p)
	x := new(big.Int).Mul(slope, slope)
	x.Sub(x, k.X).Sub(x, o.X).Mod(x, p)
	y := new(big.Int).Sub(k.X, x)
	y.Mul(y, slope).Sub(y, k.Y).Mod(y, p)
	return koblitzPublic{x, y}
}

func (k koblitzPublic) multiply(n *big.Int) koblitzPublic {
	var out koblitzPublic
	for i := n.BitLen() - 1; i >= 0; i-- {
		out = out.add(out)
		if n.Bit(i) == 1 {
			out = out.add(k)
		}
	}
	return out
}

func koblitzBase() koblitzPublic { return koblitzPublic{secp256k1.gx, secp256k1.gy} }

func koblitzFromNumber(d *big.Int) (koblitzPrivate, error) {
	if d.Sign() <= 0 || d.Cmp(secp256k1.n) >= 0 {
		return koblitzPrivate{}, errRaw
	}
	return koblitzPrivate{koblitzBase().multiply(d), d}, nil
}

func koblitzGenerate() (koblitzPrivate, error) {
	d, err := koblitzScalar()
	if err != nil {
		return koblitzPrivate{}, err
	}
	return koblitzFromNumber(d)
}

// koblitzScalar returns a random number from 1 to n-1.
func koblitzScalar() (*big.Int, error) {
	d, err := rand.Int(rand.Reader, new(big.Int).Sub(secp256k1.n, big.NewInt(1)))
	if err != nil {
		return nil, err
	}
	return d.Add(d, big.NewInt(1)), nil
}

// point writes the point as SEC 1 has it, section 2.3.3.
func (k koblitzPublic) point(compressed bool) []byte {
	x := k.X.FillBytes(make([]byte, secp256k1Size))
	if compressed {
		return append([]byte{2 + byte(k.Y.Bit(0))}, x...)
	}
	return append(append([]byte{4}, x...), k.Y.FillBytes(make([]byte, secp256k1Size))...)
}

func koblitzFromPoint(data []byte) (koblitzPublic, error) {
	if len(data) == 0 {
		return koblitzPublic{}, errRaw
	}
	var k koblitzPublic
	switch {
	case data[0] == 2 || data[0] == 3:
		if len(data) != 1+secp256k1Size {
			return k, errRaw
		}
		k.X = new(big.Int).SetBytes(data[1:])
		k.Y = new(big.Int).ModSqrt(koblitzRight(k.X), secp256k1.p)
		if k.Y == nil {
			return k, errRaw
		}
		if byte(k.Y.Bit(0)) != data[0]-2 {
			k.Y.Sub(secp256k1.p, k.Y)
		}
	case data[0] == 4 || data[0] == 6 || data[0] == 7:
		if len(data) != 1+2*secp256k1Size {
			return k, errRaw
		}
		k.X = new(big.Int).SetBytes(data[1 : 1+secp256k1Size])
		k.Y = new(big.Int).SetBytes(data[1+secp256k1Size:])
	}
	if !k.onCurve() {
		return k, errRaw
	}
	return k, nil
}

// hashNumber is the leftmost bits of a hash, as ECDSA takes them.
func hashNumber(sum []byte) *big.Int {
	return new(big.Int).SetBytes(sum[:min(len(sum), secp256k1Size)])
}

// sign is ECDSA: SEC 1, section 4.1.3.
func (k koblitzPrivate) sign(sum []byte) (pair, error) {
	n, e := secp256k1.n, hashNumber(sum)
	for {
		nonce, err := koblitzScalar()
		if err != nil {
			return pair{}, err
		}
		r := new(big.Int).Mod(koblitzBase().multiply(nonce).X, n)
		s := new(big.Int).Mul(r, k.D)
		s.Add(s, e).Mul(s, new(big.Int).ModInverse(nonce, n)).Mod(s, n)
		if r.Sign() != 0 && s.Sign() != 0 {
			return pair{r, s}, nil
		}
	}
}

// verify is the other half: SEC 1, section 4.1.4.
func (k koblitzPublic) verify(sum []byte, sig pair) bool {
	n := secp256k1.n
	if sig.R.Sign() <= 0 || sig.S.Sign() <= 0 || sig.R.Cmp(n) >= 0 || sig.S.Cmp(n) >= 0 {
		return false
	}
	w := new(big.Int).ModInverse(sig.S, n)
	u1 := new(big.Int).Mul(hashNumber(sum), w)
	u2 := new(big.Int).Mul(sig.R, w)
	at := koblitzBase().multiply(u1.Mod(u1, n)).add(k.multiply(u2.Mod(u2, n)))
	return at.X != nil && new(big.Int).Mod(at.X, n).Cmp(sig.R) == 0
}

// agree is ECDH: the x of the point that both sides reach.
func (k koblitzPrivate) agree(o koblitzPublic) []byte {
	return o.multiply(k.D).X.FillBytes(make([]byte, secp256k1Size))
}
