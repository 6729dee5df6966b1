package deflate

import (
	"bytes"
	"compress/flate"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// What Node.js 20 gives for the same.
func TestBytesOfZlib(t *testing.T) {
	tests := []struct {
		name string
		o    Options
		in   string
		want string
	}{
		{"nothing", Default(Raw), "", "0300"},
		{"fixed codes", Default(Raw), "hello", "cb48cdc9c90700"},
		{"a match", Default(Raw), "aaaaaaaaaa", "4b4c840100"},
		{"zlib", Default(Zlib), "hello", "789ccb48cdc9c90700062c0215"},
		{"gzip", Default(Gzip), "hello", "1f8b0800000000000003cb48cdc9c9070086a6103605000000"},
		{"stored", Options{Format: Zlib, WindowBits: 15, MemLevel: 8}, "x", "7801010100feff7800790079"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := hex.EncodeToString(New(tt.o).Write([]byte(tt.in), Finish)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 30_000)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	var words strings.Builder
	for words.Len() < 60_000 {
		fmt.Fprintf(&words, "word%d ", r.IntN(2000))
	}
	texts := map[string][]byte{
		"noise": noise, "words": []byte(words.String()), "zeros": make([]byte, 40_000), "short": []byte("abc"), "empty": {},
	}
	for name, text := range texts {
		for _, level := range []int{0, 1, 4, 6, 9} {
			for strategy := range Fixed + 1 {
				for _, memory := range []int{1, 8} {
					o := Options{Level: level, Strategy: strategy, WindowBits: 9 + 6*(memory/8), MemLevel: memory}
					checkRoundTrip(t, name, text, o)
				}
			}
		}
	}
}

// checkRoundTrip writes in uneven pieces, with a flush now and then.
func checkRoundTrip(t *testing.T, name string, text []byte, o Options) {
	t.Helper()
	w := New(o)
	var packed []byte
	for rest, i := text, 0; len(rest) > 0; i++ {
		n := min(len(rest), 1+i*i*997%20_000)
		flush := []Flush{NoFlush, NoFlush, SyncFlush, FullFlush, PartialFlush}[i%5]
		packed = append(packed, w.Write(rest[:n], flush)...)
		rest = rest[n:]
	}
	packed = append(packed, w.Write(nil, Finish)...)
	got, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil || !bytes.Equal(got, text) {
		t.Errorf("%s, %+v: %d bytes came back of %d: %v", name, o, len(got), len(text), err)
	}
}
