package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/util"
)

// sources are Rego files by virtual path, and how to read them.
type sources struct {
	Files map[string]string `json:"files"`
	// OPA's capabilities document; absent: all that this OPA has.
	Capabilities json.RawMessage `json:"capabilities"`
	// Syntax: 1, or 0 for policies written before `if` and `contains`; absent: each file is what it can be read as.
	RegoVersion *int `json:"regoVersion"`
	// Kind → the members of its body. With them, rules in the style of conftest and Gatekeeper become policies; see dialect.go.
	Bodies map[string][]string `json:"bodies"`
}

func (s sources) version() ast.RegoVersion {
	if s.RegoVersion == nil {
		return ast.RegoV1
	}
	return ast.RegoVersionFromInt(*s.RegoVersion)
}

func (s sources) capabilities() (*ast.Capabilities, error) {
	if s.Capabilities == nil {
		return ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(s.version())), nil
	}
	caps, err := ast.LoadCapabilitiesJSON(bytes.NewReader(s.Capabilities))
	if err != nil {
		return nil, fmt.Errorf("the capabilities cannot be read: %w", err)
	}
	if version := s.version(); version != ast.RegoV1 {
		own := ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(version))
		caps.Features, caps.FutureKeywords = own.Features, own.FutureKeywords
	}
	return caps, nil
}

// parse reads every file that keep accepts and reports what is wrong in all of them, not in the first alone.
func (s sources) parse(caps *ast.Capabilities, keep func(path string) bool) (map[string]*ast.Module, error) {
	modules := make(map[string]*ast.Module, len(s.Files))
	var failed ast.Errors
	for _, path := range util.KeysSorted(s.Files) {
		if !keep(path) {
			continue
		}
		module, err := s.read(path, caps)
		if errs, ok := err.(ast.Errors); ok {
			failed = append(failed, errs...)
		} else if err != nil {
			return nil, err
		} else {
			modules[path] = module
		}
	}
	if len(failed) > 0 {
		return nil, failed
	}
	return modules, nil
}

func every(string) bool { return true }

func isPolicy(path string) bool { return !strings.HasSuffix(path, "_test.rego") }

// compiled checks modules as OPA does before it evaluates them.
func compiled(modules map[string]*ast.Module, caps *ast.Capabilities) (*ast.Compiler, error) {
	compiler := ast.NewCompiler().WithCapabilities(caps)
	if compiler.Compile(modules); compiler.Failed() {
		return nil, slices.Clone(compiler.Errors)
	}
	return compiler, nil
}
