package deflate

import (
	"bufio"
	"compress/flate"
	"encoding/binary"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"io"

	"routescope/engine/js"
)

// Reading the wrappings of DEFLATE: zlib (RFC 1950) and gzip (RFC 1952). Go's own
// packages have them too, but tell less of what is wrong.

func zError(code, message string) error { return js.ThrowCode("Error", code, "%s", message) }

var (
	errHeader  = zError("Z_DATA_ERROR", "incorrect header check")
	errMethod  = zError("Z_DATA_ERROR", "unknown compression method")
	errData    = zError("Z_DATA_ERROR", "incorrect data check")
	errLength  = zError("Z_DATA_ERROR", "incorrect length check")
	errNoDict  = zError("Z_NEED_DICT", "Missing dictionary")
	errBadDict = zError("Z_NEED_DICT", "Bad dictionary")
)

// Gunzip reads one member after the other, until zeros, or the end.
func Gunzip(in *bufio.Reader, out io.Writer) error {
	for {
		if err := gunzipMember(in, out); err != nil {
			return err
		}
		if next, err := in.Peek(1); err != nil || next[0] == 0 {
			return nil
		}
	}
}

func gunzipMember(in *bufio.Reader, out io.Writer) error {
	if err := readGzipHeader(in); err != nil {
		return err
	}
	sum := &summed{out: out, sum: crc32.NewIEEE()}
	if err := copyFrom(sum, flate.NewReader(in)); err != nil {
		return err
	}
	var trailer [8]byte
	if _, err := io.ReadFull(in, trailer[:4]); err != nil {
		return err
	}
	if binary.LittleEndian.Uint32(trailer[:]) != sum.sum.Sum32() {
		return errData
	}
	if _, err := io.ReadFull(in, trailer[4:]); err != nil {
		return err
	}
	if binary.LittleEndian.Uint32(trailer[4:]) != sum.size {
		return errLength
	}
	return nil
}

type summed struct {
	out  io.Writer
	sum  hash.Hash32
	size uint32
}

func (s *summed) Write(p []byte) (int, error) {
	s.sum.Write(p)
	s.size += uint32(len(p))
	return s.out.Write(p)
}

// Flags of gzip's header: RFC 1952, section 2.3.1.
const (
	flagHeaderCRC = 1 << 1
	flagExtra     = 1 << 2
	flagName      = 1 << 3
	flagComment   = 1 << 4
	flagsReserved = 0xE0
)

func readGzipHeader(in *bufio.Reader) error {
	var header [10]byte
	if _, err := io.ReadFull(in, header[:2]); err != nil {
		return err
	}
	if header[0] != gzipID1 || header[1] != gzipID2 {
		return errHeader
	}
	if _, err := io.ReadFull(in, header[2:4]); err != nil {
		return err
	}
	if header[2] != deflateMethod {
		return errMethod
	}
	flags := header[3]
	if flags&flagsReserved != 0 {
		return zError("Z_DATA_ERROR", "unknown header flags set")
	}
	if _, err := io.ReadFull(in, header[4:]); err != nil {
		return err
	}
	return skipGzipFields(in, flags)
}

func skipGzipFields(in *bufio.Reader, flags byte) error {
	if flags&flagExtra != 0 {
		var size [2]byte
		if _, err := io.ReadFull(in, size[:]); err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, in, int64(binary.LittleEndian.Uint16(size[:]))); err != nil {
			return err
		}
	}
	for _, flag := range []byte{flagName, flagComment} {
		if flags&flag == 0 {
			continue
		}
		if _, err := in.ReadBytes(0); err != nil {
			return err
		}
	}
	if flags&flagHeaderCRC != 0 {
		_, err := io.CopyN(io.Discard, in, 2)
		return err
	}
	return nil
}

// Inflate reads one zlib stream; what follows it is ignored.
func Inflate(in *bufio.Reader, out io.Writer, dictionary []byte) error {
	var header [2]byte
	if _, err := io.ReadFull(in, header[:]); err != nil {
		return err
	}
	switch {
	case binary.BigEndian.Uint16(header[:])%31 != 0:
		return errHeader
	case header[0]&0x0F != deflateMethod:
		return errMethod
	case header[0]>>4 > 7:
		return zError("Z_DATA_ERROR", "invalid window size")
	}
	if header[1]&0x20 == 0 {
		dictionary = nil
	} else if err := checkDictionary(in, dictionary); err != nil {
		return err
	}
	sum := &summed{out: out, sum: adler32.New()}
	if err := copyFrom(sum, flate.NewReaderDict(in, dictionary)); err != nil {
		return err
	}
	var trailer [4]byte
	if _, err := io.ReadFull(in, trailer[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(trailer[:]) != sum.sum.Sum32() {
		return errData
	}
	return nil
}

func checkDictionary(in *bufio.Reader, dictionary []byte) error {
	var id [4]byte
	if _, err := io.ReadFull(in, id[:]); err != nil {
		return err
	}
	switch {
	case dictionary == nil:
		return errNoDict
	case adler32.Checksum(dictionary) != binary.BigEndian.Uint32(id[:]):
		return errBadDict
	}
	return nil
}

func copyFrom(out io.Writer, in io.Reader) error {
	// Not out's ReadFrom, which would take more than one write at a time.
	_, err := io.Copy(struct{ io.Writer }{out}, in)
	return err
}
