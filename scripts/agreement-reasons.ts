/** Where suites of labelled cases contradict each other or ours, and why. */
import type { JsonObject } from "../src/admission/request.ts";

/** Folder of the corpus → prefix in references. */
export const PREFIXES: Readonly<Record<string, string>> = {
	"aws-guard-rules": "guard",
	"kyverno-json": "kyverno",
	"nirmata-kyverno": "nirmata",
	"nirmata-kyverno-tf": "nirmata",
	"trivy-checks": "trivy",
};

/** Check → the parameters with which our policy asks what that suite asks. */
export const PARAMETERS: Readonly<Record<string, JsonObject>> = {
	// Checkov passes LATEST alone; 1.4.0, Linux's newest, is as good by our default.
	"checkov/CKV_AWS_332": { linuxVersions: ["LATEST"], windowsVersions: ["LATEST"] },
	"nirmata/validate-allowed-registries": { allowedRegistries: ["eu.foo.io"] },
};

/** Case, or check with all its cases → why we do not agree. */
export const DISAGREEMENTS: Readonly<Record<string, string>> = {
	"bugcrowd-validator/schema-valid/fail/missing-fields-task-definition.json":
		"No policy claims that tool's own schema. Of an empty object nobody can tell that it was to be a task definition: ours finds nothing to judge.",
	"bugcrowd-validator/schema-valid/fail/missing-port-mapping.json":
		"No policy claims that tool's own schema, which asks for port mappings; ECS does not.",
	"bugcrowd-validator/schema-valid/pass/valid-task-definition.json":
		"No policy claims that tool's own schema, which takes a text for driverOpts and labels of a volume; manifest/schema, ECS and we want objects.",
	"joozero-validator/schema-valid":
		"No policy claims that tool's own schema. It asks whether a definition could run on Fargate; here the policies of the pack fargate say so, each of its own member.",
};
