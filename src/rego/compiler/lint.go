package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/util"
)

type lintRequest struct {
	sources
	// What findings are wanted of; the other files are there for what these import.
	Own []string `json:"own"`
	// JSON Schemas of `input`, by name.
	Schemas map[string]json.RawMessage `json:"schemas"`
	// Path of a policy → the name of its schema.
	SchemaOf map[string]string `json:"schemaOf"`
	// Rules whose type OPA cannot infer and a reference into `input` that has it: `data.lib.workload.containers`.
	TypedAs map[string]string `json:"typedAs"`
	// Every member name that the model knows, and the members that are maps with keys of the user's own.
	Members []string `json:"members"`
	Maps    []string `json:"maps"`
	// Calls that name members: function → index of the argument.
	Readers map[string]int `json:"readers"`
}

type finding struct {
	Rule    string `json:"rule"`
	Message string `json:"message"`
	File    string `json:"file"`
	Row     int    `json:"row"`
	Col     int    `json:"col"`
	// The unknown name, where the finding is about one.
	Name string `json:"name,omitempty"`
}

type lintResult struct {
	Findings []finding `json:"findings"`
	// Per policy, what of `input.parameters` it reads.
	Parameters map[string]*parameterReads `json:"parameters"`
}

// lint checks what compiling lets pass: unused imports and variables, members that no input has, parameters.
func lint(req lintRequest) (*lintResult, error) {
	caps, err := req.capabilities()
	if err != nil {
		return nil, err
	}
	// Tests run in OPA and may use all of it.
	all := ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(req.version()))
	modules, err := req.parse(all, every)
	if err != nil {
		return nil, err
	}
	out := &lintResult{Findings: []finding{}, Parameters: parametersRead(modules)}
	for _, path := range req.Own {
		if module := modules[path]; module != nil && isPolicy(path) {
			out.Findings = append(out.Findings, (&memberLint{req: req, module: module}).run()...)
		}
	}
	// Compiling changes the modules that it is given, so each of these parses its own.
	typed, err := req.typeErrors(caps)
	if err != nil {
		return nil, err
	}
	tests := strictErrors(ast.NewCompiler().WithCapabilities(all), modules)
	own := map[string]bool{}
	for _, path := range req.Own {
		own[path] = true
	}
	for _, e := range append(typed, slices.DeleteFunc(tests, func(e regoError) bool { return isPolicy(e.File) })...) {
		if e.File == "" || own[e.File] {
			out.Findings = append(out.Findings, finding{Rule: e.Code, Message: e.Message, File: e.File, Row: e.Row, Col: e.Col})
		}
	}
	slices.SortStableFunc(out.Findings, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col))
	})
	return out, nil
}

// typeErrors compiles the policies with a schema for the input of each.
func (req lintRequest) typeErrors(caps *ast.Capabilities) ([]regoError, error) {
	modules, err := req.parse(caps, isPolicy)
	if err != nil {
		return nil, err
	}
	schemas := ast.NewSchemaSet()
	for name, text := range req.Schemas {
		var schema any
		if err := util.UnmarshalJSON(text, &schema); err != nil {
			return nil, fmt.Errorf("the schema %s is not JSON: %w", name, err)
		}
		schemas.Put(ast.SchemaRootRef.Append(ast.StringTerm(name)), schema)
	}
	if err := req.retype(modules); err != nil {
		return nil, err
	}
	annotated := map[string]bool{}
	for _, path := range util.KeysSorted(req.SchemaOf) {
		module := modules[path]
		if module == nil || annotated[module.Package.String()] {
			continue
		}
		annotated[module.Package.String()] = true
		text := fmt.Sprintf("# METADATA\n# scope: subpackages\n# schemas:\n#   - input: schema[%q]\n%s\n", req.SchemaOf[path], module.Package)
		schema, err := ast.ParseModuleWithOpts("schema of "+path, text, ast.ParserOptions{ProcessAnnotation: true})
		if err != nil {
			return nil, err
		}
		modules["schema of "+path] = schema
	}
	compiler := ast.NewCompiler().WithCapabilities(caps).WithUseTypeCheckAnnotations(true).WithSchemas(schemas)
	return strictErrors(compiler, modules), nil
}

// retype puts a typed reference in the place of rules whose type OPA cannot infer.
func (req lintRequest) retype(modules map[string]*ast.Module) error {
	for _, module := range modules {
		kept := module.Rules[:0:0]
		for _, rule := range module.Rules {
			if _, typed := req.TypedAs[module.Package.Path.Extend(rule.Head.Ref()).String()]; !typed {
				kept = append(kept, rule)
			}
		}
		module.Rules = kept
		for name, reference := range req.TypedAs {
			rest, ok := strings.CutPrefix(name, module.Package.Path.String()+".")
			if !ok || len(rest) == 0 || strings.Contains(rest, ".") {
				continue
			}
			rule, err := ast.ParseRule(fmt.Sprintf("%s := %s if { true }", rest, reference))
			if err != nil {
				return err
			}
			rule.Module = module
			module.Rules = append(module.Rules, rule)
		}
	}
	return nil
}

func strictErrors(compiler *ast.Compiler, modules map[string]*ast.Module) []regoError {
	compiler = compiler.WithStrict(true).WithEnablePrintStatements(true).SetErrorLimit(0)
	if compiler.Compile(modules); compiler.Failed() {
		return fromOPA(compiler.Errors)
	}
	return nil
}
