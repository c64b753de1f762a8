package main

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/util"
)

// reachable keeps the modules that hold an entrypoint and those they refer to, however indirectly.
func reachable(modules map[string]*ast.Module, entrypoints []ast.Ref) map[string]*ast.Module {
	open := slices.Clone(entrypoints)
	for _, module := range modules {
		for _, annotation := range module.Annotations {
			if annotation.Entrypoint {
				open = append(open, module.Package.Path)
			}
		}
	}
	return closure(modules, open)
}

// closure keeps the modules that hold what is open, and those they refer to, however indirectly.
func closure(modules map[string]*ast.Module, open []ast.Ref) map[string]*ast.Module {
	kept := make(map[string]*ast.Module, len(modules))
	for len(open) > 0 {
		ref := open[0]
		open = open[1:]
		for _, path := range util.KeysSorted(modules) {
			module := modules[path]
			if kept[path] == nil && (ref.HasPrefix(module.Package.Path) || module.Package.Path.HasPrefix(ref)) {
				kept[path] = module
				open = append(open, dataRefs(module)...)
			}
		}
	}
	return kept
}

// dataRefs are the constant beginnings of everything under `data` that a module imports or names.
func dataRefs(module *ast.Module) []ast.Ref {
	var refs []ast.Ref
	collect := func(ref ast.Ref) bool {
		if ref.HasPrefix(ast.DefaultRootRef) {
			refs = append(refs, ref.ConstantPrefix())
		}
		return false
	}
	for _, imported := range module.Imports {
		ast.WalkRefs(imported, collect)
	}
	for _, rule := range module.Rules {
		ast.WalkRefs(rule, collect)
	}
	return refs
}
