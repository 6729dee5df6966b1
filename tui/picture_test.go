package tui

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"routescope/tui/widget/textview"
)

func TestAPictureIsDrawnAboveItsBytes(t *testing.T) {
	red, blue := color.RGBA{R: 255, A: 255}, color.RGBA{B: 255, A: 255}
	flag := image.NewRGBA(image.Rect(0, 0, 4, 4))
	for i := range 16 {
		flag.Set(i%4, i/4, color.RGBA{})
	}
	flag.Set(0, 0, red)
	flag.Set(0, 1, blue)
	var body bytes.Buffer
	if err := png.Encode(&body, flag); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		width int
		first string
		inks  []textview.Ink
	}{
		"pixel by pixel":  {20, "▀▀▀▀", []textview.Ink{{Fore: "#ff0000", Back: "#0000ff"}, {Fore: "#ffffff", Back: "#ffffff"}}},
		"smaller":         {2, "▀▀", []textview.Ink{{Fore: "#bf7fbf", Back: "#ffffff"}, {Fore: "#ffffff", Back: "#ffffff"}}},
		"without colours": {0, "000000  89 50 4e 47 0d 0a 1a 0a  00 00 00 0d 49 48 44 52  .PNG........IHDR", nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := bodyText{width: tt.width, height: 10}
			lines := b.layOut("image/png", body.Bytes(), true)
			if b.kind != "PNG 4×4" || lines[0].Text() != tt.first {
				t.Fatalf("%s: %q", b.kind, lines[0].Text())
			}
			for i, want := range tt.inks {
				if got := *lines[0].Spans[i].Ink; got != want {
					t.Errorf("span %d: %v, want %v", i, got, want)
				}
			}
		})
	}
	var b bodyText
	if lines := b.layOut("image/png", body.Bytes()[:60], true); b.kind != "PNG 4×4" || len(lines) == 0 {
		t.Errorf("a broken one: %s, %d lines", b.kind, len(lines))
	}
}
