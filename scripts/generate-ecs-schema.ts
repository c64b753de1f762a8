/**
 * Writes src/ecs/schema/generated/ecs-requests.json: the types of ECS request bodies as JSON Schema, one `$defs` entry per kind;
 * and src/rego/bodies.json: their members alone, for the compiler to tell which kinds a rule is about.
 * The source is AWS's own model, as the installed @aws-sdk/client-ecs carries it (Smithy schemas). Types only: no required
 * members, enums or lengths, and unknown members pass, so that a newer ECS field is never refused. Run: npm run generate:schema
 */
import { writeFileSync } from "node:fs";
import { type Defs, origin, type Schema, structure } from "./smithy-schema.ts";

/** Kind → the requests whose members it may have. */
const KINDS = {
	TaskDefinition: ["RegisterTaskDefinition"],
	Task: ["RunTask", "StartTask"],
	TaskSet: ["CreateTaskSet"],
	Service: ["CreateService", "UpdateService"],
	DaemonTaskDefinition: ["RegisterDaemonTaskDefinition"],
	Daemon: ["CreateDaemon"],
	ExpressGatewayService: ["CreateExpressGatewayService"],
	Cluster: ["CreateCluster"],
	CapacityProvider: ["CreateCapacityProvider"],
};

const defs: Defs = {};

for (const [kind, requests] of Object.entries(KINDS)) {
	const properties: Record<string, Schema> = {};
	for (const request of requests) {
		for (const [name, schema] of Object.entries(structure(`${request}Request`, defs))) {
			if (properties[name] && JSON.stringify(properties[name]) !== JSON.stringify(schema)) throw new Error(`${kind}.${name} has two types`);
			properties[name] = schema;
		}
	}
	if (Object.hasOwn(defs, kind)) throw new Error(`${kind} is both a kind and a shape that a request uses`);
	defs[kind] = { type: "object", properties };
}

const target = new URL("../src/ecs/schema/generated/ecs-requests.json", import.meta.url);
writeFileSync(target, `${JSON.stringify({ $comment: origin("generate-ecs-schema.ts"), $defs: defs }, null, "\t")}\n`);

const bodies = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, Object.keys(defs[kind]?.properties ?? {}).sort()]));
writeFileSync(new URL("../src/rego/bodies.json", import.meta.url), `${JSON.stringify(bodies, null, "\t")}\n`);
