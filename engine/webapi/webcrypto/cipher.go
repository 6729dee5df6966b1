package webcrypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/subtle"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"

	"routescope/engine/js"
)

var errOperation = js.ThrowDOM("OperationError", "The operation failed for an operation-specific reason")

// blockOf returns the block cipher of a family: "aes" or "des-ede3".
func blockOf(family string, key []byte) (cipher.Block, error) {
	switch family {
	case "aes":
		return aes.NewCipher(key)
	case "des-ede3":
		return des.NewTripleDESCipher(key)
	}
	return nil, fmt.Errorf("no cipher %q", family)
}

// opCBC: family, whether to encrypt, key, IV, whole blocks → blocks.
func opCBC(_ *js.Isolate, a js.Args) (any, error) {
	block, err := blockOf(a.String(0), a.Bytes(2))
	if err != nil {
		return nil, err
	}
	mode := cipher.NewCBCDecrypter
	if a.Bool(1) {
		mode = cipher.NewCBCEncrypter
	}
	out := a.Bytes(4)
	if len(a.Bytes(3)) != block.BlockSize() || len(out)%block.BlockSize() != 0 {
		return nil, errOperation
	}
	mode(block, a.Bytes(3)).CryptBlocks(out, out)
	return out, nil
}

// opECB: family, whether to encrypt, key, whole blocks → blocks.
func opECB(_ *js.Isolate, a js.Args) (any, error) {
	block, err := blockOf(a.String(0), a.Bytes(2))
	if err != nil {
		return nil, err
	}
	crypt, out, n := block.Decrypt, a.Bytes(3), block.BlockSize()
	if a.Bool(1) {
		crypt = block.Encrypt
	}
	if len(out)%n != 0 {
		return nil, errOperation
	}
	for i := 0; i < len(out); i += n {
		crypt(out[i:i+n], out[i:i+n])
	}
	return out, nil
}

// opCTR: key, counter block, how many of its last bits count, bytes of the key
// stream to skip, data → data with the key stream.
func opCTR(_ *js.Isolate, a js.Args) (any, error) {
	block, err := aes.NewCipher(a.Bytes(0))
	if err != nil {
		return nil, err
	}
	counter, out := a.Bytes(1), a.Bytes(4)
	if len(counter) != aes.BlockSize {
		return nil, errOperation
	}
	bits, skip := a.Int(2), uint64(a.Int(3))
	advance(counter, bits, skip/aes.BlockSize)
	var stream [aes.BlockSize]byte
	for at := int(skip % aes.BlockSize); len(out) > 0; at = 0 {
		block.Encrypt(stream[:], counter)
		n := subtle.XORBytes(out, out, stream[at:])
		out = out[n:]
		advance(counter, bits, 1)
	}
	return a.Bytes(4), nil
}

// advance adds n to the last bits of a counter block, which wrap by themselves.
func advance(counter []byte, bits int, n uint64) {
	low := binary.BigEndian.Uint64(counter[8:])
	high := binary.BigEndian.Uint64(counter[:8])
	newLow := low + n
	newHigh := high
	if newLow < low {
		newHigh++
	}
	if bits < 64 {
		mask := uint64(1)<<bits - 1
		newLow, newHigh = low&^mask|newLow&mask, high
	} else if bits < 128 {
		mask := uint64(1)<<(bits-64) - 1
		newHigh = high&^mask | newHigh&mask
	}
	binary.BigEndian.PutUint64(counter[8:], newLow)
	binary.BigEndian.PutUint64(counter[:8], newHigh)
}

// opGCMCounter: key, IV → the counter block that GCM starts its key stream with.
// See NIST SP 800-38D, section 7.1.
func opGCMCounter(_ *js.Isolate, a js.Args) (any, error) {
	key, iv := a.Bytes(0), a.Bytes(1)
	if len(iv) == 12 {
		return append(iv, 0, 0, 0, 2), nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	var h [aes.BlockSize]byte
	block.Encrypt(h[:], h[:])
	counter := ghash(h, iv)
	advance(counter, 32, 1)
	return counter, nil
}

// ghash is GHASH over a padded IV and its length in bits, for IVs that are not
// 12 bytes long: Go keeps its own to itself.
func ghash(h [16]byte, iv []byte) []byte {
	data := append([]byte{}, iv...)
	data = append(data, make([]byte, (16-len(iv)%16)%16)...)
	data = binary.BigEndian.AppendUint64(data, 0)
	data = binary.BigEndian.AppendUint64(data, uint64(len(iv))*8)
	var y [16]byte
	for i := 0; i < len(data); i += 16 {
		subtle.XORBytes(y[:], y[:], data[i:i+16])
		y = multiply(y, h)
	}
	return y[:]
}

// multiply multiplies in GF(2^128), bit by bit.
func multiply(x, h [16]byte) (z [16]byte) {
	v := h
	for i := range 128 {
		if x[i/8]>>(7-i%8)&1 == 1 {
			subtle.XORBytes(z[:], z[:], v[:])
		}
		carry := v[15] & 1
		for j := 15; j > 0; j-- {
			v[j] = v[j]>>1 | v[j-1]<<7
		}
		v[0] >>= 1
		if carry == 1 {
			v[0] ^= 0xE1
		}
	}
	return z
}

// opChaCha20: key, nonce, bytes of the key stream to skip, data → data with the
// key stream that ChaCha20-Poly1305 uses, which starts at block 1.
func opChaCha20(_ *js.Isolate, a js.Args) (any, error) {
	c, err := chacha20.NewUnauthenticatedCipher(a.Bytes(0), a.Bytes(1))
	if err != nil {
		return nil, err
	}
	const blockSize = 64
	skip := a.Int(2)
	c.SetCounter(1 + uint32(skip/blockSize))
	unused := make([]byte, skip%blockSize)
	c.XORKeyStream(unused, unused)
	out := a.Bytes(3)
	c.XORKeyStream(out, out)
	return out, nil
}

// aeadOf returns "gcm" or "chacha20-poly1305" for nonces of a length.
func aeadOf(name string, key []byte, nonce int) (cipher.AEAD, error) {
	if name == "chacha20-poly1305" {
		return chacha20poly1305.New(key)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	if nonce == 0 {
		return nil, errOperation
	}
	return cipher.NewGCMWithNonceSize(block, nonce)
}

const tagSize = 16

// opSeal: name, key, nonce, data to authenticate, text, bytes of the tag →
// cipher text and tag.
func opSeal(_ *js.Isolate, a js.Args) (any, error) {
	aead, err := aeadOf(a.String(0), a.Bytes(1), len(a.Bytes(2)))
	if err != nil {
		return nil, err
	}
	if len(a.Bytes(2)) != aead.NonceSize() {
		return nil, errOperation
	}
	out := aead.Seal(nil, a.Bytes(2), a.Bytes(4), a.Bytes(3))
	return out[:len(out)-tagSize+a.Int(5)], nil
}

// opOpen: name, key, nonce, data to authenticate, cipher text, tag → text, or an
// OperationError. Tags may be cut short, which Go's own Open does not allow.
func opOpen(_ *js.Isolate, a js.Args) (any, error) {
	aead, err := aeadOf(a.String(0), a.Bytes(1), len(a.Bytes(2)))
	if err != nil {
		return nil, err
	}
	nonce, aad, text, tag := a.Bytes(2), a.Bytes(3), a.Bytes(4), a.Bytes(5)
	if len(nonce) != aead.NonceSize() || len(tag) > tagSize || len(tag) < 4 {
		return nil, errOperation
	}
	if len(tag) == tagSize {
		out, err := aead.Open(nil, nonce, append(text, tag...), aad)
		if err != nil {
			return nil, errOperation
		}
		return notNil(out), nil
	}
	// The key stream is its own inverse: what Seal makes of the cipher text is
	// the text, and Seal of that gives the tag to compare.
	plain := aead.Seal(nil, nonce, text, aad)[:len(text)]
	sealed := aead.Seal(nil, nonce, plain, aad)
	if subtle.ConstantTimeCompare(sealed[len(text):len(text)+len(tag)], tag) != 1 {
		return nil, errOperation
	}
	return plain, nil
}

func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// opKeyWrap: whether to wrap, key, data → data, by AES Key Wrap (RFC 3394).
func opKeyWrap(_ *js.Isolate, a js.Args) (any, error) {
	block, err := aes.NewCipher(a.Bytes(1))
	if err != nil {
		return nil, err
	}
	if a.Bool(0) {
		return keyWrap(block, a.Bytes(2))
	}
	return keyUnwrap(block, a.Bytes(2))
}

const keyWrapIV = 0xA6A6A6A6A6A6A6A6

func keyWrap(block cipher.Block, data []byte) ([]byte, error) {
	n := len(data) / 8
	if len(data)%8 != 0 || n < 2 {
		return nil, errOperation
	}
	out := append(binary.BigEndian.AppendUint64(nil, keyWrapIV), data...)
	var b [16]byte
	for t := uint64(1); t <= uint64(6*n); t++ {
		i := int((t-1)%uint64(n)) + 1
		copy(b[:8], out[:8])
		copy(b[8:], out[8*i:])
		block.Encrypt(b[:], b[:])
		binary.BigEndian.PutUint64(out, binary.BigEndian.Uint64(b[:8])^t)
		copy(out[8*i:8*i+8], b[8:])
	}
	return out, nil
}

func keyUnwrap(block cipher.Block, data []byte) ([]byte, error) {
	n := len(data)/8 - 1
	if len(data)%8 != 0 || n < 2 {
		return nil, errOperation
	}
	out := append([]byte{}, data...)
	var b [16]byte
	for t := uint64(6 * n); t >= 1; t-- {
		i := int((t-1)%uint64(n)) + 1
		binary.BigEndian.PutUint64(b[:], binary.BigEndian.Uint64(out)^t)
		copy(b[8:], out[8*i:8*i+8])
		block.Decrypt(b[:], b[:])
		copy(out[:8], b[:8])
		copy(out[8*i:8*i+8], b[8:])
	}
	if binary.BigEndian.Uint64(out) != keyWrapIV {
		return nil, errOperation
	}
	return out[8:], nil
}
