/** What a policy is, what it is asked, and what it answers. */
import type { Json, JsonObject, Kind } from "./request.ts";

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What can be known of an image besides its name. */
export const EVIDENCE = ["config", "vulnerabilities", "signatures"] as const;
export type EvidencePart = (typeof EVIDENCE)[number];

/** Rendered from the METADATA of the entrypoint rule; there is no second catalogue. */
export interface Policy {
	/** Path = package, such as `workload/privileged`. */
	readonly id: string;
	readonly title: string;
	readonly description: string;
	readonly severity: Severity;
	readonly kinds: readonly Kind[];
	readonly remediation: string;
	/** Complete ids of other tools' checks, such as `securityhub/ECS.4`. */
	readonly references: readonly string[];
	/** Ids this policy had before. */
	readonly aliases: readonly string[];
	readonly deprecated: boolean;
	/** Parameter name → what it means and its default. */
	readonly parameters: Readonly<Record<string, PolicyParameter>>;
	/** It may take parameters beside these: a Gatekeeper policy that reads them all. */
	readonly openParameters?: boolean;
	/** It warns at most, whatever a constraint asks: a `warn` rule of conftest's. */
	readonly advisory?: boolean;
	/** What it needs to know of every image; it finds that in `input.request.context.images`. */
	readonly evidence?: readonly EvidencePart[];
}

export interface PolicyParameter {
	readonly description: string;
	readonly default?: Json;
	/** JSON Schema of the value, where the default does not tell. */
	readonly schema?: JsonObject;
}

export interface Violation {
	readonly msg: string;
	/** JSON pointer into the object, or `/context/taskDefinition/…` for what the request refers to. */
	readonly field?: string;
	readonly details?: JsonObject;
	/** What the policy's own author excused it by: conftest's `exception`. */
	readonly exemption?: string;
}

/** One policy asked on behalf of one constraint. */
export interface Question {
	readonly constraint: string;
	readonly policy: string;
	readonly parameters: JsonObject;
}

export type Evaluation =
	| {
			readonly outcome: "evaluated";
			readonly constraint: string;
			readonly policy: string;
			readonly violations: readonly Violation[];
			/** Why the policy has nothing to say about this object (a Windows task, for instance): not a pass. */
			readonly notApplicable: readonly string[];
	  }
	| { readonly outcome: "failed"; readonly constraint: string; readonly policy: string; readonly reason: string };

/** The verdict on the object's shape, the only one that does not come from Rego. */
export const SCHEMA_POLICY: Policy = {
	id: "manifest/schema",
	title: "The object has the shape of the ECS API",
	description:
		"Every field that AWS's API model knows has the type the model gives it. An object that cannot be read cannot be judged, so it is never allowed.",
	severity: "critical",
	kinds: [
		"TaskDefinition",
		"Task",
		"TaskSet",
		"Service",
		"Cluster",
		"CapacityProvider",
		"DaemonTaskDefinition",
		"Daemon",
		"ExpressGatewayService",
	],
	remediation: "Give the named field the type that the ECS API reference states.",
	references: [],
	aliases: [],
	deprecated: false,
	parameters: {},
};
