package main

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/util"
)

// formatted is every file in OPA's own layout, by path.
func formatted(req sources) (map[string]string, error) {
	out := make(map[string]string, len(req.Files))
	var failed ast.Errors
	for _, path := range util.KeysSorted(req.Files) {
		version := req.versionOf(path)
		options := format.Opts{RegoVersion: version, ParserOptions: &ast.ParserOptions{RegoVersion: version}}
		text, err := format.SourceWithOpts(path, []byte(req.Files[path]), options)
		if errs, ok := err.(ast.Errors); ok {
			failed = append(failed, errs...)
		} else if err != nil {
			return nil, err
		} else {
			out[path] = string(text)
		}
	}
	if len(failed) > 0 {
		return nil, failed
	}
	return out, nil
}
