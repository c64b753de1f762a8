package main

import (
	"encoding/json"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/util"
)

// reading is what a rule asks of its input, itself and through every rule and function that it calls.
type reading struct {
	// Where in the document it looks, below `input` or `input.review.object`, by their JSON: keys and indices, null for any.
	paths map[string][]any
	// It asks for Gatekeeper's `input.review`.
	review bool
	// Names below `input.parameters`, and whether there may be others.
	parameters    map[string]bool
	anyParameters bool
}

func newReading() *reading {
	return &reading{paths: map[string][]any{}, parameters: map[string]bool{}}
}

// members are those of the document; whole says that others may be read as well.
func (r *reading) members() (names []string, whole bool) {
	for _, path := range r.paths {
		if len(path) == 0 {
			whole = true
		} else if name, ok := path[0].(string); ok {
			names = append(names, name)
		} else {
			whole = true
		}
	}
	slices.Sort(names)
	return slices.Compact(names), whole
}

// places are the paths, sorted.
func (r *reading) places() [][]any {
	places := make([][]any, 0, len(r.paths))
	for _, key := range util.KeysSorted(r.paths) {
		places = append(places, r.paths[key])
	}
	return places
}

func (r *reading) looksAt(ref ast.Ref) {
	path := make([]any, 0, len(ref))
	for _, term := range ref {
		switch value := term.Value.(type) {
		case ast.String:
			path = append(path, string(value))
		case ast.Number:
			path = append(path, json.Number(value))
		default:
			path = append(path, nil)
		}
	}
	r.paths[quoted(path)] = path
}

// of walks rules and what they depend on. Data that no module defines is an error: Taskgate gives policies none.
func (r *reading) of(compiler *ast.Compiler, rules []*ast.Rule) ast.Errors {
	var errs ast.Errors
	var asked []ast.Ref
	for _, rule := range closureOf(compiler, rules) {
		refsOf(compiler, rule, func(ref ast.Ref, at *ast.Location) {
			if ref.HasPrefix(ast.InputRootRef) {
				asked = append(asked, ref)
			} else if ref.HasPrefix(ast.DefaultRootRef) && !isDefined(compiler, ref.ConstantPrefix()) {
				errs = append(errs, noData(at, ref.ConstantPrefix()))
			}
		})
	}
	for _, ref := range asked {
		r.input(ref)
	}
	if r.review {
		// What lies beside `review` and `parameters` is the document's when conftest asks, and nobody's here.
		r.paths = map[string][]any{}
		for _, ref := range asked {
			r.reviewed(ref)
		}
	}
	return errs
}

func (r *reading) input(ref ast.Ref) {
	r.looksAt(ref[1:])
	switch first, constant := member(ref, 1); {
	case !constant:
		r.anyParameters = true
	case first == "review":
		r.review = true
	case first == "parameters":
		if name, constant := member(ref, 2); constant {
			r.parameters[name] = true
		} else {
			r.anyParameters = true
		}
	}
}

// reviewed looks below `input.review.object` and `input.review.oldObject`.
func (r *reading) reviewed(ref ast.Ref) {
	for i, below := range [][]string{{"review"}, {"object", "oldObject"}} {
		name, constant := member(ref, i+1)
		if !constant {
			r.looksAt(nil)
			return
		}
		if !slices.Contains(below, name) {
			return
		}
	}
	r.looksAt(ref[3:])
}

func member(ref ast.Ref, i int) (string, bool) {
	if i >= len(ref) {
		return "", false
	}
	name, ok := ref[i].Value.(ast.String)
	return string(name), ok
}

func closureOf(compiler *ast.Compiler, rules []*ast.Rule) []*ast.Rule {
	seen := map[*ast.Rule]bool{}
	closure := slices.Clone(rules)
	for i := 0; i < len(closure); i++ {
		if seen[closure[i]] {
			continue
		}
		seen[closure[i]] = true
		for dependency := range compiler.Graph.Dependencies(closure[i]) {
			if rule, ok := dependency.(*ast.Rule); ok && !seen[rule] {
				closure = append(closure, rule)
			}
		}
	}
	return closure
}

// isDefined: some module's package lies at, above or below the path.
func isDefined(compiler *ast.Compiler, ref ast.Ref) bool {
	for _, module := range compiler.Modules {
		if ref.HasPrefix(module.Package.Path) || module.Package.Path.HasPrefix(ref) {
			return true
		}
	}
	return false
}

func noData(at *ast.Location, ref ast.Ref) *ast.Error {
	const message = "nothing here defines %s: a library must lie in the same folder, and data from outside (conftest's --data, Gatekeeper's data.inventory) is not given to policies; write it in Rego, or take it from the parameters of a constraint"
	return ast.NewError(ast.CompileErr, at, message, ref)
}
