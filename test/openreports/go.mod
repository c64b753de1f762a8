// The CustomResourceDefinitions of OpenReports (Apache-2.0), which a test holds reports against. Nothing is built from it.
module taskgate.dev/openreports

go 1.26

require github.com/openreports/reports-api v0.2.1
