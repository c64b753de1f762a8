package main

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

type readAt struct {
	Name string `json:"name"`
	Row  int    `json:"row"`
	Col  int    `json:"col"`
}

// parameterReads is what a module itself reads of input.parameters, and what the modules that it imports read.
type parameterReads struct {
	Own       []readAt `json:"own"`
	Elsewhere []string `json:"elsewhere"`
	// A name is computed: what is read cannot be listed.
	Computed bool `json:"computed"`
}

var parametersRef = ast.MustParseRef("input.parameters")

func parametersRead(modules map[string]*ast.Module) map[string]*parameterReads {
	byPackage := map[string][]*ast.Module{}
	for path, module := range modules {
		if isPolicy(path) {
			byPackage[module.Package.Path.String()] = append(byPackage[module.Package.Path.String()], module)
		}
	}
	out := map[string]*parameterReads{}
	for path, module := range modules {
		if !isPolicy(path) {
			continue
		}
		reads := &parameterReads{Own: []readAt{}, Elsewhere: []string{}}
		reads.Computed = collect(module, func(at readAt) { reads.Own = append(reads.Own, at) })
		seen := map[*ast.Module]bool{module: true}
		var follow func(*ast.Module)
		follow = func(from *ast.Module) {
			for _, imported := range from.Imports {
				for _, next := range byPackage[imported.Path.String()] {
					if !seen[next] {
						seen[next] = true
						collect(next, func(at readAt) { reads.Elsewhere = append(reads.Elsewhere, at.Name) })
						follow(next)
					}
				}
			}
		}
		follow(module)
		out[path] = reads
	}
	return out
}

// collect finds input.parameters.x and parameter.get("x", …); true when a name is computed.
func collect(module *ast.Module, found func(readAt)) bool {
	computed := false
	add := func(term *ast.Term) {
		if name, ok := term.Value.(ast.String); ok {
			found(readAt{Name: string(name), Row: term.Location.Row, Col: term.Location.Col})
		} else {
			computed = true
		}
	}
	call := func(terms []*ast.Term) {
		if len(terms) < 2 {
			return
		}
		switch name := terms[0].Value.String(); {
		case strings.HasPrefix(name, "parameter.") && module.Package.Path.String() != "data.lib.parameter":
			add(terms[1])
		case name == "object.get" && len(terms) > 2 && terms[1].Value.String() == parametersRef.String():
			add(terms[2])
		}
	}
	ast.NewGenericVisitor(func(node any) bool {
		switch node := node.(type) {
		case *ast.Expr:
			if terms, ok := node.Terms.([]*ast.Term); ok {
				call(terms)
			}
		case ast.Call:
			call(node)
		case *ast.Term:
			if ref, ok := node.Value.(ast.Ref); ok && ref.HasPrefix(parametersRef) && len(ref) > 2 {
				add(ref[2])
			}
		}
		return false
	}).Walk(module)
	return computed && module.Package.Path.String() != "data.lib.parameter"
}
