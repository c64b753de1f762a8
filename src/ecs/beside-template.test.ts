import { describe, expect, test } from "vitest";
import { fakeEcs } from "../../test/fake-ecs-reader.ts";
import { ARN, unresolvedRequest } from "../../test/requests.ts";
import type { UnresolvedRequest } from "../admission/request.ts";
import { unknown } from "../admission/unknown.ts";
import { LookUpFailed } from "./ecs-reader.ts";
import { resolve } from "./resolve.ts";

const running = `${ARN}:task-definition/web:3`;
const known = {
	definitions: { [running]: { family: "web", containerDefinitions: [{ name: "running" }] } },
	service: { serviceName: "web", serviceArn: `${ARN}:service/default/web`, taskDefinition: running, launchType: "EC2" },
	cluster: { clusterName: "default" },
};

/** A question about a service of a template. */
async function resolved(over: Partial<UnresolvedRequest>, ecs = fakeEcs(known)) {
	const { duplicateKey: _, ...question } = unresolvedRequest({
		kind: "Service",
		operation: "UPDATE",
		references: {},
		declared: {},
		...over,
	});
	const { object, context, cluster } = await resolve(ecs, question, "uid-1");
	return { object, context, cluster, asked: ecs.asked };
}

const ref = unknown("Ref Something");

describe("a service of a template", () => {
	test("has the template's definition and cluster, and ECS is not asked for what is not there yet", async () => {
		const declared = { taskDefinition: { family: "new" }, cluster: { clusterName: "new" } };
		const { context, asked } = await resolved({ declared, object: { taskDefinition: ref, cluster: ref } });
		expect(context).toMatchObject(declared);
		expect(asked).toEqual([]);
	});

	test("whose definition is not known is not judged by the one that runs", async () => {
		const { context } = await resolved({
			object: { taskDefinition: ref, cluster: "default" },
			references: { service: "web", cluster: "default" },
		});
		expect(context.taskDefinition).toEqual(unknown("task definition: Ref Something"));
	});

	test("whose cluster is not known is not looked for in `default`", async () => {
		const { context, cluster, asked } = await resolved({ object: { taskDefinition: ref, cluster: ref }, references: { service: "web" } });
		expect(context.cluster).toEqual(unknown("cluster: Ref Something"));
		expect(context.service).toMatchObject({ $unknown: expect.any(String) });
		expect(cluster).toBeUndefined();
		expect(asked).toEqual([]);
	});

	test("keeps what it was declared with before where it says nothing else", async () => {
		const declared = { service: { serviceName: "web", enableExecuteCommand: true, desiredCount: 1 } };
		const { object, context } = await resolved({ declared, object: { taskDefinition: ref, cluster: ref, desiredCount: 2 } });
		expect(object).toMatchObject({ enableExecuteCommand: true, desiredCount: 2 });
		expect(context.service).toEqual(declared.service);
	});

	test("of which nobody knows what it was before is itself known all the same", async () => {
		const { object, context } = await resolved({
			declared: { service: ref },
			object: { taskDefinition: ref, cluster: ref, desiredCount: 2 },
		});
		expect(object).toEqual({ taskDefinition: ref, cluster: ref, desiredCount: 2 });
		expect(context.service).toEqual(ref);
	});
});

test("what nobody can read is not judged", async () => {
	const opaque = "the template cannot be read";
	await expect(resolved({ opaque })).rejects.toThrow(LookUpFailed);
	await expect(resolved({ opaque })).rejects.toMatchObject({ message: opaque, transient: false });
});
