package main

import (
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// read parses one file: in the version that the request states, else as Rego v1 and, where that fails, as v0.
// A file that is neither is told the errors of the version in which more of it could be read.
func (s sources) read(path string, caps *ast.Capabilities) (*ast.Module, error) {
	module, err := s.readAs(path, caps, s.version())
	if err == nil || s.RegoVersion != nil {
		return module, err
	}
	older, olderErr := s.readAs(path, older(caps), ast.RegoV0)
	if olderErr == nil || firstRow(olderErr) > firstRow(err) {
		return older, olderErr
	}
	return nil, err
}

// versionOf is the version as which a file is read; the stated one, or v1, where it cannot be read at all.
func (s sources) versionOf(path string) ast.RegoVersion {
	all := ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(s.version()))
	if module, err := s.read(path, all); err == nil {
		return module.RegoVersion()
	}
	return s.version()
}

func (s sources) readAs(path string, caps *ast.Capabilities, version ast.RegoVersion) (*ast.Module, error) {
	module, err := ast.ParseModuleWithOpts(path, s.Files[path], ast.ParserOptions{
		Capabilities:      caps,
		ProcessAnnotation: true,
		RegoVersion:       version,
	})
	var parse ast.Errors
	switch {
	case errors.As(err, &parse):
		return nil, parse
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, err)
	case module == nil:
		return nil, ast.Errors{ast.NewError(ast.ParseErr, ast.NewLocation(nil, path, 1, 1), "the file is empty")}
	}
	return module, nil
}

// older is the same built-ins, with what the syntax of Rego v0 knows.
func older(caps *ast.Capabilities) *ast.Capabilities {
	own := ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(ast.RegoV0))
	own.Builtins, own.AllowNet = caps.Builtins, caps.AllowNet
	return own
}

func firstRow(err error) int {
	var many ast.Errors
	if !errors.As(err, &many) || len(many) == 0 || many[0].Location == nil {
		return 0
	}
	return many[0].Location.Row
}
