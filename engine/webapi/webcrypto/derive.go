package webcrypto

import (
	"crypto/hkdf"
	"crypto/pbkdf2"

	"golang.org/x/crypto/scrypt"

	"routescope/engine/js"
)

// derive makes key material: "pbkdf2", hash, password, salt, iterations, length;
// "hkdf", hash, key, salt, info, length; "scrypt", "", password, salt, N, r, p,
// length.
func derive(a js.Args) (any, error) {
	switch a.String(0) {
	case "scrypt":
		if a.Int(7) == 0 {
			return []byte{}, nil
		}
		key, err := scrypt.Key(a.Bytes(2), a.Bytes(3), a.Int(4), a.Int(5), a.Int(6), a.Int(7))
		if err != nil {
			return nil, js.ThrowCode("RangeError", "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", "Invalid scrypt params")
		}
		return notNil(key), nil
	case "hkdf":
		d, err := digestOf(a.String(1))
		if err != nil {
			return nil, err
		}
		key, err := hkdf.Key(d.make, a.Bytes(2), a.Bytes(3), string(a.Bytes(4)), a.Int(5))
		if err != nil {
			return nil, errOperation
		}
		return notNil(key), nil
	}
	d, err := digestOf(a.String(1))
	if err != nil {
		return nil, err
	}
	if a.Int(5) == 0 {
		return []byte{}, nil
	}
	return pbkdf2.Key(d.make, string(a.Bytes(2)), a.Bytes(3), a.Int(4), a.Int(5))
}
