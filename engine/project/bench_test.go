package project

import (
	"fmt"
	"os"
	"testing"
	"time"

	"routescope/engine/route"
)

// bigProject has 2 000 route files, of which a quarter are in pages/api.
func bigProject(b *testing.B) string {
	files := map[string]string{"app/layout.tsx": "export default 1"}
	source := "import { NextResponse } from 'next/server'\n\nexport const revalidate = 60\n\nexport async function GET(request: Request) {\n  const { searchParams } = new URL(request.url)\n  return NextResponse.json({ q: searchParams.get('q'), at: `${Date.now()}` })\n}\n\nexport async function POST(request: Request) {\n  return Response.json(await request.json())\n}\n"
	for i := range 2000 {
		switch {
		case i%4 == 0:
			files[fmt.Sprintf("pages/api/p%d/item%d.ts", i%40, i)] = "import type { NextApiRequest, NextApiResponse } from 'next'\n\nexport default function handler(req: NextApiRequest, res: NextApiResponse) {\n  res.status(200).json({ id: req.query.id })\n}\n"
		case i%4 == 1:
			files[fmt.Sprintf("app/g%d/r%d/[id]/route.ts", i%50, i)] = source
		default:
			files[fmt.Sprintf("app/g%d/r%d/route.ts", i%50, i)] = source
		}
	}
	return write(b, files)
}

func BenchmarkScan(b *testing.B) {
	dir := bigProject(b)
	time.Sleep(2 * settle)
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			p, err := Open(dir)
			if err != nil {
				b.Fatal(err)
			}
			if n := len(p.Scan(route.Production).Routes); n != 2000 {
				b.Fatal(n, "routes")
			}
		}
	})
	b.Run("rescan", func(b *testing.B) {
		p, err := Open(dir)
		if err != nil {
			b.Fatal(err)
		}
		p.Scan(route.Production)
		i := 0
		for b.Loop() {
			b.StopTimer()
			if err := os.WriteFile(p.Path("pages/api/p0/item0.ts"), fmt.Append(nil, "export default ", i), 0o644); err != nil {
				b.Fatal(err)
			}
			i++
			b.StartTimer()
			if err := p.Rescan(); err != nil {
				b.Fatal(err)
			}
			p.Scan(route.Production)
		}
	})
	b.Run("exports of all", func(b *testing.B) {
		for b.Loop() {
			p, err := Open(dir)
			if err != nil {
				b.Fatal(err)
			}
			for _, file := range p.Files() {
				if _, err := p.Exports(file); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
