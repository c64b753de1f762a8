package main

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// asked is an entrypoint that a test evaluated, and the input with which it did.
type asked struct {
	entrypoint string
	input      ast.Value
}

// recorder listens to tests: which entrypoint they asked with which input, and, where wanted, which lines they covered.
type recorder struct {
	// data.policies.workload.privileged.violation → policies/workload/privileged/violation.
	entrypoints map[string]string
	cover       *cover.Cover
	asked       []asked
	known       map[string]map[int][]ast.Value
}

func newRecorder(entrypoints map[string]string, coverage bool) *recorder {
	r := &recorder{entrypoints: entrypoints, known: map[string]map[int][]ast.Value{}}
	if coverage {
		r.cover = cover.New()
	}
	return r
}

func (*recorder) Enabled() bool { return true }

func (*recorder) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

func (r *recorder) TraceEvent(event topdown.Event) {
	if r.cover != nil {
		r.cover.TraceEvent(event)
	}
	// OPA looks up the rules of a document whenever one is asked for, also where then none of them applies.
	if event.Op != topdown.IndexOp || event.Ref == nil || event.Input() == nil {
		return
	}
	if entrypoint, ok := r.entrypoints[event.Ref.ConstantPrefix().String()]; ok {
		r.add(entrypoint, event.Input().Value)
	}
}

func (r *recorder) add(entrypoint string, input ast.Value) {
	if r.known[entrypoint] == nil {
		r.known[entrypoint] = map[int][]ast.Value{}
	}
	hash := input.Hash()
	for _, known := range r.known[entrypoint][hash] {
		if ast.Compare(known, input) == 0 {
			return
		}
	}
	r.known[entrypoint][hash] = append(r.known[entrypoint][hash], input)
	r.asked = append(r.asked, asked{entrypoint: entrypoint, input: input})
}

// entrypointsOf finds the rules annotated `entrypoint: true`.
func entrypointsOf(modules map[string]*ast.Module) map[string]string {
	found := map[string]string{}
	for _, module := range modules {
		for _, rule := range module.Rules {
			for _, annotations := range rule.Annotations {
				if annotations.Entrypoint {
					path := module.Package.Path.Extend(rule.Head.Ref().GroundPrefix())
					found[path.String()] = slashed(path)
				}
			}
		}
	}
	return found
}

// slashed turns data.a["b-c"] into a/b-c.
func slashed(path ast.Ref) string {
	names := make([]string, 0, len(path))
	for _, term := range path[1:] {
		names = append(names, strings.Trim(term.Value.String(), `"`))
	}
	return strings.Join(names, "/")
}

// failureOf is the expression at which a test stopped, and what its variables were.
func failureOf(result *tester.Result) *failedAt {
	for i := len(result.Trace) - 1; i >= 0; i-- {
		event := result.Trace[i]
		expr, ok := event.Node.(*ast.Expr)
		if event.Op != topdown.FailOp || !ok || event.Location == nil || event.QueryID == 0 {
			continue
		}
		if _, isEvery := expr.Terms.(*ast.Every); isEvery {
			continue
		}
		var text strings.Builder
		if err := topdown.PrettyEvent(&text, event, topdown.PrettyEventOpts{PrettyVars: true}); err != nil {
			return nil
		}
		return &failedAt{File: event.Location.File, Row: event.Location.Row, Text: text.String()}
	}
	return nil
}
