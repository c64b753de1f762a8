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
	"nirmata/validate-allowed-registries": { allowedRegistries: ["eu.foo.io"] },
};

/** Case, or check with all its cases → why we do not agree. */
export const DISAGREEMENTS: Readonly<Record<string, string>> = {};
