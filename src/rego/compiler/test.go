package main

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
)

type testRequest struct {
	sources
	// A regular expression on data.package.rule; empty: all tests.
	Filter string `json:"filter"`
}

type testResult struct {
	Package string `json:"package"`
	Name    string `json:"name"`
	// pass, fail, skip or error.
	Outcome string      `json:"outcome"`
	Errors  []regoError `json:"errors,omitempty"`
	File    string      `json:"file"`
	Row     int         `json:"row"`
	Seconds float64     `json:"seconds"`
	// What print() wrote.
	Output string `json:"output,omitempty"`
}

// test runs every rule called test_* with OPA's own evaluator, sorted by file and row.
func test(req testRequest) ([]testResult, error) {
	caps, err := req.capabilities()
	if err != nil {
		return nil, err
	}
	modules, err := req.parse(caps, every)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	store := inmem.New()
	txn, err := store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		return nil, err
	}
	defer store.Abort(ctx, txn)
	results, err := tester.NewRunner().
		SetDefaultRegoVersion(req.version()).
		SetStore(store).
		SetModules(modules).
		SetParallel(1).
		SetTimeout(time.Minute).
		CapturePrintOutput(true).
		Filter(req.Filter).
		RunTests(ctx, txn)
	if err != nil {
		return nil, err
	}
	out := []testResult{}
	for result := range results {
		out = append(out, tested(result))
	}
	slices.SortFunc(out, func(a, b testResult) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}

func tested(result *tester.Result) testResult {
	out := testResult{
		Package: result.Package,
		Name:    result.Name,
		Outcome: "pass",
		File:    result.Location.File,
		Row:     result.Location.Row,
		Seconds: result.Duration.Seconds(),
		Output:  string(result.Output),
	}
	switch {
	case result.Error != nil:
		out.Outcome, out.Errors = "error", toErrors(result.Error)
	case result.Skip:
		out.Outcome = "skip"
	case result.Fail:
		out.Outcome = "fail"
	}
	return out
}
