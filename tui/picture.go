package tui

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // the formats that can be drawn
	_ "image/jpeg"
	_ "image/png"
	"strings"

	"routescope/tui/widget/textview"
)

// A picture is drawn in half blocks, two pixels to a cell.
const (
	pictureWidth = 120     // cells, at most
	leastHeight  = 6       // cells: what is lower shows nothing
	pixelLimit   = 8 << 20 // of the image; one of more is not decoded
)

// pictureKind returns what an image is and how large, such as "PNG 600×315"; "" if
// the body is none that can be read.
func pictureKind(body []byte) string {
	config, format, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s %d×%d", strings.ToUpper(format), config.Width, config.Height)
}

// drawPicture draws an image in at most height lines of at most width cells; nil if
// it is too large or broken.
func drawPicture(body []byte, width, height int) []textview.Line {
	config, _, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil || config.Width < 1 || config.Height < 1 || config.Width > pixelLimit/config.Height {
		return nil
	}
	picture, _, err := image.Decode(bytes.NewReader(body))
	if err != nil {
		return nil
	}
	w := max(1, min(width, pictureWidth, config.Width, 2*max(height, leastHeight)*config.Width/config.Height))
	h := max(1, w*config.Height/config.Width)
	var lines []textview.Line
	for y := 0; y < h; y += 2 {
		var line textview.Line
		for x := range w {
			ink := textview.Ink{Fore: average(picture, x, y, w, h)}
			if ink.Back = ink.Fore; y+1 < h {
				ink.Back = average(picture, x, y+1, w, h)
			}
			if last := len(line.Spans) - 1; last >= 0 && *line.Spans[last].Ink == ink {
				line.Spans[last].Text += halfBlock
				continue
			}
			line.Spans = append(line.Spans, textview.Span{Text: halfBlock, Ink: &ink})
		}
		lines = append(lines, line)
	}
	return lines
}

const halfBlock = "▀"

// average returns the mean colour of what pixel x, y of a picture of w by h stands
// for, on white, as #rrggbb.
func average(picture image.Image, x, y, w, h int) string {
	bounds := picture.Bounds()
	at := func(i, of, size int) int { return i * size / of }
	x0, x1 := at(x, w, bounds.Dx()), at(x+1, w, bounds.Dx())
	y0, y1 := at(y, h, bounds.Dy()), at(y+1, h, bounds.Dy())
	var r, g, b, n uint64
	for py := y0; py < max(y1, y0+1); py++ {
		for px := x0; px < max(x1, x0+1); px++ {
			cr, cg, cb, ca := picture.At(bounds.Min.X+px, bounds.Min.Y+py).RGBA()
			paper := uint64(0xffff - ca)
			r, g, b, n = r+uint64(cr)+paper, g+uint64(cg)+paper, b+uint64(cb)+paper, n+1
		}
	}
	c := color.RGBA64{R: uint16(r / n), G: uint16(g / n), B: uint16(b / n)}
	return fmt.Sprintf("#%02x%02x%02x", c.R>>8, c.G>>8, c.B>>8)
}
