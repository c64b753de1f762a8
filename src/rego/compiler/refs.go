package main

import "github.com/open-policy-agent/opa/v1/ast"

// Functions call functions, never themselves; whoever calls deeper than this is taken to read all that it passes on.
const deepestCall = 8

type refVisitor struct {
	compiler *ast.Compiler
	hear     func(ref ast.Ref, at *ast.Location)
	held     map[ast.Var]ast.Ref
	used     map[ast.Var]bool
	depth    int
}

// refsOf tells what a compiled rule refers to, seen through variables and through what functions are given:
// `object.get(input, ["a", "b"], …)`, and `a := input.a` with `a.b` later on, are both input.a.b.
func refsOf(compiler *ast.Compiler, rule *ast.Rule, hear func(ref ast.Ref, at *ast.Location)) {
	(&refVisitor{compiler: compiler, hear: hear, held: map[ast.Var]ast.Ref{}}).visit(rule)
}

// visit looks through a rule; what is held already are its arguments.
func (v *refVisitor) visit(rule *ast.Rule) {
	v.used = map[ast.Var]bool{}
	for name := range v.held {
		v.used[name] = true
	}
	holds := map[*ast.Expr]bool{}
	ast.WalkExprs(rule, func(expr *ast.Expr) bool {
		if name, ref := v.holding(expr); ref != nil {
			v.held[name] = ref
			holds[expr] = true
		}
		return false
	})
	ast.NewGenericVisitor(func(node any) bool {
		switch node := node.(type) {
		case ast.Args:
			return true
		case *ast.Expr:
			// `with` may put another function in the place of this one.
			if terms, ok := node.Terms.([]*ast.Term); ok && len(node.With) == 0 && v.call(terms, node.Location) {
				return true
			}
			if holds[node] {
				v.inside(node.Operand(1).Value.(ast.Ref))
				return true
			}
		case *ast.Term:
			return v.term(node)
		}
		return false
	}).Walk(rule)
	for name, ref := range v.held {
		if !v.used[name] {
			v.hear(ref, rule.Location)
		}
	}
}

// holding is the variable, and what it holds, of `variable = input.…`.
func (v *refVisitor) holding(expr *ast.Expr) (ast.Var, ast.Ref) {
	if !expr.IsEquality() || expr.Negated || len(expr.With) > 0 {
		return "", nil
	}
	name, isVar := expr.Operand(0).Value.(ast.Var)
	ref, isRef := expr.Operand(1).Value.(ast.Ref)
	if !isVar || !isRef || v.held[name] != nil {
		return "", nil
	}
	if ref = v.resolved(ref); !ref.HasPrefix(ast.InputRootRef) {
		return "", nil
	}
	return name, ref
}

func (v *refVisitor) resolved(ref ast.Ref) ast.Ref {
	if name, ok := ref[0].Value.(ast.Var); ok && v.held[name] != nil {
		v.used[name] = true
		return v.held[name].Concat(ref[1:])
	}
	return ref
}

func (v *refVisitor) term(term *ast.Term) bool {
	switch value := term.Value.(type) {
	case ast.Ref:
		v.hear(v.resolved(value), term.Location)
		v.inside(value)
		return true
	case ast.Var:
		if v.held[value] != nil {
			v.used[value] = true
			v.hear(v.held[value], term.Location)
		}
	case ast.Call:
		return v.call(value, term.Location)
	}
	return false
}

// inside visits what stands between the brackets of a reference, and what it begins with where that is no variable.
func (v *refVisitor) inside(ref ast.Ref) {
	for i, inner := range ref {
		if _, isVar := inner.Value.(ast.Var); i > 0 || !isVar {
			ast.WalkTerms(inner, v.term)
		}
	}
}

// call hears a call of object.get with a constant path, and one of a function of the policies' own.
func (v *refVisitor) call(call []*ast.Term, at *ast.Location) bool {
	if call[0].Equal(ast.NewTerm(ast.ObjectGet.Ref())) {
		return v.get(call, at)
	}
	name, _ := call[0].Value.(ast.Ref)
	rules := v.compiler.GetRulesExact(name)
	if !name.HasPrefix(ast.DefaultRootRef) || len(rules) == 0 || v.depth == deepestCall {
		return false
	}
	v.term(call[0])
	for i, argument := range call[1:] {
		ref := v.passed(argument)
		if ref == nil {
			ast.WalkTerms(argument, v.term)
			continue
		}
		for _, rule := range rules {
			if i >= len(rule.Head.Args) {
				v.hear(ref, at)
			} else if parameter, ok := rule.Head.Args[i].Value.(ast.Var); ok {
				held := map[ast.Var]ast.Ref{parameter: ref}
				(&refVisitor{compiler: v.compiler, hear: v.hear, held: held, depth: v.depth + 1}).visit(rule)
			} else {
				v.hear(ref, at)
			}
		}
	}
	return true
}

// passed is the part of the input that an argument is.
func (v *refVisitor) passed(argument *ast.Term) ast.Ref {
	switch value := argument.Value.(type) {
	case ast.Var:
		if v.held[value] != nil {
			v.used[value] = true
		}
		return v.held[value]
	case ast.Ref:
		if ref := v.resolved(value); ref.HasPrefix(ast.InputRootRef) {
			v.inside(value)
			return ref
		}
	}
	return nil
}

func (v *refVisitor) get(call []*ast.Term, at *ast.Location) bool {
	if len(call) < 4 {
		return false
	}
	object := v.passed(call[1])
	if object == nil {
		return false
	}
	switch path := call[2].Value.(type) {
	case ast.String:
		v.hear(object.Append(call[2]), at)
	case *ast.Array:
		ref := object
		for i := range path.Len() {
			ref = ref.Append(path.Elem(i))
		}
		v.hear(ref, at)
	default:
		return false
	}
	for _, rest := range call[3:] {
		ast.WalkTerms(rest, v.term)
	}
	return true
}
