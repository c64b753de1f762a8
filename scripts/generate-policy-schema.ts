/**
 * Writes policies/schemas/input.json: `input` as a policy sees it, as JSON Schema, for OPA's type checker. What `object` is
 * per kind stands in `$defs`, as `TaskDefinitionObject`; the whole document takes any of them. From AWS's own model, as
 * generate-ecs-schema.ts. Run: npm run generate:schema
 */
import { writeFileSync } from "node:fs";
import { KINDS, type Kind } from "../src/admission/request.ts";
import { type Defs, origin, type Schema, structure } from "./smithy-schema.ts";

/** Kind → the requests that its `object` may be the body of. */
const REQUESTS: Readonly<Record<Kind, readonly string[]>> = {
	TaskDefinition: ["RegisterTaskDefinition"],
	Task: ["RunTask", "StartTask"],
	TaskSet: ["CreateTaskSet", "UpdateTaskSet"],
	Service: ["CreateService", "UpdateService"],
	DaemonTaskDefinition: ["RegisterDaemonTaskDefinition"],
	Daemon: ["CreateDaemon", "UpdateDaemon"],
	ExpressGatewayService: ["CreateExpressGatewayService", "UpdateExpressGatewayService"],
	Cluster: ["CreateCluster", "UpdateCluster", "UpdateClusterSettings", "PutClusterCapacityProviders"],
	CapacityProvider: ["CreateCapacityProvider", "UpdateCapacityProvider"],
	TaskExec: ["ExecuteCommand"],
	Tags: ["TagResource", "UntagResource"],
	AccountSetting: ["PutAccountSetting", "PutAccountSettingDefault", "DeleteAccountSetting"],
	RuntimeAlert: [],
};

const text: Schema = { type: "string" };
const texts: Schema = { type: "array", items: text };
const anything: Schema = { type: "object" };

function objectOf(properties: Record<string, Schema>): Schema {
	return { type: "object", properties };
}

/**
 * Documented and newer than the SDK's model: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TrustedExecutionConfiguration.html.
 * One that the model has by now is refused, to be taken out here.
 */
const ANNOUNCED: Readonly<Partial<Record<Kind, Record<string, Schema>>>> = {
	TaskDefinition: { trustedExecutionConfiguration: objectOf({ isolationMode: text, attestationPolicy: text }) },
};

/** Of a described task that is to be judged, and of a service's revision, a little is kept: see src/ecs/resolve-task.ts and resolve-revision.ts. */
const TASK_CONTAINER = objectOf({ name: text, lastStatus: text, healthStatus: text });

/** Ours, and no body of AWS's: src/enforcement-points/wire/alert.ts. */
const runtimeAlert: Schema = objectOf({
	...{ source: text, type: text, id: text, tags: texts, time: text, count: { type: "number" } },
	severity: objectOf({ label: text, rank: {}, score: {} }),
	task: objectOf({ arn: text, cluster: text, clusterArn: text, definitionArn: text, launchType: text, group: text, startedBy: text }),
	container: objectOf({ name: text, id: text, image: text, imageDigest: text }),
	process: objectOf({ name: text, cmdline: text, executable: text, user: text, parent: text, ancestors: texts }),
});

/** The schema's file, complete. */
export function policySchema(): string {
	const defs: Defs = {};
	for (const kind of KINDS) {
		const members: Record<string, Schema> = {};
		for (const request of REQUESTS[kind]) {
			for (const [name, schema] of Object.entries(structure(`${request}Request`, defs))) {
				// Two requests that spell one member with two types: then it may be anything.
				members[name] = members[name] && JSON.stringify(members[name]) !== JSON.stringify(schema) ? {} : schema;
			}
		}
		for (const [name, schema] of Object.entries(ANNOUNCED[kind] ?? {})) {
			if (Object.hasOwn(members, name)) throw new Error(`AWS's model has ${kind}.${name} by now: take it out of ANNOUNCED`);
			members[name] = schema;
		}
		defs[`${kind}Object`] = Object.keys(members).length === 0 ? anything : objectOf(members);
	}
	defs.DescribedService = objectOf(structure("Service", defs));
	defs.RuntimeAlertObject = runtimeAlert;
	defs.DescribedTask = objectOf(structure("Task", defs));
	defs.DescribedCluster = objectOf(structure("Cluster", defs));
	const request = objectOf({
		...{ uid: text, enforcementPoint: text, kind: text, operation: text, action: text, partition: text, account: text, region: text },
		...{ cluster: text, name: text, launchTypes: texts, tags: anything, dryRun: { type: "boolean" }, time: text },
		userInfo: objectOf({ arn: text, issuerArn: text, invokedBy: text }),
		object: {},
		oldObject: {},
		context: objectOf({
			taskDefinition: { $ref: "#/$defs/TaskDefinitionObject" },
			service: { $ref: "#/$defs/DescribedService" },
			cluster: { $ref: "#/$defs/DescribedCluster" },
			images: anything,
			serviceRevision: objectOf({ serviceRevisionArn: text, guardDutyEnabled: { type: "boolean" } }),
			task: {
				anyOf: [
					{ $ref: "#/$defs/DescribedTask" },
					objectOf({ lastStatus: text, healthStatus: text, containers: { type: "array", items: TASK_CONTAINER } }),
				],
			},
			containerImages: { type: "array", items: objectOf({ containerName: text, image: text, imageDigest: text }) },
			admittedBy: objectOf({ uid: text, time: text, enforcementPoint: text, verdict: text, exemptions: texts }),
			priorStops: { type: "number" },
			stopsUnderWay: { type: "number" },
			quarantine: { type: "array", items: objectOf({ of: text, is: text, field: text, reason: text, by: text, until: text }) },
			source: text,
		}),
		targets: objectOf({ taskDefinition: text, tasks: texts, service: text, cluster: text }),
	});
	const document = { ...objectOf({ request, parameters: anything, now: text }), $defs: defs };
	return `${JSON.stringify({ $comment: origin("generate-policy-schema.ts"), ...document }, null, "\t")}\n`;
}

if (import.meta.main) writeFileSync(new URL("../policies/schemas/input.json", import.meta.url), policySchema());
