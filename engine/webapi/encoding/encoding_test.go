package encoding

import (
	"testing"

	"routescope/engine/js"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/webidl"
)

func TestDecoders(t *testing.T) {
	for name, c := range map[string]struct {
		label         string
		in            string
		fatal, stream bool
		want, rest    string
		fails         bool
	}{
		"valid text":                        {label: "utf-8", in: "aé€😀", want: "aé€😀"},
		"one sign for a maximal subpart":    {label: "utf-8", in: "\xf0\x9f\x98A\xe2\x82", want: "\uFFFDA\uFFFD"},
		"one sign for each byte of no use":  {label: "utf-8", in: "\xc0\xaf\xed\xa0\x80", want: "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"},
		"fatal":                             {label: "utf-8", in: "a\xff", fatal: true, fails: true},
		"an incomplete end waits":           {label: "utf-8", in: "a\xe2\x82", stream: true, want: "a", rest: "\xe2\x82"},
		"a wrong end does not wait":         {label: "utf-8", in: "a\xe2\x28", stream: true, want: "a\uFFFD("},
		"pairs":                             {label: "utf-16le", in: "=\xd8\x00\xde", want: "😀"},
		"a lead waits for its trail":        {label: "utf-16le", in: "A\x00=\xd8", stream: true, want: "A", rest: "=\xd8"},
		"a lead without trail":              {label: "utf-16be", in: "\xd8\x00\x00A", want: "\uFFFDA"},
		"half a unit at the end":            {label: "utf-16le", in: "A", want: "\uFFFD"},
		"japanese":                          {label: "shift_jis", in: "\x93\xfa\x96\x7b", want: "日本"},
		"half a character waits":            {label: "shift_jis", in: "\x93\xfa\x96", stream: true, want: "日", rest: "\x96"},
		"an escape sequence stays in force": {label: "iso-2022-jp", in: "\x1b$BF|K", stream: true, want: "日", rest: "\x1b$BK"},
		"malformed in a legacy encoding":    {label: "euc-kr", in: "\xff", fatal: true, fails: true},
		"the upper half of windows-1252":    {label: "windows-1252", in: "\x80\x99", want: "€™"},
	} {
		t.Run(name, func(t *testing.T) {
			d, ok := decoders[c.label]
			if !ok {
				d = decodeLegacy(c.label)
			}
			text, rest, err := d([]byte(c.in), c.fatal, c.stream)
			if (err != nil) != c.fails {
				t.Fatalf("error %v, want one: %v", err, c.fails)
			}
			if text != c.want || string(rest) != c.rest {
				t.Errorf("got %q, rest %q; want %q, rest %q", text, rest, c.want, c.rest)
			}
		})
	}
}

func TestEncodeInto(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		room int
		want string
		read int
	}{
		"all of it":                    {"aé", 5, "aé", 2},
		"no part of a character":       {"é€", 4, "é", 1},
		"a pair counts twice":          {"😀a", 5, "😀a", 3},
		"a lone surrogate is replaced": {"\xed\xa0\x80b", 4, "\uFFFDb", 2},
	} {
		t.Run(name, func(t *testing.T) {
			got, read := encodeInto(c.in, c.room)
			if string(got) != c.want || read != c.read {
				t.Errorf("got %q, %d; want %q, %d", got, read, c.want, c.read)
			}
		})
	}
}

func TestTextDecoder(t *testing.T) {
	jstest.RunCases(t, js.Options{Extensions: []*js.Extension{Extension, webidl.Extension}}, map[string]jstest.Case{
		"a byte order mark in pieces is dropped": {
			Body: `const d = new TextDecoder(); return [[0xef], [0xbb], [0xbf, 0x41]].map((b) => d.decode(Uint8Array.from(b), { stream: true }));`,
			Want: `["", "", "A"]`,
		},
		"a decoder starts over after its end": {
			Body: `const d = new TextDecoder(); const b = Uint8Array.of(0xef, 0xbb, 0xbf, 0x41); d.decode(b, { stream: true }); d.decode(); return d.decode(b);`,
			Want: `"A"`,
		},
		"encoding and back": {
			Body: `const s = 'x\ud800 – 😀'; return [new TextDecoder().decode(new TextEncoder().encode(s)), new TextEncoder().encodeInto('a😀', new Uint8Array(4))];`,
			Want: `["x\ufffd – 😀", {"read": 1, "written": 1}]`,
		},
		"controls stay where a single-byte encoding has no letters": {
			Body: `const f = (l) => new TextDecoder(l, { fatal: true }).decode(new Uint8Array([0x80, 0x81, 0xa1])); return [f('iso-8859-2'), f('windows-1251')];`,
			Want: `["\u0080\u0081Ą", "ЂЃЎ"]`,
		},
		"windows-1252 is Latin-1 until something is streamed": {
			Body: `const d = new TextDecoder('windows-1252'); const b = new Uint8Array([0x80]); return [d.decode(b), d.decode(b, { stream: true }), d.decode(b)];`,
			Want: `["\u0080", "€", "€"]`,
		},
		"an unknown label": {
			Body: `try { new TextDecoder('utf-7'); } catch (e) { return [e.name, e.code, e.message]; }`,
			Want: `["RangeError", "ERR_ENCODING_NOT_SUPPORTED", "The \"utf-7\" encoding is not supported"]`,
		},
	})
}

func BenchmarkDecodeUTF8(b *testing.B) {
	text := make([]byte, 64<<10)
	for i := range text {
		text[i] = byte('a' + i%26)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, _, err := decodeUTF8(text, false, false); err != nil {
			b.Fatal(err)
		}
	}
}
