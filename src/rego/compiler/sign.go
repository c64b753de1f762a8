package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
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
	Scope     string `json:"scope"`
	// Seconds since 1970, the claim `iat`; 0 leaves it out.
	SignedAt int64 `json:"signedAt"`
}

// sign adds `.signatures.json`, as `opa build --signing-key` does.
func sign(req signRequest) (*buildResult, error) {
	read, err := bundle.NewReader(bytes.NewReader(req.Bundle)).WithSkipBundleVerification(true).Read()
	if err != nil {
		return nil, err
	}
	config := bundle.NewSigningConfig(req.Key, req.Algorithm, "")
	if strings.HasPrefix(req.Algorithm, "HS") || req.Scope != "" || req.SignedAt != 0 {
		if err := bundle.RegisterSigner(hosted, hostedSigner{req}); err != nil {
			return nil, err
		}
		config = config.WithPlugin(hosted)
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
	config := bundle.NewVerificationConfig(map[string]*bundle.KeyConfig{"key": key}, "key", req.Scope, nil)
	loader := bundle.NewTarballLoaderWithBaseURL(bytes.NewReader(req.Bundle), "")
	if _, err := bundle.NewCustomReader(loader).WithBundleVerificationConfig(config).Read(); err != nil {
		return nil, fmt.Errorf("the signature does not verify: %w", err)
	}
	return &signRequest{Algorithm: req.Algorithm}, nil
}

// OPA's own signer looks for files, of the secret's name and of claims, and here there are none to look at.
const hosted = "hosted"

type hostedSigner struct{ req signRequest }

func (signer hostedSigner) GenerateSignedToken(files []bundle.FileInfo, config *bundle.SigningConfig, keyID string) (string, error) {
	algorithm, known := jwa.LookupSignatureAlgorithm(config.Algorithm)
	if !known {
		return "", fmt.Errorf("unknown signature algorithm: %s", config.Algorithm)
	}
	claims := jwt.NewBuilder().Claim("files", files)
	if keyID != "" {
		claims = claims.Claim("keyid", keyID)
	}
	if signer.req.Scope != "" {
		claims = claims.Claim("scope", signer.req.Scope)
	}
	if signer.req.SignedAt != 0 {
		claims = claims.Claim("iat", signer.req.SignedAt)
	}
	token, err := claims.Build()
	if err != nil {
		return "", err
	}
	key, err := signingKey(config)
	if err != nil {
		return "", err
	}
	imported, err := jwk.Import(key)
	if err != nil {
		return "", err
	}
	if err := imported.Set(jwk.KeyIDKey, keyID); err != nil {
		return "", err
	}
	signed, err := jwt.Sign(token, jwt.WithKey(algorithm, imported))
	return string(signed), err
}

func signingKey(config *bundle.SigningConfig) (any, error) {
	if strings.HasPrefix(config.Algorithm, "HS") {
		return []byte(config.Key), nil
	}
	return config.GetPrivateKey()
}
