package crypto

import (
	"encoding/binary"

	"routescope/engine/js"
)

// A blowfish is the state of the cipher: its subkeys and its four S-boxes.
type blowfish struct {
	p [18]uint32
	s [1024]uint32
}

// encipher encrypts one block.
func (c *blowfish) encipher(l, r uint32) (uint32, uint32) {
	l ^= c.p[0]
	for i := 1; i < 17; i += 2 {
		r ^= c.round(l) ^ c.p[i]
		l ^= c.round(r) ^ c.p[i+1]
	}
	return r ^ c.p[17], l
}

func (c *blowfish) round(x uint32) uint32 {
	return ((c.s[x>>24] + c.s[0x100|x>>16&0xff]) ^ c.s[0x200|x>>8&0xff]) + c.s[0x300|x&0xff]
}

// expandKey mixes a key into the state: ExpandKey(state, 0, key) of
// https://www.usenix.org/legacy/events/usenix99/provos/provos_html/node5.html.
func (c *blowfish) expandKey(key []byte) {
	at := 0
	for i := range c.p {
		var word uint32
		for range 4 {
			word = word<<8 | uint32(key[at])
			at = (at + 1) % len(key)
		}
		c.p[i] ^= word
	}
	var l, r uint32
	for i := 0; i < len(c.p); i += 2 {
		l, r = c.encipher(l, r)
		c.p[i], c.p[i+1] = l, r
	}
	for i := 0; i < len(c.s); i += 2 {
		l, r = c.encipher(l, r)
		c.s[i], c.s[i+1] = l, r
	}
}

// opBlowfishExpand is op_blowfish_expand(state, key): the state, of the subkeys and
// the S-boxes as little-endian words, after ExpandKey.
func opBlowfishExpand(_ *js.Isolate, a js.Args) (any, error) {
	state, key := a.Bytes(0), a.Bytes(1)
	var c blowfish
	if len(state) != binary.Size(c) || len(key) == 0 {
		return nil, js.Throw("TypeError", "no state of blowfish, or no key")
	}
	for i := range c.p {
		c.p[i] = binary.LittleEndian.Uint32(state[4*i:])
	}
	for i := range c.s {
		c.s[i] = binary.LittleEndian.Uint32(state[4*(len(c.p)+i):])
	}
	c.expandKey(key)
	out := make([]byte, 0, len(state))
	for _, word := range c.p {
		out = binary.LittleEndian.AppendUint32(out, word)
	}
	for _, word := range c.s {
		out = binary.LittleEndian.AppendUint32(out, word)
	}
	return out, nil
}
