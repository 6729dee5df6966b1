package webcrypto

import (
	"strings"

	"routescope/engine/js"
)

// openssl returns an error as Node.js makes it of one of OpenSSL's: the code is
// made of the reason and, for some libraries, of their name.
func openssl(number, library, reason string) error {
	prefix := map[string]string{
		"rsa routines": "RSA_", "digital envelope routines": "EVP_", "common libcrypto routines": "CRYPTO_", "asn1 encoding routines": "ASN1_",
	}[library]
	code := "ERR_OSSL_" + prefix + strings.ToUpper(strings.ReplaceAll(reason, " ", "_"))
	return js.ThrowCode("Error", code, "error:%s:%s::%s", number, library, reason)
}

const provider = "Provider routines"

var (
	// What OpenSSL says of a key that it cannot read.
	errUnsupported = openssl("1E08010C", "DECODER routines", "unsupported")
	errWrongTag    = openssl("068000A8", "asn1 encoding routines", "wrong tag")
	// No passphrase for a key that needs one.
	errNoPassphrase = openssl("07880109", "common libcrypto routines", "interrupted or cancelled")
	errBadDecrypt   = openssl("1C800064", provider, "bad decrypt")

	errKeyOperation   = openssl("03000096", "digital envelope routines", "operation not supported for this keytype")
	errDigest         = openssl("1C8000AE", provider, "digest not allowed")
	errPadding        = openssl("1C8000A5", provider, "illegal or unsupported padding mode")
	errSignPadding    = openssl("1C8000A8", provider, "invalid padding mode")
	errSaltLength     = openssl("1C800070", provider, "invalid salt length")
	errDomainMismatch = openssl("1C8000CB", provider, "mismatching domain parameters")
	errOAEP           = openssl("02000079", "rsa routines", "oaep decoding error")
	errTooLarge       = openssl("0200006E", "rsa routines", "data too large for key size")
	errTooSmall       = openssl("0200007A", "rsa routines", "data too small for key size")
	errPaddingType    = openssl("02000076", "rsa routines", "unknown padding type")
	errBlockType      = openssl("0200006A", "rsa routines", "block type is not 01")
	errNoPrivateKey   = openssl("020000B3", "rsa routines", "missing private key")
	errDigestNotKnown = js.ThrowCode("Error", "ERR_OSSL_EVP_INVALID_DIGEST", "Invalid digest used")
	errOwnDigest      = openssl("1C80007A", provider, "invalid digest") // for a key that has a hash of its own
)
