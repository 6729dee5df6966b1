// Package webcrypto is the Web Cryptography API, and the ops that Node.js's
// crypto module shares with it.
//
// Go's own crypto does the work. Ops keep no state: keys travel as DER (PKCS #8
// private, SPKI public), running hashes as what Go's hashes marshal to. Random
// bytes come from the isolate; keys that Go generates, and the random parts of
// signatures, are always of the system's own random source.
package webcrypto

import (
	"embed"

	"routescope/engine/js"
)

//go:embed *.js
var files embed.FS

// Extension is the global crypto with its classes.
var Extension = &js.Extension{
	Name:  "webapi/webcrypto",
	Doc:   "Web Cryptography API: https://w3c.github.io/webcrypto/",
	Files: files,
	Globals: []js.Global{
		{Name: "crypto", Module: "internal:webapi/webcrypto", Enumerable: true},
		{Name: "Crypto", Module: "internal:webapi/webcrypto"},
		{Name: "CryptoKey", Module: "internal:webapi/webcrypto/key"},
		{Name: "SubtleCrypto", Module: "internal:webapi/webcrypto/subtle"},
	},
	Ops: []js.Op{
		{Name: "op_crypto_random", Call: opRandom},
		{Name: "op_crypto_digest", Call: opDigest},
		{Name: "op_crypto_digest_fold", Call: opDigestFold},
		{Name: "op_crypto_digest_info", Call: opDigestInfo},
		{Name: "op_crypto_hmac", Call: opHMAC},
		{Name: "op_crypto_equal", Call: opEqual},
		{Name: "op_crypto_cbc", Call: opCBC},
		{Name: "op_crypto_ecb", Call: opECB},
		{Name: "op_crypto_ctr", Call: opCTR},
		{Name: "op_crypto_feedback", Call: opFeedback},
		{Name: "op_crypto_chacha20_stream", Call: opChaCha20Stream},
		{Name: "op_crypto_ccm", Call: opCCM},
		{Name: "op_crypto_gcm_counter", Call: opGCMCounter},
		{Name: "op_crypto_chacha20", Call: opChaCha20},
		{Name: "op_crypto_seal", Call: opSeal},
		{Name: "op_crypto_open", Call: opOpen},
		{Name: "op_crypto_keywrap", Call: opKeyWrap},
		{Name: "op_crypto_derive", Call: opDerive},
		{Name: "op_crypto_derive_async", Start: opDeriveAsync},
		{Name: "op_crypto_key_read", Call: opKeyRead},
		{Name: "op_crypto_key_write", Call: opKeyWrite},
		{Name: "op_crypto_key_public", Call: opKeyPublic},
		{Name: "op_crypto_key_from_jwk", Call: opKeyFromJWK},
		{Name: "op_crypto_key_to_jwk", Call: opKeyToJWK},
		{Name: "op_crypto_key_from_raw", Call: opKeyFromRaw},
		{Name: "op_crypto_key_to_raw", Call: opKeyToRaw},
		{Name: "op_crypto_key_generate", Call: opKeyGenerate},
		{Name: "op_crypto_key_generate_async", Start: opKeyGenerateAsync},
		{Name: "op_crypto_sign", Call: opSign},
		{Name: "op_crypto_verify", Call: opVerify},
		{Name: "op_crypto_rsa_encrypt", Call: opRSAEncrypt},
		{Name: "op_crypto_rsa_decrypt", Call: opRSADecrypt},
		{Name: "op_crypto_agree", Call: opAgree},
		{Name: "op_crypto_prime", Call: opPrime},
		{Name: "op_crypto_dh_group", Call: opDHGroup},
		{Name: "op_crypto_dh_power", Call: opDHPower},
		{Name: "op_crypto_dh_scalar", Call: opDHScalar},
		{Name: "op_crypto_dh_prime", Call: opDHPrime},
		{Name: "op_crypto_dh_check", Call: opDHCheck},
	},
}

// async runs a pure op on a goroutine of its own; it is given a copy of what it
// needs, as all args are.
func async(call func(js.Args) (any, error)) func(*js.Isolate, js.Args, *js.Deferred) error {
	return func(_ *js.Isolate, a js.Args, done *js.Deferred) error {
		go func() {
			if v, err := call(a); err != nil {
				done.Reject(err)
			} else {
				done.Resolve(v)
			}
		}()
		return nil
	}
}

var (
	opDeriveAsync      = async(derive)
	opKeyGenerateAsync = async(keyGenerate)
)

func opDerive(_ *js.Isolate, a js.Args) (any, error)      { return derive(a) }
func opKeyGenerate(_ *js.Isolate, a js.Args) (any, error) { return keyGenerate(a) }
