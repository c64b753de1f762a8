package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/compile"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/util"
)

type buildRequest struct {
	sources
	// Slash-separated, such as policies/workload/privileged/violation; absent: every rule annotated `entrypoint: true`.
	Entrypoints []string `json:"entrypoints"`
	Revision    string   `json:"revision"`
	Roots       []string `json:"roots"`
}

type buildResult struct {
	// The bundle, tar.gz; base64 in JSON.
	Bundle []byte `json:"bundle"`
}

// build compiles to WASM what the entrypoints need, tests excepted.
func build(req buildRequest) (*buildResult, error) {
	caps, err := req.capabilities()
	if err != nil {
		return nil, err
	}
	entrypoints, err := dataPaths(req.Entrypoints)
	if err != nil {
		return nil, err
	}
	parsed, err := req.parse(caps, isPolicy)
	if err != nil {
		return nil, err
	}
	if len(entrypoints) == 0 {
		if parsed, err = req.withForeign(parsed, caps); err != nil {
			return nil, err
		}
	}
	modules := reachable(parsed, entrypoints)
	if len(modules) == 0 {
		return nil, errors.New("nothing to compile: no rule has METADATA with `entrypoint: true`, none is called deny, violation or warn as conftest's and Gatekeeper's are, and no file holds the entrypoints asked for")
	}
	archive, err := compileBundle(req, modules, caps)
	if err != nil {
		return nil, err
	}
	return &buildResult{Bundle: archive}, nil
}

func compileBundle(req buildRequest, modules map[string]*ast.Module, caps *ast.Capabilities) ([]byte, error) {
	input := &bundle.Bundle{Data: map[string]any{}}
	if len(req.Roots) > 0 {
		input.Manifest.Roots = &req.Roots
	}
	input.SetRegoVersion(req.version())
	input.Manifest.FileRegoVersions = map[string]int{}
	input.Manifest.Init()
	for _, path := range util.KeysSorted(modules) {
		if modules[path].RegoVersion() == ast.RegoV0 && req.version() != ast.RegoV0 {
			input.Manifest.FileRegoVersions["/"+path] = 0
		}
		input.Modules = append(input.Modules, bundle.ModuleFile{URL: path, Path: path, Parsed: modules[path]})
	}
	var out bytes.Buffer
	err := compile.New().
		WithBundle(input).
		WithTarget(compile.TargetWasm).
		WithRegoVersion(req.version()).
		WithCapabilities(caps).
		WithEntrypoints(req.Entrypoints...).
		WithRegoAnnotationEntrypoints(len(req.Entrypoints) == 0).
		WithPruneUnused(true).
		WithRevision(req.Revision).
		WithOutput(&out).
		Build(context.Background())
	return out.Bytes(), err
}

// dataPaths turns a/b/c into data.a.b.c.
func dataPaths(paths []string) ([]ast.Ref, error) {
	refs := make([]ast.Ref, 0, len(paths))
	for _, path := range paths {
		parsed, ok := storage.ParsePathEscaped("/" + path)
		if !ok || len(parsed) == 0 {
			return nil, fmt.Errorf("%q is not a path such as policies/workload/privileged/violation", path)
		}
		refs = append(refs, parsed.Ref(ast.DefaultRootDocument))
	}
	return refs, nil
}
