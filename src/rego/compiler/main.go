// Command rego-compiler is OPA as a library inside a WASI reactor: no files, no network, no arguments.
// The host writes one JSON request, calls, and reads one JSON response; see ../compiler.ts.
package main

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"unsafe"
)

// The buffers of the call in progress, held here so that the garbage collector leaves them where the host expects them.
var request, response []byte

// alloc makes room for a request of size bytes and returns its address.
//
//go:wasmexport taskgate_alloc
func alloc(size uint32) uint32 {
	request = make([]byte, max(size, 1))
	response = nil
	return uint32(uintptr(unsafe.Pointer(&request[0])))
}

// call answers the request in the buffer: address of the response in the upper 32 bits, its length in the lower.
//
//go:wasmexport taskgate_call
func call() uint64 {
	response = answer(request)
	request = nil
	return uint64(uintptr(unsafe.Pointer(&response[0])))<<32 | uint64(len(response))
}

type envelope struct {
	Do string `json:"do"`
}

type reply struct {
	Result any         `json:"result,omitempty"`
	Errors []regoError `json:"errors,omitempty"`
}

// Every verb of protocol version 1; a changed meaning gets a new name.
var verbs = map[string]func(json.RawMessage) (any, error){
	"v1/build":        verb(build),
	"v1/test":         verb(test),
	"v1/prepare":      verb(prepare),
	"v1/evaluate":     verb(evaluate),
	"v1/release":      verb(release),
	"v1/inspect":      verb(inspect),
	"v1/capabilities": verb(capabilities),
	"v1/try":          verb(try),
	"v1/format":       verb(formatted),
	"v1/lint":         verb(lint),
	"v1/sign":         verb(sign),
	"v1/verify":       verb(verify),
}

func verb[Request, Result any](do func(Request) (Result, error)) func(json.RawMessage) (any, error) {
	return func(body json.RawMessage) (any, error) {
		var req Request
		if err := json.Unmarshal(body, &req); err != nil {
			return nil, fmt.Errorf("the request cannot be read: %w", err)
		}
		return do(req)
	}
}

func answer(body []byte) []byte {
	result, err := dispatch(body)
	out := reply{Result: result}
	if err != nil {
		out = reply{Errors: toErrors(err)}
	}
	encoded, err := json.Marshal(out)
	if err != nil {
		encoded, _ = json.Marshal(reply{Errors: toErrors(fmt.Errorf("the result cannot be written as JSON: %w", err))})
	}
	return encoded
}

func dispatch(body []byte) (result any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			result, err = nil, fmt.Errorf("panic in the Rego compiler: %v\n%.4000s", cause, debug.Stack())
		}
	}()
	var head envelope
	if err := json.Unmarshal(body, &head); err != nil {
		return nil, fmt.Errorf("the request is not JSON: %w", err)
	}
	do, known := verbs[head.Do]
	if !known {
		return nil, fmt.Errorf("this compiler does not know %q", head.Do)
	}
	return do(body)
}

// A reactor never runs main; Go wants one.
func main() {}
