package handler

import (
	"strconv"
	"unicode/utf16"
)

// etag returns the ETag Next.js gives a text: FNV-1a of 52 bits over its UTF-16
// code units, in base 36, then its length.
func etag(text string) string {
	const (
		prime = 0x000001b3 // and 1 << 40: the 64-bit FNV prime
		mask  = 0xffff
	)
	units := utf16.Encode([]rune(text))
	v0, v1, v2, v3 := uint64(0x2325), uint64(0x8422), uint64(0x9ce4), uint64(0xcbf2)
	for _, unit := range units {
		v0 ^= uint64(unit)
		t0, t1, t2, t3 := v0*prime, v1*prime, v2*prime, v3*prime
		t2 += v0 << 8
		t3 += v1 << 8
		t1 += (t0 & 0xffffffff) >> 16
		v0 = t0 & mask
		t2 += (t1 & 0xffffffff) >> 16
		v1 = t1 & mask
		v3 = (t3 + (t2&0xffffffff)>>16) & mask
		v2 = t2 & mask
	}
	sum := (v3&15)<<48 + v2<<32 + v1<<16 + (v0 ^ v3>>4)
	return `"` + strconv.FormatUint(sum, 36) + strconv.FormatInt(int64(len(units)), 36) + `"`
}
