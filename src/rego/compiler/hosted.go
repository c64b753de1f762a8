package main

import _ "unsafe" // for go:linkname

// OPA's table of what is native to its WASM runtime, which it does not export; a build fails if it ever goes by another name.
//
//go:linkname native github.com/open-policy-agent/opa/internal/compiler/wasm.builtinsFunctions
var native map[string]string

// Modules leave these to the host, under OPA's names: a request could choose arguments for which the runtime's own
// never ends (`replace` with an empty `old`) or takes minutes (`sort`, quadratic).
func init() {
	delete(native, "replace")
	delete(native, "sort")
}
