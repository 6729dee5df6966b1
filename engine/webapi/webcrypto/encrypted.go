package webcrypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"hash"
	"strings"

	"routescope/engine/js"
)

// Encrypted private keys: PKCS #8 with PBES2 (RFC 8018, section 6.2), and PEM of
// the old kind (RFC 1421).

type encryptedKey struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

type pbes2 struct {
	KDF, Cipher pkix.AlgorithmIdentifier
}

type pbkdf2Parameters struct {
	Salt       []byte
	Iterations int
	KeyLength  int                      `asn1:"optional"`
	PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
}

var (
	oidPBES2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
)

// A keyCipher is one that keys are encrypted with.
type keyCipher struct {
	name string
	oid  asn1.ObjectIdentifier
	key  int
	new  func([]byte) (cipher.Block, error)
	old  x509.PEMCipher
}

var keyCiphers = []keyCipher{
	{"aes-128-cbc", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 2}, 16, aes.NewCipher, x509.PEMCipherAES128},
	{"aes-192-cbc", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 22}, 24, aes.NewCipher, x509.PEMCipherAES192},
	{"aes-256-cbc", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42}, 32, aes.NewCipher, x509.PEMCipherAES256},
	{"des-ede3-cbc", asn1.ObjectIdentifier{1, 2, 840, 113549, 3, 7}, 24, des.NewTripleDESCipher, x509.PEMCipher3DES},
}

func keyCipherNamed(name string) (keyCipher, error) {
	name = strings.ToLower(name)
	switch name {
	case "aes128", "aes192", "aes256":
		name = "aes-" + name[3:] + "-cbc"
	case "des3":
		name = "des-ede3-cbc"
	}
	for _, c := range keyCiphers {
		if c.name == name {
			return c, nil
		}
	}
	return keyCipher{}, js.ThrowCode("Error", "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher")
}

// The pseudorandom functions of PBKDF2; the default is HMAC with SHA-1.
func pbkdf2Hash(oid asn1.ObjectIdentifier) func() hash.Hash {
	switch {
	case oid.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}):
		return sha256.New
	case oid.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 10}):
		return sha512.New384
	case oid.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 11}):
		return sha512.New
	}
	return sha1.New
}

// decryptPKCS8 gives the PKCS #8 inside; passphrase is nil if there is none.
func decryptPKCS8(der, passphrase []byte) ([]byte, error) {
	var outer encryptedKey
	if _, err := asn1.Unmarshal(der, &outer); err != nil || !outer.Algorithm.Algorithm.Equal(oidPBES2) {
		return nil, errUnsupported
	}
	if passphrase == nil {
		return nil, errNoPassphrase
	}
	var parameters pbes2
	var kdf pbkdf2Parameters
	if _, err := asn1.Unmarshal(outer.Algorithm.Parameters.FullBytes, &parameters); err != nil || !parameters.KDF.Algorithm.Equal(oidPBKDF2) {
		return nil, errUnsupported
	}
	if _, err := asn1.Unmarshal(parameters.KDF.Parameters.FullBytes, &kdf); err != nil {
		return nil, errUnsupported
	}
	for _, c := range keyCiphers {
		if !c.oid.Equal(parameters.Cipher.Algorithm) {
			continue
		}
		var iv []byte
		if _, err := asn1.Unmarshal(parameters.Cipher.Parameters.FullBytes, &iv); err != nil {
			return nil, errUnsupported
		}
		key, err := pbkdf2.Key(pbkdf2Hash(kdf.PRF.Algorithm), string(passphrase), kdf.Salt, kdf.Iterations, c.key)
		if err != nil {
			return nil, err
		}
		return c.decrypt(key, iv, outer.Data)
	}
	return nil, errUnsupported
}

func (c keyCipher) decrypt(key, iv, data []byte) ([]byte, error) {
	block, err := c.new(key)
	if err != nil {
		return nil, err
	}
	size := block.BlockSize()
	if len(iv) != size || len(data) == 0 || len(data)%size != 0 {
		return nil, errBadDecrypt
	}
	out := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, data)
	padding := int(out[len(out)-1])
	if padding == 0 || padding > size {
		return nil, errBadDecrypt
	}
	for _, b := range out[len(out)-padding:] {
		if int(b) != padding {
			return nil, errBadDecrypt
		}
	}
	return out[:len(out)-padding], nil
}

// What OpenSSL 3 chooses.
const (
	saltBytes        = 16
	pbkdf2Iterations = 2048
)

// encryptPKCS8 wraps PKCS #8 with PBES2.
func encryptPKCS8(der []byte, c keyCipher, passphrase []byte) ([]byte, error) {
	salt, err := randomBytes(saltBytes)
	if err != nil {
		return nil, err
	}
	key, err := pbkdf2.Key(sha256.New, string(passphrase), salt, pbkdf2Iterations, c.key)
	if err != nil {
		return nil, err
	}
	block, err := c.new(key)
	if err != nil {
		return nil, err
	}
	iv, err := randomBytes(block.BlockSize())
	if err != nil {
		return nil, err
	}
	padding := block.BlockSize() - len(der)%block.BlockSize()
	data := append([]byte{}, der...)
	for range padding {
		data = append(data, byte(padding))
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(data, data)

	hmacSHA256 := pkix.AlgorithmIdentifier{
		Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}, Parameters: asn1.RawValue{FullBytes: asn1.NullBytes},
	}
	kdf, err := withParameters(oidPBKDF2, pbkdf2Parameters{Salt: salt, Iterations: pbkdf2Iterations, PRF: hmacSHA256})
	if err != nil {
		return nil, err
	}
	encryption, err := withParameters(c.oid, iv)
	if err != nil {
		return nil, err
	}
	algorithm, err := withParameters(oidPBES2, pbes2{kdf, encryption})
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(encryptedKey{algorithm, data})
}

func withParameters(oid asn1.ObjectIdentifier, parameters any) (pkix.AlgorithmIdentifier, error) {
	der, err := asn1.Marshal(parameters)
	return pkix.AlgorithmIdentifier{Algorithm: oid, Parameters: asn1.RawValue{FullBytes: der}}, err
}

// decryptBlock decrypts PEM that says so itself, of either kind.
func decryptBlock(block *pem.Block, passphrase []byte) (der []byte, label string, err error) {
	switch {
	case block.Type == "ENCRYPTED PRIVATE KEY":
		der, err = decryptPKCS8(block.Bytes, passphrase)
		return der, "PRIVATE KEY", err
	case !x509.IsEncryptedPEMBlock(block): //nolint:staticcheck // OpenSSL reads it still
		return block.Bytes, block.Type, nil
	case passphrase == nil:
		return nil, "", errNoPassphrase
	}
	der, err = x509.DecryptPEMBlock(block, passphrase) //nolint:staticcheck // as above
	if err != nil {
		return nil, "", errBadDecrypt
	}
	return der, block.Type, nil
}

// encryptBlock makes PEM of the old kind.
func encryptBlock(der []byte, label string, c keyCipher, passphrase []byte) (*pem.Block, error) {
	return x509.EncryptPEMBlock(rand.Reader, label, der, passphrase, c.old) //nolint:staticcheck // as above
}
