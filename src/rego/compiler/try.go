package main

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/util"
)

type tryRequest struct {
	sources
	// A regular expression on data.package.rule; empty: all tests.
	Filter   string `json:"filter"`
	Coverage bool   `json:"coverage"`
	// Paths: look at nothing but these files and what they refer to, so that one policy's tests need not wait for a whole
	// library. Absent: at all files.
	Roots []string `json:"roots"`
}

type failedAt struct {
	File string `json:"file"`
	Row  int    `json:"row"`
	// The expression, and below it the values of its variables.
	Text string `json:"text"`
}

type triedTest struct {
	testResult
	FailedAt *failedAt `json:"failedAt,omitempty"`
}

// evaluation is what OPA answers to an input that a test gave to an entrypoint.
type evaluation struct {
	Entrypoint string   `json:"entrypoint"`
	Input      any      `json:"input"`
	Answer     answerTo `json:"answer"`
}

type tryResult struct {
	Tests []triedTest `json:"tests"`
	// Paths of what was looked at.
	Needed      []string      `json:"needed"`
	Evaluations []evaluation  `json:"evaluations"`
	Coverage    *cover.Report `json:"coverage,omitempty"`
}

// try runs the tests with all that an author wants to know: where one failed, what is covered, and every question that
// the tests put to an entrypoint, for the host to put it to the WASM module as well.
func try(req tryRequest) (*tryResult, error) {
	// The tests run in OPA and may use all of it; what the policies may use is for the build to say.
	caps := ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(req.version()))
	if _, err := regexp.Compile(req.Filter); err != nil {
		return nil, fmt.Errorf("the filter is not a regular expression: %w", err)
	}
	modules, err := req.parse(caps, every)
	if err != nil {
		return nil, err
	}
	if req.Roots != nil {
		modules = req.needed(modules)
	}
	recorder := newRecorder(entrypointsOf(modules), req.Coverage)
	compiler := ast.NewCompiler().WithCapabilities(caps).WithEnablePrintStatements(true)
	results, err := req.run(modules, compiler, req.Filter, recorder)
	if err != nil {
		return nil, err
	}
	failures, err := req.failures(modules, results)
	if err != nil {
		return nil, err
	}
	out := &tryResult{Tests: []triedTest{}, Needed: util.KeysSorted(modules)}
	for _, result := range results {
		out.Tests = append(out.Tests, triedTest{testResult: tested(result), FailedAt: failures[nameOf(result)]})
	}
	slices.SortFunc(out.Tests, func(a, b triedTest) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Name, b.Name))
	})
	if out.Evaluations, err = answers(compiler, recorder.asked); err != nil {
		return nil, err
	}
	if recorder.cover != nil {
		report := recorder.cover.Report(modules)
		out.Coverage = &report
	}
	return out, nil
}

// needed leaves out what the roots do not refer to, however indirectly.
func (req tryRequest) needed(modules map[string]*ast.Module) map[string]*ast.Module {
	var open []ast.Ref
	for _, path := range req.Roots {
		if module := modules[path]; module != nil {
			open = append(open, module.Package.Path)
		}
	}
	return closure(modules, open)
}

// run runs tests; the tracer is nil for the run that buffers what each test did.
func (s sources) run(modules map[string]*ast.Module, compiler *ast.Compiler, filter string, tracer topdown.QueryTracer) ([]*tester.Result, error) {
	ctx := context.Background()
	store := inmem.New()
	txn, err := store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		return nil, err
	}
	defer store.Abort(ctx, txn)
	runner := tester.NewRunner().
		SetDefaultRegoVersion(s.version()).
		SetCompiler(compiler).
		SetStore(store).
		SetModules(modules).
		SetParallel(1).
		SetTimeout(time.Minute).
		CapturePrintOutput(true).
		Filter(filter)
	if tracer == nil {
		runner.EnableTracing(true)
	} else {
		runner.SetCoverageQueryTracer(tracer)
	}
	tests, err := runner.RunTests(ctx, txn)
	if err != nil {
		return nil, err
	}
	results := []*tester.Result{}
	for result := range tests {
		results = append(results, result)
	}
	return results, nil
}

// failures runs the tests that failed once more, with a trace.
func (s sources) failures(modules map[string]*ast.Module, results []*tester.Result) (map[string]*failedAt, error) {
	failed := []string{}
	for _, result := range results {
		if result.Fail {
			failed = append(failed, regexp.QuoteMeta(nameOf(result)))
		}
	}
	found := map[string]*failedAt{}
	if len(failed) == 0 {
		return found, nil
	}
	again, err := s.run(modules, ast.NewCompiler(), "^("+strings.Join(failed, "|")+")$", nil)
	for _, result := range again {
		found[nameOf(result)] = failureOf(result)
	}
	return found, err
}

func nameOf(result *tester.Result) string { return result.Package + "." + result.Name }

// answers asks OPA's own evaluator outside of the tests, where nothing is mocked.
func answers(compiler *ast.Compiler, questions []asked) ([]evaluation, error) {
	out := make([]evaluation, 0, len(questions))
	prepared := &instance{compiler: compiler, queries: map[string]rego.PreparedEvalQuery{}}
	for _, question := range questions {
		input, err := ast.JSON(question.input)
		if err != nil {
			// A set in the input: no request has one, and JSON cannot say it.
			continue
		}
		value, err := ast.InterfaceToValue(input)
		if err != nil {
			return nil, err
		}
		out = append(out, evaluation{Entrypoint: question.entrypoint, Input: input, Answer: prepared.answer(question.entrypoint, value)})
	}
	return out, nil
}
