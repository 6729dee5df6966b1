package handler

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"routescope/engine/js"
)

// secret is what a running server knows of draft and preview mode and nobody
// else: the value of the bypass cookie, and the key that seals preview data.
type secret struct {
	draftID string
	seal    cipher.AEAD
	rand    io.Reader
}

func newSecret(rand io.Reader) (secret, error) {
	raw := make([]byte, 16+32)
	if _, err := io.ReadFull(rand, raw); err != nil {
		return secret{}, fmt.Errorf("making the preview secret: %w", err)
	}
	block, err := aes.NewCipher(raw[16:])
	if err != nil {
		return secret{}, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return secret{}, err
	}
	return secret{hex.EncodeToString(raw[:16]), aead, rand}, nil
}

var previewOps = []js.Op{
	{Name: "op_draft_id", Call: func(iso *js.Isolate, _ js.Args) (any, error) {
		return iso.Host().(*worker).runner.secret.draftID, nil
	}},
	{Name: "op_preview_seal", Call: func(iso *js.Isolate, a js.Args) (any, error) {
		return iso.Host().(*worker).runner.secret.sealData(a.String(0), a.Float(1), iso.Now())
	}},
	{Name: "op_preview_open", Call: func(iso *js.Isolate, a js.Args) (any, error) {
		if text, ok := iso.Host().(*worker).runner.secret.open(a.String(0), iso.Now()); ok {
			return text, nil
		}
		return nil, nil
	}},
}

// previewPayload is what a preview cookie holds.
type previewPayload struct {
	Data   string
	Expire time.Time // zero for never
}

func (s secret) sealData(data string, maxAge float64, now time.Time) (string, error) {
	p := previewPayload{Data: data}
	if maxAge > 0 {
		p.Expire = now.Add(time.Duration(maxAge * float64(time.Second)))
	}
	text, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, s.seal.NonceSize())
	if _, err := io.ReadFull(s.rand, nonce); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(s.seal.Seal(nonce, nonce, text, nil)), nil
}

// open returns the data of a cookie this server made and that has not expired.
func (s secret) open(payload string, now time.Time) (string, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil || len(raw) < s.seal.NonceSize() {
		return "", false
	}
	n := s.seal.NonceSize()
	text, err := s.seal.Open(nil, raw[:n], raw[n:], nil)
	if err != nil {
		return "", false
	}
	var p previewPayload
	if json.Unmarshal(text, &p) != nil || (!p.Expire.IsZero() && now.After(p.Expire)) {
		return "", false
	}
	return p.Data, true
}
