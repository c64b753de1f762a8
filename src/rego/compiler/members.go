package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// memberLint looks at names that the type checker cannot see: the literals in `value.get(container, "privileged", false)`.
type memberLint struct {
	req     lintRequest
	module  *ast.Module
	imports map[string]string
	// Variables that hold a map whose keys are the user's own, such as Docker's driver options.
	free map[ast.Var]bool
	// Keys of objects that the module itself builds.
	built map[string]bool
	found []finding
}

func (l *memberLint) run() []finding {
	l.imports = map[string]string{}
	for _, imported := range l.module.Imports {
		l.imports[string(imported.Name())] = imported.Path.String()
	}
	l.built = map[string]bool{}
	ast.WalkTerms(l.module, func(term *ast.Term) bool {
		if object, ok := term.Value.(ast.Object); ok {
			for _, key := range object.Keys() {
				if name, ok := key.Value.(ast.String); ok {
					l.built[string(name)] = true
				}
			}
		}
		return false
	})
	for _, rule := range l.module.Rules {
		l.free = map[ast.Var]bool{}
		ast.WalkExprs(rule, func(expr *ast.Expr) bool {
			if expr.IsAssignment() || expr.IsEquality() {
				if name, ok := expr.Operand(0).Value.(ast.Var); ok && l.isFree(expr.Operand(1)) {
					l.free[name] = true
				}
			}
			return false
		})
		ast.NewGenericVisitor(func(node any) bool {
			switch node := node.(type) {
			case ast.Call:
				l.call(node)
			case *ast.Expr:
				if terms, ok := node.Terms.([]*ast.Term); ok {
					l.call(terms)
				}
			}
			return false
		}).Walk(rule)
	}
	return l.found
}

// function is the full name of what a call calls: data.lib.value.get.
func (l *memberLint) function(call []*ast.Term) string {
	ref, ok := call[0].Value.(ast.Ref)
	if !ok {
		return ""
	}
	name := ref.String()
	head, rest, dotted := strings.Cut(name, ".")
	if imported, found := l.imports[head]; found && dotted {
		return imported + "." + rest
	}
	return name
}

// key is the argument with which a call names a member.
func (l *memberLint) key(call []*ast.Term) *ast.Term {
	index, reads := l.req.Readers[l.function(call)]
	if !reads || len(call) <= index+1 {
		return nil
	}
	return call[index+1]
}

func (l *memberLint) call(call []*ast.Term) {
	key := l.key(call)
	if key == nil || l.isFree(call[1]) || (l.function(call) == "object.get" && !isInput(call[1])) {
		return
	}
	for _, name := range names(key.Value) {
		if slices.Contains(l.req.Members, name) || l.built[name] || l.ignored(key.Location.Row) {
			continue
		}
		message := fmt.Sprintf("nothing in the input is called %q", name)
		l.found = append(l.found, finding{Rule: "unknown-member", Message: message, Name: name, File: key.Location.File, Row: key.Location.Row, Col: key.Location.Col})
	}
}

// isFree tells a map of the user's own: the member itself, a variable that holds it, or what was read out of it.
func (l *memberLint) isFree(term *ast.Term) bool {
	switch value := term.Value.(type) {
	case ast.Var:
		return l.free[value]
	case ast.Call:
		key := l.key(value)
		if key == nil {
			return false
		}
		read := names(key.Value)
		return l.isFree(value[1]) || len(read) > 0 && slices.Contains(l.req.Maps, read[len(read)-1])
	default:
		return false
	}
}

// ignored is true under or beside a comment `# taskgate: ignore unknown-member`.
func (l *memberLint) ignored(row int) bool {
	return slices.ContainsFunc(l.module.Comments, func(comment *ast.Comment) bool {
		at := comment.Location.Row
		return (at == row || at == row-1) && strings.TrimSpace(string(comment.Text)) == "taskgate: ignore unknown-member"
	})
}

func isInput(term *ast.Term) bool {
	ref, ok := term.Value.(ast.Ref)
	return ok && ref.HasPrefix(ast.InputRootRef)
}

// As ECS spells its members; what has hyphens or dots is a key of somebody's own.
var memberName = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)

// Stands in for what a template string computes.
const computedPart = "\x00"

// names are the member names in a key: one, an array of them, or a pointer such as environment/0/name.
func names(key ast.Value) []string {
	var text strings.Builder
	switch key := key.(type) {
	case ast.String:
		text.WriteString(string(key))
	case *ast.Array:
		for i := range key.Len() {
			text.WriteString(strings.Join(names(key.Elem(i).Value), "/") + "/")
		}
	case *ast.TemplateString:
		for _, part := range key.Parts {
			if term, ok := part.(*ast.Term); ok && isString(term) {
				text.WriteString(string(term.Value.(ast.String)))
			} else {
				text.WriteString(computedPart)
			}
		}
	}
	return slices.DeleteFunc(strings.Split(text.String(), "/"), func(name string) bool {
		return !memberName.MatchString(name)
	})
}

func isString(term *ast.Term) bool {
	_, ok := term.Value.(ast.String)
	return ok
}
