package fs

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"routescope/engine/js"
)

func closeFile(s *state, f *os.File, a js.Args) (any, error) {
	delete(s.open, a.Int(0))
	return js.Undefined{}, f.Close()
}

// read: number, length, position or -1 for where the file is → bytes; none at
// its end.
func read(_ *state, f *os.File, a js.Args) (any, error) {
	b := make([]byte, a.Int(1))
	var n int
	var err error
	if a.Int(2) >= 0 {
		n, err = f.ReadAt(b, int64(a.Float(2)))
	} else {
		n, err = f.Read(b)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return b[:n], err
}

// write: number, bytes, position or -1 → how many were written.
func write(_ *state, f *os.File, a js.Args) (any, error) {
	if a.Int(2) >= 0 {
		n, err := f.WriteAt(a.Bytes(1), int64(a.Float(2)))
		return n, err
	}
	n, err := f.Write(a.Bytes(1))
	return n, err
}

func fstat(_ *state, f *os.File, _ js.Args) (any, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return numbers(info), nil
}

func truncate(_ *state, f *os.File, a js.Args) (any, error) {
	return js.Undefined{}, f.Truncate(int64(a.Float(1)))
}

func sync(_ *state, f *os.File, _ js.Args) (any, error) { return js.Undefined{}, f.Sync() }

func fchmod(_ *state, f *os.File, a js.Args) (any, error) {
	return js.Undefined{}, f.Chmod(fs.FileMode(a.Int(1)) & fs.ModePerm)
}

func fchown(_ *state, f *os.File, a js.Args) (any, error) {
	return js.Undefined{}, f.Chown(a.Int(1), a.Int(2))
}

func futimes(_ *state, f *os.File, a js.Args) (any, error) {
	return js.Undefined{}, os.Chtimes(f.Name(), seconds(a.Float(1)), seconds(a.Float(2)))
}

// numbers is a file's facts as Stats has them: dev, mode, nlink, uid, gid, rdev,
// blksize, ino, size, blocks, then nanoseconds as text: atime, mtime, ctime,
// birthtime.
func numbers(info fs.FileInfo) []any {
	s := systemFacts(info)
	return []any{
		s.dev, int(typeBits(info.Mode())) | permissions(info.Mode()), s.nlink, s.uid, s.gid, s.rdev, s.blksize, s.ino, info.Size(), s.blocks,
		s.atime, info.ModTime().UnixNano(), s.ctime, s.birthtime,
	}
}

func permissions(m fs.FileMode) int {
	bits := int(m.Perm())
	for flag, bit := range map[fs.FileMode]int{fs.ModeSetuid: 0o4000, fs.ModeSetgid: 0o2000, fs.ModeSticky: 0o1000} {
		if m&flag != 0 {
			bits |= bit
		}
	}
	return bits
}

// typeBits are the bits of a mode that say what a file is, as on Linux.
func typeBits(m fs.FileMode) uint32 {
	switch {
	case m&fs.ModeDir != 0:
		return 0o040000
	case m&fs.ModeSymlink != 0:
		return 0o120000
	case m&fs.ModeNamedPipe != 0:
		return 0o010000
	case m&fs.ModeSocket != 0:
		return 0o140000
	case m&fs.ModeCharDevice != 0:
		return 0o020000
	case m&fs.ModeDevice != 0:
		return 0o060000
	}
	return 0o100000
}

// facts are what only the system's own structure tells.
type facts struct {
	dev, nlink, uid, gid, rdev, blksize, ino, blocks float64
	atime, ctime, birthtime                          int64
}

// modified is all that is known where there is no more.
func modified(info fs.FileInfo) facts {
	t := info.ModTime().UnixNano()
	const block = 512
	return facts{nlink: 1, blksize: 4096, blocks: float64((info.Size() + block - 1) / block), atime: t, ctime: t, birthtime: t}
}
