// Command opa answers bench/opa-process.ts: what OPA's own evaluator takes for the policies and requests that Taskgate judges.
// It is built inside the module src/rego/compiler and so with the very OPA that compiles the bundle.
//
// First line in: {"files": {path: rego}, "entrypoints": ["policies/workload/privileged/violation"]}; out: {"opa", "go"}.
// Each further line in: {"input", "calls", "together"}; out: {"microseconds" per call, "violations" per entrypoint}.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/version"
)

type setup struct {
	Files       map[string]string `json:"files"`
	Entrypoints []string          `json:"entrypoints"`
}

type job struct {
	Input map[string]any `json:"input"`
	Calls int            `json:"calls"`
	// One query for all entrypoints, so that what policies share is computed once; or one query each, as Taskgate asks.
	Together bool `json:"together"`
}

type answer struct {
	Microseconds float64 `json:"microseconds"`
	Violations   []any   `json:"violations"`
}

type policies struct {
	each     []rego.PreparedEvalQuery
	together rego.PreparedEvalQuery
}

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve() error {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	in.UseNumber()
	var given setup
	if err := in.Decode(&given); err != nil {
		return err
	}
	prepared, err := prepare(given)
	if err != nil {
		return err
	}
	if err := out.Encode(map[string]string{"opa": version.Version, "go": runtime.Version()}); err != nil {
		return err
	}
	for in.More() {
		var asked job
		if err := in.Decode(&asked); err != nil {
			return err
		}
		answered, err := prepared.measure(asked)
		if err != nil {
			return err
		}
		if err := out.Encode(answered); err != nil {
			return err
		}
	}
	return nil
}

func prepare(given setup) (*policies, error) {
	compiler, err := ast.CompileModules(given.Files)
	if err != nil {
		return nil, err
	}
	query := func(term *ast.Term) (rego.PreparedEvalQuery, error) {
		body := ast.NewBody(ast.NewExpr(term))
		return rego.New(rego.Compiler(compiler), rego.ParsedQuery(body)).PrepareForEval(context.Background())
	}
	prepared := &policies{}
	var terms []*ast.Term
	for _, entrypoint := range given.Entrypoints {
		ref := ast.DefaultRootRef
		for _, part := range strings.Split(entrypoint, "/") {
			ref = ref.Append(ast.StringTerm(part))
		}
		one, err := query(ast.NewTerm(ref))
		if err != nil {
			return nil, err
		}
		prepared.each = append(prepared.each, one)
		terms = append(terms, ast.NewTerm(ref))
	}
	prepared.together, err = query(ast.ArrayTerm(terms...))
	return prepared, err
}

// measure runs from Go's own value to Go's own values: JSON text is neither read nor written while the time is taken.
func (p *policies) measure(asked job) (*answer, error) {
	judge := p.judgeEach
	if asked.Together {
		judge = p.judgeTogether
	}
	var violations []any
	start := time.Now()
	for range asked.Calls {
		input, err := ast.InterfaceToValue(asked.Input)
		if err != nil {
			return nil, err
		}
		if violations, err = judge(input); err != nil {
			return nil, err
		}
	}
	took := time.Since(start)
	return &answer{Microseconds: float64(took.Nanoseconds()) / 1000 / float64(asked.Calls), Violations: violations}, nil
}

func (p *policies) judgeEach(input ast.Value) ([]any, error) {
	violations := make([]any, 0, len(p.each))
	for _, query := range p.each {
		value, err := eval(query, input)
		if err != nil {
			return nil, err
		}
		violations = append(violations, value)
	}
	return violations, nil
}

func (p *policies) judgeTogether(input ast.Value) ([]any, error) {
	value, err := eval(p.together, input)
	if err != nil {
		return nil, err
	}
	return value.([]any), nil
}

func eval(query rego.PreparedEvalQuery, input ast.Value) (any, error) {
	results, err := query.Eval(context.Background(), rego.EvalParsedInput(input))
	if err != nil {
		return nil, err
	}
	if len(results) == 0 {
		return nil, fmt.Errorf("a policy is undefined")
	}
	return results[0].Expressions[0].Value, nil
}
