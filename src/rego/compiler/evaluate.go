package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/util"
)

// Policies checked once and evaluated many times, by handle.
var (
	instances  = map[int]*instance{}
	lastHandle int
)

type instance struct {
	compiler *ast.Compiler
	queries  map[string]rego.PreparedEvalQuery
}

type handle struct {
	Handle int `json:"handle"`
}

// prepare checks policies and keeps them until released.
func prepare(req sources) (*handle, error) {
	caps, err := req.capabilities()
	if err != nil {
		return nil, err
	}
	modules, err := req.parse(caps, isPolicy)
	if err != nil {
		return nil, err
	}
	if modules, err = req.withForeign(modules, caps); err != nil {
		return nil, err
	}
	compiler, err := compiled(modules, caps)
	if err != nil {
		return nil, err
	}
	lastHandle++
	instances[lastHandle] = &instance{compiler: compiler, queries: map[string]rego.PreparedEvalQuery{}}
	return &handle{Handle: lastHandle}, nil
}

func release(req handle) (*handle, error) {
	delete(instances, req.Handle)
	return &req, nil
}

type evaluateRequest struct {
	handle
	// Slash-separated, such as policies/workload/privileged/violation.
	Paths []string        `json:"paths"`
	Input json.RawMessage `json:"input"`
}

// answerTo is what one path is under data: undefined, a value (sets as sorted arrays), or an error.
type answerTo struct {
	Defined bool        `json:"defined"`
	Value   *any        `json:"value,omitempty"`
	Errors  []regoError `json:"errors,omitempty"`
}

// evaluate asks OPA's own evaluator. A path that fails answers for itself alone.
func evaluate(req evaluateRequest) ([]answerTo, error) {
	found, ok := instances[req.Handle]
	if !ok {
		return nil, fmt.Errorf("handle %d is not prepared, or was released", req.Handle)
	}
	var input any
	if err := util.UnmarshalJSON(req.Input, &input); err != nil {
		return nil, fmt.Errorf("the input is not JSON: %w", err)
	}
	value, err := ast.InterfaceToValue(input)
	if err != nil {
		return nil, err
	}
	answers := make([]answerTo, 0, len(req.Paths))
	for _, path := range req.Paths {
		answers = append(answers, found.answer(path, value))
	}
	return answers, nil
}

func (i *instance) answer(path string, input ast.Value) answerTo {
	results, err := i.eval(path, input)
	switch {
	case err != nil:
		return answerTo{Errors: toErrors(err)}
	case len(results) == 0:
		return answerTo{}
	default:
		return answerTo{Defined: true, Value: &results[0].Expressions[0].Value}
	}
}

func (i *instance) eval(path string, input ast.Value) (rego.ResultSet, error) {
	query, ok := i.queries[path]
	if !ok {
		refs, err := dataPaths([]string{path})
		if err != nil {
			return nil, err
		}
		query, err = rego.New(rego.Compiler(i.compiler), rego.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(refs[0]))))).PrepareForEval(context.Background())
		if err != nil {
			return nil, err
		}
		i.queries[path] = query
	}
	return query.Eval(context.Background(), rego.EvalParsedInput(input))
}
