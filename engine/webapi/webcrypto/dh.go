package webcrypto

import (
	"crypto/rand"
	"math/big"
	"sync"

	"routescope/engine/js"
)

// Finite-field Diffie-Hellman: RFC 2631, with the groups of RFC 2409 and RFC 3526.

// dhOffsets are what the primes of the groups add to digits of π, by their bits.
var dhOffsets = map[int]int64{
	768: 149686, 1024: 129093, 1536: 741804, 2048: 124476, 3072: 1690314, 4096: 240904, 6144: 929484, 8192: 4743158,
}

var (
	dhPrimesMu sync.Mutex
	dhPrimes   = map[int]*big.Int{}
)

// dhPrime is 2^n - 2^(n-64) - 1 + 2^64·([2^(n-130)·π] + offset).
func dhPrime(n int) *big.Int {
	dhPrimesMu.Lock()
	defer dhPrimesMu.Unlock()
	if p, ok := dhPrimes[n]; ok {
		return p
	}
	power := func(e int) *big.Int { return new(big.Int).Lsh(one, uint(e)) }
	digits := pi(n - 130)
	digits.Add(digits, big.NewInt(dhOffsets[n]))
	p := power(n)
	p.Sub(p, power(n-64)).Sub(p, one).Add(p, digits.Lsh(digits, 64))
	dhPrimes[n] = p
	return p
}

// pi is [2^bits·π], by Machin's formula: π = 16·arctan(1/5) - 4·arctan(1/239).
func pi(bits int) *big.Int {
	const guard = 64
	unit := new(big.Int).Lsh(one, uint(bits+guard))
	a, b := arctanInverse(5, unit), arctanInverse(239, unit)
	a.Mul(a, big.NewInt(16))
	a.Sub(a, b.Mul(b, big.NewInt(4)))
	return a.Rsh(a, guard)
}

// arctanInverse is unit·arctan(1/x).
func arctanInverse(x int64, unit *big.Int) *big.Int {
	sum, term := new(big.Int), new(big.Int).Div(unit, big.NewInt(x))
	square := big.NewInt(x * x)
	for i := int64(1); term.Sign() != 0; i += 2 {
		part := new(big.Int).Div(term, big.NewInt(i))
		if i%4 == 1 {
			sum.Add(sum, part)
		} else {
			sum.Sub(sum, part)
		}
		term.Div(term, square)
	}
	return sum
}

// opDHGroup: bits → the prime of the group, or null.
func opDHGroup(_ *js.Isolate, a js.Args) (any, error) {
	if _, ok := dhOffsets[a.Int(0)]; !ok {
		return nil, nil
	}
	return dhPrime(a.Int(0)).Bytes(), nil
}

// opDHPower: base, exponent, modulus → the power, with zeros in front up to the
// size of the modulus if that is asked for.
func opDHPower(_ *js.Isolate, a js.Args) (any, error) {
	n := new(big.Int).SetBytes(a.Bytes(2))
	out := new(big.Int).Exp(new(big.Int).SetBytes(a.Bytes(0)), new(big.Int).SetBytes(a.Bytes(1)), n)
	if a.Bool(3) {
		return out.FillBytes(make([]byte, (n.BitLen()+7)/8)), nil
	}
	return notNil(out.Bytes()), nil
}

// opDHScalar: prime → a private key for it.
func opDHScalar(_ *js.Isolate, a js.Args) (any, error) {
	// 1 < x < p - 1
	limit := new(big.Int).Sub(new(big.Int).SetBytes(a.Bytes(0)), big.NewInt(3))
	x, err := rand.Int(rand.Reader, limit)
	if err != nil {
		return nil, err
	}
	return x.Add(x, big.NewInt(2)).Bytes(), nil
}

// opDHPrime: bits → a safe prime: half of it is prime too.
func opDHPrime(_ *js.Isolate, a js.Args) (any, error) {
	for {
		q, err := rand.Prime(rand.Reader, a.Int(0)-1)
		if err != nil {
			return nil, err
		}
		p := new(big.Int).Lsh(q, 1)
		if p.Add(p, one).ProbablyPrime(primeRounds) {
			return p.Bytes(), nil
		}
	}
}

const primeRounds = 20

// What verifyError may have; the names are those of crypto.constants.
const (
	dhNotPrime             = 1
	dhNotSafePrime         = 2
	dhNotSuitableGenerator = 8
	dhModulusTooSmall      = 128

	dhLeastBits = 512
)

// opDHCheck: prime, generator → what is wrong with them, as DH_check says it.
func opDHCheck(_ *js.Isolate, a js.Args) (any, error) {
	p, g := new(big.Int).SetBytes(a.Bytes(0)), new(big.Int).SetBytes(a.Bytes(1))
	if _, ok := dhOffsets[p.BitLen()]; ok && p.Cmp(dhPrime(p.BitLen())) == 0 && g.Cmp(big.NewInt(2)) == 0 {
		return 0, nil
	}
	wrong := 0
	if p.BitLen() < dhLeastBits {
		wrong |= dhModulusTooSmall
	}
	if g.Cmp(one) <= 0 || g.Cmp(new(big.Int).Sub(p, one)) >= 0 {
		wrong |= dhNotSuitableGenerator
	}
	switch {
	case !p.ProbablyPrime(primeRounds):
		wrong |= dhNotPrime
	case !new(big.Int).Rsh(p, 1).ProbablyPrime(primeRounds):
		wrong |= dhNotSafePrime
	}
	return wrong, nil
}
