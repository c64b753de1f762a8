package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwt"
	"github.com/open-policy-agent/opa/v1/bundle"
)

type signRequest struct {
	// The bundle, tar.gz; base64 in JSON.
	Bundle []byte `json:"bundle"`
	// PEM for RS… and ES…, the secret itself for HS….
	Key       string `json:"key"`
	Algorithm string `json:"algorithm"`
	KeyID     string `json:"keyId"`
}

// sign adds `.signatures.json`, as `opa build --signing-key` does.
func sign(req signRequest) (*buildResult, error) {
	read, err := bundle.NewReader(bytes.NewReader(req.Bundle)).WithSkipBundleVerification(true).Read()
	if err != nil {
		return nil, err
	}
	config := bundle.NewSigningConfig(req.Key, req.Algorithm, "")
	if strings.HasPrefix(req.Algorithm, "HS") {
		config = config.WithPlugin(sharedSecret)
	}
	if err := read.GenerateSignature(config, req.KeyID, false); err != nil {
		return nil, fmt.Errorf("the bundle cannot be signed: %w", err)
	}
	read.Signatures.Plugin = ""
	var out bytes.Buffer
	if err := bundle.NewWriter(&out).Write(read); err != nil {
		return nil, err
	}
	return &buildResult{Bundle: out.Bytes()}, nil
}

// verify reads a bundle as OPA does that was given the public key; here Key is that key, or the secret.
func verify(req signRequest) (*signRequest, error) {
	key := &bundle.KeyConfig{Key: req.Key, Algorithm: req.Algorithm}
	config := bundle.NewVerificationConfig(map[string]*bundle.KeyConfig{"key": key}, "key", "", nil)
	loader := bundle.NewTarballLoaderWithBaseURL(bytes.NewReader(req.Bundle), "")
	if _, err := bundle.NewCustomReader(loader).WithBundleVerificationConfig(config).Read(); err != nil {
		return nil, fmt.Errorf("the signature does not verify: %w", err)
	}
	return &signRequest{Algorithm: req.Algorithm}, nil
}

// OPA's own signer looks for a file of the secret's name first, and here there are no files to look at.
const sharedSecret = "shared-secret"

type secretSigner struct{}

func (secretSigner) GenerateSignedToken(files []bundle.FileInfo, config *bundle.SigningConfig, keyID string) (string, error) {
	algorithm, known := jwa.LookupSignatureAlgorithm(config.Algorithm)
	if !known {
		return "", fmt.Errorf("unknown signature algorithm: %s", config.Algorithm)
	}
	claims := jwt.NewBuilder().Claim("files", files)
	if keyID != "" {
		claims = claims.Claim("keyid", keyID)
	}
	token, err := claims.Build()
	if err != nil {
		return "", err
	}
	signed, err := jwt.Sign(token, jwt.WithKey(algorithm, []byte(config.Key)))
	return string(signed), err
}

func init() {
	if err := bundle.RegisterSigner(sharedSecret, secretSigner{}); err != nil {
		panic(err)
	}
}
