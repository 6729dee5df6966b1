package webcrypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"slices"

	"golang.org/x/crypto/chacha20"

	"routescope/engine/js"
)

// Modes that only Node.js's crypto has: feedback modes, CCM, ChaCha20 alone.

// opFeedback: family, mode ("cfb", "cfb8", "cfb1", "ofb"), whether to encrypt, key,
// register, how much of it is used, data → [data, register, used]. The register
// starts as the IV. See NIST SP 800-38A, sections 6.3 and 6.4.
func opFeedback(_ *js.Isolate, a js.Args) (any, error) {
	block, err := blockOf(a.String(0), a.Bytes(3))
	if err != nil {
		return nil, err
	}
	register, used, data := a.Bytes(4), a.Int(5), a.Bytes(6)
	if len(register) != block.BlockSize() {
		return nil, errOperation
	}
	f := feedback{block: block, encrypt: a.Bool(2), register: register, used: used}
	for i, b := range data {
		switch a.String(1) {
		case "cfb8":
			data[i] = f.byteOf(b)
		case "cfb1":
			data[i] = f.bitsOf(b)
		default:
			data[i] = f.next(b, a.String(1) == "ofb")
		}
	}
	return []any{data, f.register, f.used}, nil
}

type feedback struct {
	block    cipher.Block
	encrypt  bool
	register []byte
	used     int
}

// next is CFB and OFB of whole blocks; in OFB the text does not come back.
func (f *feedback) next(b byte, output bool) byte {
	if f.used == 0 {
		f.block.Encrypt(f.register, f.register)
	}
	out := b ^ f.register[f.used]
	switch {
	case output:
	case f.encrypt:
		f.register[f.used] = out
	default:
		f.register[f.used] = b
	}
	f.used = (f.used + 1) % len(f.register)
	return out
}

func (f *feedback) byteOf(b byte) byte {
	stream := make([]byte, len(f.register))
	f.block.Encrypt(stream, f.register)
	out := b ^ stream[0]
	back := b
	if f.encrypt {
		back = out
	}
	f.register = append(f.register[1:], back)
	return out
}

func (f *feedback) bitsOf(b byte) (out byte) {
	stream := make([]byte, len(f.register))
	for i := 7; i >= 0; i-- {
		f.block.Encrypt(stream, f.register)
		in := b >> i & 1
		bit := in ^ stream[0]>>7
		back := in
		if f.encrypt {
			back = bit
		}
		for j := range f.register {
			carry := back
			if j+1 < len(f.register) {
				carry = f.register[j+1] >> 7
			}
			f.register[j] = f.register[j]<<1 | carry
		}
		out |= bit << i
	}
	return out
}

// opChaCha20Stream: key, IV of 16 bytes (a counter and a nonce, as OpenSSL has
// it), bytes of the key stream to skip, data → data with the key stream.
func opChaCha20Stream(_ *js.Isolate, a js.Args) (any, error) {
	iv := a.Bytes(1)
	c, err := chacha20.NewUnauthenticatedCipher(a.Bytes(0), iv[4:])
	if err != nil {
		return nil, err
	}
	const blockSize = 64
	skip := a.Int(2)
	c.SetCounter(binary.LittleEndian.Uint32(iv) + uint32(skip/blockSize))
	unused := make([]byte, skip%blockSize)
	c.XORKeyStream(unused, unused)
	out := a.Bytes(3)
	c.XORKeyStream(out, out)
	return out, nil
}

// opCCM: whether to encrypt, key, nonce, data to authenticate, text, bytes of the
// tag, tag or null → [text, tag], or an OperationError. See NIST SP 800-38C.
func opCCM(_ *js.Isolate, a js.Args) (any, error) {
	block, err := aes.NewCipher(a.Bytes(1))
	if err != nil {
		return nil, err
	}
	c := ccm{block, a.Bytes(2), a.Int(5)}
	aad, text := a.Bytes(3), a.Bytes(4)
	if a.Bool(0) {
		tag := c.tag(aad, text)
		return []any{c.crypt(text), tag}, nil
	}
	plain := c.crypt(text)
	if subtle.ConstantTimeCompare(c.tag(aad, plain), a.Bytes(6)) != 1 {
		return nil, errOperation
	}
	return []any{plain, a.Bytes(6)}, nil
}

type ccm struct {
	block   cipher.Block
	nonce   []byte
	tagSize int
}

// counter is the block that CTR starts with: appendix A.3.
func (c ccm) counter(n byte) []byte {
	block := make([]byte, aes.BlockSize)
	block[0] = byte(aes.BlockSize - 2 - len(c.nonce))
	copy(block[1:], c.nonce)
	block[aes.BlockSize-1] = n
	return block
}

func (c ccm) crypt(text []byte) []byte {
	out := make([]byte, len(text))
	cipher.NewCTR(c.block, c.counter(1)).XORKeyStream(out, text)
	return out
}

// tag is CBC-MAC over the formatted input, encrypted: appendix A.2, section 6.1.
func (c ccm) tag(aad, text []byte) []byte {
	lengthSize := aes.BlockSize - 1 - len(c.nonce)
	first := make([]byte, aes.BlockSize)
	first[0] = byte((c.tagSize-2)/2<<3 | (lengthSize - 1))
	if len(aad) > 0 {
		first[0] |= 1 << 6
	}
	copy(first[1:], c.nonce)
	for i, n := aes.BlockSize-1, len(text); n > 0 && i > len(c.nonce); i, n = i-1, n>>8 {
		first[i] = byte(n)
	}
	input := first
	if len(aad) > 0 {
		input = padBlock(append(aadLength(input, len(aad)), aad...))
	}
	input = padBlock(append(input, text...))
	mac := make([]byte, aes.BlockSize)
	for chunk := range slices.Chunk(input, aes.BlockSize) {
		subtle.XORBytes(mac, mac, chunk)
		c.block.Encrypt(mac, mac)
	}
	stream := make([]byte, aes.BlockSize)
	c.block.Encrypt(stream, c.counter(0))
	subtle.XORBytes(mac, mac, stream)
	return mac[:c.tagSize]
}

func aadLength(b []byte, n int) []byte {
	if n < 1<<16-1<<8 {
		return binary.BigEndian.AppendUint16(b, uint16(n))
	}
	return binary.BigEndian.AppendUint32(append(b, 0xFF, 0xFE), uint32(n))
}

func padBlock(b []byte) []byte {
	return append(b, make([]byte, (aes.BlockSize-len(b)%aes.BlockSize)%aes.BlockSize)...)
}
