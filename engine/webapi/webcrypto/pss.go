package webcrypto

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"encoding/binary"
	"math/big"
)

// verifyPSS verifies with a length of salt as saltLength gives it.
func verifyPSS(k *rsa.PublicKey, id crypto.Hash, sum, sig []byte, salt int) bool {
	if salt == zeroSalt {
		return verifyUnsalted(k, id, sum, sig)
	}
	return rsa.VerifyPSS(k, id, sum, sig, &rsa.PSSOptions{SaltLength: salt}) == nil
}

// Go takes a salt of length 0 for "choose one", so that PSS without salt needs
// an encoding of its own. Without salt it is a function of the digest alone.
// See RFC 8017, section 9.1.1.
func encodeUnsalted(id crypto.Hash, sum []byte, bits int) []byte {
	size := (bits + 7) / 8
	h := id.New()
	h.Write(make([]byte, 8))
	h.Write(sum)
	digest := h.Sum(nil)
	if size < len(digest)+2 {
		return nil
	}
	block := make([]byte, size-len(digest)-1)
	block[len(block)-1] = 1
	mask(block, id, digest)
	block[0] &= 0xFF >> (8*size - bits)
	return append(append(block, digest...), 0xBC)
}

// mask is MGF1: it covers out with a stream made of seed.
func mask(out []byte, id crypto.Hash, seed []byte) {
	for counter := uint32(0); len(out) > 0; counter++ {
		h := id.New()
		h.Write(seed)
		h.Write(binary.BigEndian.AppendUint32(nil, counter))
		for i, b := range h.Sum(nil) {
			if i == len(out) {
				break
			}
			out[i] ^= b
		}
		out = out[min(h.Size(), len(out)):]
	}
}

func signUnsalted(k *rsa.PrivateKey, id crypto.Hash, sum []byte) (any, error) {
	block := encodeUnsalted(id, sum, k.N.BitLen()-1)
	if block == nil {
		return nil, errOperation
	}
	m := new(big.Int).SetBytes(block)
	return m.Exp(m, k.D, k.N).FillBytes(make([]byte, k.Size())), nil
}

func verifyUnsalted(k *rsa.PublicKey, id crypto.Hash, sum, sig []byte) bool {
	block := encodeUnsalted(id, sum, k.N.BitLen()-1)
	if block == nil || len(sig) != k.Size() {
		return false
	}
	m := new(big.Int).SetBytes(sig)
	m.Exp(m, big.NewInt(int64(k.E)), k.N)
	return bytes.Equal(m.FillBytes(make([]byte, k.Size())), padded(block, k.Size()))
}
