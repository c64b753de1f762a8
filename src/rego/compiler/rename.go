package main

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// rename makes every call of a built-in in names a call of the other name, with the same signature, so that the host
// gets to implement it: @open-policy-agent/opa-wasm prefers its own sprintf to the host's. Rules, functions and imports
// that shadow a built-in keep their calls.
func rename(modules map[string]*ast.Module, caps *ast.Capabilities, names map[string]string) *ast.Capabilities {
	out := *caps
	out.Builtins = slices.Clone(caps.Builtins)
	for i, builtin := range out.Builtins {
		to, wanted := names[builtin.Name]
		if !wanted {
			continue
		}
		renamed := *builtin
		renamed.Name, renamed.Infix = to, ""
		out.Builtins[i] = &renamed
		for _, module := range modules {
			if !shadowed(strings.Split(builtin.Name, ".")[0], module, modules) {
				renameCalls(module, builtin.Ref(), renamed.Ref())
			}
		}
	}
	return &out
}

func renameCalls(module *ast.Module, from, to ast.Ref) {
	operator := func(term *ast.Term) *ast.Term {
		if ref, ok := term.Value.(ast.Ref); ok && ref.Equal(from) {
			return &ast.Term{Value: to.Copy(), Location: term.Location}
		}
		return term
	}
	ast.WalkExprs(module, func(expr *ast.Expr) bool {
		if terms, ok := expr.Terms.([]*ast.Term); ok && len(terms) > 0 {
			terms[0] = operator(terms[0])
		}
		return false
	})
	ast.WalkTerms(module, func(term *ast.Term) bool {
		if call, ok := term.Value.(ast.Call); ok {
			call[0] = operator(call[0])
		}
		return false
	})
}

// shadowed: does a rule of the module's package, or one of its imports, go by this name?
func shadowed(name string, module *ast.Module, modules map[string]*ast.Module) bool {
	for _, imported := range module.Imports {
		if string(imported.Name()) == name {
			return true
		}
	}
	for _, other := range modules {
		if !other.Package.Path.Equal(module.Package.Path) {
			continue
		}
		for _, rule := range other.Rules {
			if rule.Head.Ref()[0].String() == name {
				return true
			}
		}
	}
	return false
}
