package webcrypto

import (
	"crypto/rand"
	"crypto/sha3"
	"crypto/subtle"
	"math/big"
	"slices"
)

// X448 (RFC 7748) and Ed448 (RFC 8032), which Go lacks. Their arithmetic is plain
// and takes no constant time: what runs here is a project under development.

type (
	x448Public   []byte
	x448Private  []byte
	ed448Public  []byte
	ed448Private []byte // the seed
)

const (
	x448Size     = 56
	ed448Size    = 57
	ed448SigSize = 2 * ed448Size
)

func decimalInt(s string) *big.Int {
	n, ok := new(big.Int).SetString(s, 10)
	if !ok {
		panic("no number: " + s)
	}
	return n
}

var (
	one = big.NewInt(1)
	// 2^448 - 2^224 - 1
	p448 = func() *big.Int {
		p := new(big.Int).Lsh(one, 448)
		return p.Sub(p, new(big.Int).Lsh(one, 224)).Sub(p, one)
	}()
	ed448D = new(big.Int).Sub(p448, big.NewInt(39081))
	// The order of the base point.
	ed448L = new(big.Int).Sub(new(big.Int).Lsh(one, 446),
		decimalInt("13818066809895115352007386748515426880336692474882178609894547503885"))
	ed448Base = edwardsPoint{
		decimalInt("224580040295924300187604334099896036246789641632564134246125461686950415467406032909029192869357953282578032075146446173674602635247710"),
		decimalInt("298819210078481492676017930443930673437544040154080242095928241372331506189835876003536878655418784733982303233503462500531545062832660"),
		one,
	}
)

func littleEndian(b []byte) *big.Int {
	b = slices.Clone(b)
	slices.Reverse(b)
	return new(big.Int).SetBytes(b)
}

func toLittleEndian(n *big.Int, size int) []byte {
	b := n.FillBytes(make([]byte, size))
	slices.Reverse(b)
	return b
}

func randomBytes(n int) ([]byte, error) {
	b := make([]byte, n)
	_, err := rand.Read(b)
	return b, err
}

func mod448(n *big.Int) *big.Int { return n.Mod(n, p448) }

func mul448(a, b *big.Int) *big.Int { return mod448(new(big.Int).Mul(a, b)) }
func add448(a, b *big.Int) *big.Int { return mod448(new(big.Int).Add(a, b)) }
func sub448(a, b *big.Int) *big.Int { return mod448(new(big.Int).Sub(a, b)) }

/* X448: RFC 7748, section 5. */

// x448 multiplies a point, given by its u, with a number.
func x448(scalar, u []byte) []byte {
	k := slices.Clone(scalar)
	k[0] &= 252
	k[x448Size-1] |= 128
	x1, n := mod448(littleEndian(u)), littleEndian(k)
	x2, z2, x3, z3 := big.NewInt(1), new(big.Int), new(big.Int).Set(x1), big.NewInt(1)
	swapped := uint(0)
	for t := 447; t >= 0; t-- {
		if bit := n.Bit(t); bit != swapped {
			x2, x3, z2, z3 = x3, x2, z3, z2
			swapped = bit
		}
		a, b := add448(x2, z2), sub448(x2, z2)
		aa, bb := mul448(a, a), mul448(b, b)
		e := sub448(aa, bb)
		da, cb := mul448(sub448(x3, z3), a), mul448(add448(x3, z3), b)
		x3 = add448(da, cb)
		x3 = mul448(x3, x3)
		z3 = sub448(da, cb)
		z3 = mul448(x1, mul448(z3, z3))
		x2 = mul448(aa, bb)
		z2 = mul448(e, add448(aa, mul448(big.NewInt(39081), e)))
	}
	if swapped == 1 {
		x2, z2 = x3, z3
	}
	inverse := new(big.Int).Exp(z2, new(big.Int).Sub(p448, big.NewInt(2)), p448)
	return toLittleEndian(mul448(x2, inverse), x448Size)
}

func (k x448Private) public() x448Public {
	return x448(k, append([]byte{5}, make([]byte, x448Size-1)...))
}

func (k x448Private) agree(o x448Public) ([]byte, error) {
	secret := x448(k, o)
	if subtle.ConstantTimeCompare(secret, make([]byte, x448Size)) == 1 {
		return nil, errOperation
	}
	return secret, nil
}

/* Ed448: RFC 8032, section 5.2. */

// An edwardsPoint is projective: (x/z, y/z).
type edwardsPoint struct{ x, y, z *big.Int }

func (p edwardsPoint) add(q edwardsPoint) edwardsPoint {
	a := mul448(p.z, q.z)
	b := mul448(a, a)
	c, d := mul448(p.x, q.x), mul448(p.y, q.y)
	e := mul448(ed448D, mul448(c, d))
	f, g := sub448(b, e), add448(b, e)
	h := mul448(add448(p.x, p.y), add448(q.x, q.y))
	return edwardsPoint{
		mul448(mul448(a, f), sub448(sub448(h, c), d)),
		mul448(mul448(a, g), sub448(d, c)),
		mul448(f, g),
	}
}

func (p edwardsPoint) multiply(n *big.Int) edwardsPoint {
	out := edwardsPoint{new(big.Int), one, one}
	for i := n.BitLen() - 1; i >= 0; i-- {
		out = out.add(out)
		if n.Bit(i) == 1 {
			out = out.add(p)
		}
	}
	return out
}

func (p edwardsPoint) equal(q edwardsPoint) bool {
	return mul448(p.x, q.z).Cmp(mul448(q.x, p.z)) == 0 && mul448(p.y, q.z).Cmp(mul448(q.y, p.z)) == 0
}

func (p edwardsPoint) encode() []byte {
	inverse := new(big.Int).ModInverse(p.z, p448)
	out := toLittleEndian(mul448(p.y, inverse), ed448Size)
	out[ed448Size-1] |= byte(mul448(p.x, inverse).Bit(0)) << 7
	return out
}

func decodeEdwards(b []byte) (edwardsPoint, bool) {
	if len(b) != ed448Size {
		return edwardsPoint{}, false
	}
	sign := uint(b[ed448Size-1] >> 7)
	b = slices.Clone(b)
	b[ed448Size-1] &= 0x7F
	y := littleEndian(b)
	if y.Cmp(p448) >= 0 {
		return edwardsPoint{}, false
	}
	// x² = (y² - 1) / (d·y² - 1)
	yy := mul448(y, y)
	denominator := new(big.Int).ModInverse(sub448(mul448(ed448D, yy), one), p448)
	if denominator == nil {
		return edwardsPoint{}, false
	}
	x := new(big.Int).ModSqrt(mul448(sub448(yy, one), denominator), p448)
	if x == nil || x.Sign() == 0 && sign == 1 {
		return edwardsPoint{}, false
	}
	if x.Bit(0) != sign {
		x.Sub(p448, x)
	}
	return edwardsPoint{x, y, one}, true
}

// dom4 without context, before everything that is hashed.
var ed448Domain = []byte("SigEd448\x00\x00")

func ed448Hash(parts ...[]byte) []byte {
	h := sha3.NewSHAKE256()
	for _, part := range parts {
		h.Write(part)
	}
	out := make([]byte, ed448SigSize)
	_, _ = h.Read(out) // it cannot fail
	return out
}

// expand gives the secret number and the prefix of a seed.
func (k ed448Private) expand() (*big.Int, []byte) {
	h := ed448Hash(k)
	h[0] &= 252
	h[ed448Size-2] |= 128
	h[ed448Size-1] = 0
	return littleEndian(h[:ed448Size]), h[ed448Size:]
}

func (k ed448Private) public() ed448Public {
	s, _ := k.expand()
	return ed448Base.multiply(s).encode()
}

func (k ed448Private) sign(message []byte) []byte {
	s, prefix := k.expand()
	public := ed448Base.multiply(s).encode()
	r := littleEndian(ed448Hash(ed448Domain, prefix, message))
	r.Mod(r, ed448L)
	point := ed448Base.multiply(r).encode()
	h := littleEndian(ed448Hash(ed448Domain, point, public, message))
	h.Mul(h, s).Add(h, r).Mod(h, ed448L)
	return append(point, toLittleEndian(h, ed448Size)...)
}

func (k ed448Public) verify(message, sig []byte) bool {
	if len(sig) != ed448SigSize {
		return false
	}
	s := littleEndian(sig[ed448Size:])
	r, okR := decodeEdwards(sig[:ed448Size])
	a, okA := decodeEdwards(k)
	if !okR || !okA || s.Cmp(ed448L) >= 0 {
		return false
	}
	h := littleEndian(ed448Hash(ed448Domain, sig[:ed448Size], k, message))
	return ed448Base.multiply(s).equal(r.add(a.multiply(h.Mod(h, ed448L))))
}
