package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"
	"github.com/open-policy-agent/opa/v1/util"
)

// What conftest takes for a rule; Gatekeeper knows `violation` alone.
var foreignName = regexp.MustCompile(`^(deny|violation|warn)(_[a-zA-Z0-9]+)*$`)

// foreignRule is a rule in the style of conftest or Gatekeeper, which becomes a policy of its own.
type foreignRule struct {
	// data.main
	pkg   ast.Ref
	name  string
	rules []*ast.Rule
	reads *reading
	// The package asks for `input.review`.
	gatekeeper bool
	// What conftest's rule `exception` reads, if the package has one.
	exception *reading
}

// foreign finds these rules. Compiled, because only then it is known what a rule reads, however indirectly.
func foreign(compiler *ast.Compiler) ([]*foreignRule, ast.Errors) {
	found := map[string]*foreignRule{}
	exceptions := map[string][]*ast.Rule{}
	native := nativePackages(compiler.Modules)
	for _, path := range util.KeysSorted(compiler.Modules) {
		module := compiler.Modules[path]
		pkg := module.Package.Path
		for _, rule := range module.Rules {
			name := headName(rule)
			if name == "exception" {
				exceptions[pkg.String()] = append(exceptions[pkg.String()], rule)
			}
			if !isForeign(rule, pkg, native) {
				continue
			}
			id := pkg.String() + "/" + name
			if found[id] == nil {
				found[id] = &foreignRule{pkg: pkg, name: name, reads: newReading()}
			}
			found[id].rules = append(found[id].rules, rule)
		}
	}
	var errs ast.Errors
	gatekeeper := map[string]bool{}
	sorted := make([]*foreignRule, 0, len(found))
	for _, id := range util.KeysSorted(found) {
		rule := found[id]
		errs = append(errs, rule.check(compiler)...)
		errs = append(errs, rule.reads.of(compiler, rule.rules)...)
		gatekeeper[rule.pkg.String()] = gatekeeper[rule.pkg.String()] || rule.reads.review
		sorted = append(sorted, rule)
	}
	for _, rule := range sorted {
		rule.gatekeeper = gatekeeper[rule.pkg.String()]
		if excusing := exceptions[rule.pkg.String()]; len(excusing) > 0 && !rule.gatekeeper {
			rule.exception = newReading()
			errs = append(errs, rule.exception.of(compiler, excusing)...)
		}
	}
	return sorted, errs
}

// nativePackages hold an entrypoint of their own under a name that is not conftest's, or `violation` with METADATA that says so.
func nativePackages(modules map[string]*ast.Module) map[string]bool {
	native := map[string]bool{}
	for _, module := range modules {
		for _, rule := range module.Rules {
			name := headName(rule)
			for _, annotation := range rule.Annotations {
				if annotation.Entrypoint && (name == "violation" || !foreignName.MatchString(name)) {
					native[module.Package.Path.String()] = true
				}
			}
		}
	}
	return native
}

func isForeign(rule *ast.Rule, pkg ast.Ref, native map[string]bool) bool {
	return foreignName.MatchString(headName(rule)) && len(rule.Head.Args) == 0 && !native[pkg.String()] && !isLibrary(pkg)
}

// hasForeign: without them there is nothing to compile first.
func hasForeign(modules map[string]*ast.Module) bool {
	native := nativePackages(modules)
	for _, module := range modules {
		for _, rule := range module.Rules {
			if isForeign(rule, module.Package.Path, native) {
				return true
			}
		}
	}
	return false
}

// isLibrary: `package lib.…` is what policies of all three kinds share.
func isLibrary(pkg ast.Ref) bool {
	return len(pkg) > 1 && pkg[1].Equal(ast.StringTerm("lib"))
}

func headName(rule *ast.Rule) string {
	name, _ := rule.Head.Ref()[0].Value.(ast.Var)
	return string(name)
}

// ref is data.main.deny_run_as_root.
func (r *foreignRule) ref() ast.Ref {
	return r.pkg.Append(ast.StringTerm(r.name))
}

func (r *foreignRule) at() *ast.Location {
	return r.rules[0].Location
}

// id is the policy's: package and rule; for Gatekeeper, where one package is one policy, the package.
func (r *foreignRule) id() ast.Ref {
	if r.gatekeeper && r.name == "violation" {
		return r.pkg
	}
	return r.ref()
}

// check refuses rules that conftest never reports, instead of letting everything through without a word.
func (r *foreignRule) check(compiler *ast.Compiler) ast.Errors {
	answer := compiler.TypeEnv.GetByRef(r.ref())
	switch answer.(type) {
	case *types.Set, *types.Array, types.Any:
		return nil
	}
	message := fmt.Sprintf("%s is no set of messages, so nothing would ever be reported: write `%s contains msg if { … }`", r.name, r.name)
	return ast.Errors{ast.NewError(ast.TypeErr, r.at(), "%s", message)}
}

// checkStyle refuses what reads like a policy of Taskgate's own with its METADATA forgotten: as conftest's, it would find nothing.
func (r *foreignRule) checkStyle() ast.Errors {
	if members, _ := r.reads.members(); r.gatekeeper || !slices.Contains(members, "request") {
		return nil
	}
	const message = "%s reads input.request, as policies of Taskgate's own do, but has no METADATA with `entrypoint: true`; in conftest's style `input` is the document itself"
	return ast.Errors{ast.NewError(ast.TypeErr, r.at(), message, strings.TrimPrefix(r.ref().String(), "data."))}
}
