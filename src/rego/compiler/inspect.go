package main

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/util"
)

type annotated struct {
	// Slash-separated path of the package or rule that the METADATA describes.
	Path        string           `json:"path"`
	File        string           `json:"file"`
	Row         int              `json:"row"`
	Annotations *ast.Annotations `json:"annotations"`
}

// inspect lists every METADATA block, tests excepted.
func inspect(req sources) ([]annotated, error) {
	caps, err := req.capabilities()
	if err != nil {
		return nil, err
	}
	modules, err := req.parse(caps, isPolicy)
	if err != nil {
		return nil, err
	}
	sorted := make([]*ast.Module, 0, len(modules))
	for _, path := range util.KeysSorted(modules) {
		sorted = append(sorted, modules[path])
	}
	set, errs := ast.BuildAnnotationSet(sorted)
	if len(errs) > 0 {
		return nil, errs
	}
	out := []annotated{}
	for _, ref := range set.Flatten() {
		path, err := storage.NewPathForRef(ref.Path)
		if err != nil {
			return nil, err
		}
		out = append(out, annotated{
			Path:        strings.TrimPrefix(path.String(), "/"),
			File:        ref.Location.File,
			Row:         ref.Location.Row,
			Annotations: ref.Annotations,
		})
	}
	return out, nil
}
