package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// regoError is OPA's own error, flattened. Row and col count from 1; file is empty where OPA names none.
type regoError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	File    string `json:"file"`
	Row     int    `json:"row"`
	Col     int    `json:"col"`
}

func toErrors(err error) []regoError {
	var many ast.Errors
	var one *ast.Error
	var runtime *topdown.Error
	switch {
	case errors.As(err, &many):
		return fromOPA(many)
	case errors.As(err, &one):
		return fromOPA(ast.Errors{one})
	case errors.As(err, &runtime):
		return []regoError{located(runtime.Code, runtime.Message, runtime.Location)}
	default:
		return []regoError{{Code: "compiler_error", Message: err.Error()}}
	}
}

func fromOPA(errs ast.Errors) []regoError {
	out := make([]regoError, 0, len(errs))
	for _, e := range errs {
		message := explain(e.Message)
		if e.Details != nil {
			message = strings.Join(append([]string{message}, e.Details.Lines()...), "\n")
		}
		out = append(out, located(e.Code, message, e.Location))
	}
	slices.SortStableFunc(out, func(a, b regoError) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col))
	})
	return out
}

func located(code, message string, at *ast.Location) regoError {
	if at == nil {
		return regoError{Code: code, Message: message}
	}
	return regoError{Code: code, Message: message, File: at.File, Row: at.Row, Col: at.Col}
}

// explain tells a built-in that OPA has and the capabilities leave out from a name nobody has heard of.
func explain(message string) string {
	name, found := strings.CutPrefix(message, "undefined function ")
	if !found || ast.BuiltinMap[name] == nil {
		return message
	}
	return fmt.Sprintf("%s: it is one of OPA's built-in functions, but not among those in the capabilities: policies run as WASM without it, so write the rule in the others", message)
}
