// An OCI registry for tests: go-containerregistry's own (Apache-2.0), which keeps everything in memory and knows referrers.
module taskgate.dev/registry

go 1.26

require github.com/google/go-containerregistry v0.22.1
