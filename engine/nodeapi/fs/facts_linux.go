package fs

import (
	"io/fs"
	"syscall"
)

func systemFacts(info fs.FileInfo) facts {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return modified(info)
	}
	ctime := s.Ctim.Nano()
	return facts{
		dev: float64(s.Dev), nlink: float64(s.Nlink), uid: float64(s.Uid), gid: float64(s.Gid), rdev: float64(s.Rdev),
		blksize: float64(s.Blksize), ino: float64(s.Ino), blocks: float64(s.Blocks),
		atime: s.Atim.Nano(), ctime: ctime, birthtime: min(ctime, info.ModTime().UnixNano()),
	}
}
