package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"
	"github.com/open-policy-agent/opa/v1/version"
)

type capabilitiesResult struct {
	OPA          string            `json:"opa"`
	Capabilities *ast.Capabilities `json:"capabilities"`
	// A bundle that calls every built-in once: what its module imports is not native to OPA's WASM runtime.
	Probe []byte `json:"probe"`
	// The built-ins that the probe calls.
	Probed []string `json:"probed"`
}

// capabilities is what this OPA knows, for the host to derive what policies may use.
func capabilities(struct{}) (*capabilitiesResult, error) {
	caps := ast.CapabilitiesForThisVersion()
	v0 := 0
	var text strings.Builder
	text.WriteString("package probe\n\n")
	probed := []string{}
	for i, builtin := range caps.Builtins {
		if call, ok := callOf(builtin); ok {
			fmt.Fprintf(&text, "called {\n\tinput.probe == %d\n\t%s\n}\n\n", i, call)
			probed = append(probed, builtin.Name)
		}
	}
	probe, err := build(buildRequest{
		sources:     sources{Files: map[string]string{"probe.rego": text.String()}, RegoVersion: &v0},
		Entrypoints: []string{"probe/called"},
	})
	if err != nil {
		return nil, fmt.Errorf("the probe of all built-ins: %w", err)
	}
	return &capabilitiesResult{OPA: version.Version, Capabilities: caps, Probe: probe.Bundle, Probed: probed}, nil
}

// What the compiler itself rewrites or answers: never a call in the module.
var compiledAway = []string{"assign", "print", "rego.metadata.chain", "rego.metadata.rule"}

// callOf writes a call that type-checks whatever the built-in takes. The internal ones (`in`, template strings) are
// written by the compiler alone. The probe is Rego v0, where deprecated ones may still be called.
func callOf(builtin *ast.Builtin) (string, bool) {
	if strings.HasPrefix(builtin.Name, "internal.") || slices.Contains(compiledAway, builtin.Name) {
		return "", false
	}
	arguments := make([]string, 0, 4)
	for i := range builtin.Decl.FuncArgs().Args {
		arguments = append(arguments, fmt.Sprintf("input.a%d", i))
	}
	call := fmt.Sprintf("%s(%s)", builtin.Name, strings.Join(arguments, ", "))
	if builtin.Decl.Result() == nil || types.Compare(builtin.Decl.Result(), types.B) == 0 {
		return call, true
	}
	return "_ = " + call, true
}
