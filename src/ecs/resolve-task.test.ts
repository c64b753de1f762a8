import { describe, expect, test } from "vitest";
import { fakeEcs, type KnownToEcs } from "../../test/fake-ecs-reader.ts";
import { ARN, unresolvedRequest } from "../../test/requests.ts";
import { resolve } from "./resolve.ts";

const arn = `${ARN}:task-definition/web:3`;
const definition = { family: "web", containerDefinitions: [{ name: "app", environment: [{ name: "A", value: "1" }] }] };
const overrides = { containerOverrides: [{ name: "app", command: ["sh"], environment: [{ name: "A", value: "2" }] }] };
const task = {
	...{
		taskArn: `${ARN}:task/prod/1`,
		taskDefinitionArn: arn,
		clusterArn: `${ARN}:cluster/prod`,
		desiredStatus: "RUNNING",
		lastStatus: "PENDING",
	},
	...{
		launchType: "EC2",
		overrides: { containerOverrides: [...overrides.containerOverrides, { name: "aws-guardduty-agent-1" }] },
		tags: [{ key: "a", value: "b" }],
	},
};
const redacted = { containerOverrides: [{ name: "app", command: ["sh"], environment: { $unknown: "redacted by CloudTrail" } }] };
const run = (more: object = {}) =>
	unresolvedRequest({
		...{ kind: "Task", action: "RunTask", launchTypes: [], object: { taskDefinition: "web", cluster: "prod", overrides: redacted } },
		...{ references: { taskDefinition: "web", cluster: "prod", tasks: [task.taskArn] }, ...more },
	});
const ecs = (known: KnownToEcs = { tasks: [task] }) =>
	fakeEcs({ definitions: { [arn]: definition }, cluster: { clusterName: "prod" }, ...known });

test("overrides come from the task itself, without those of containers that AWS adds, and are merged in", async () => {
	expect(await resolve(ecs(), run(), "u")).toMatchObject({
		object: { taskDefinition: arn, overrides, launchType: "EC2" },
		context: {
			taskDefinition: { containerDefinitions: [{ command: ["sh"], environment: [{ name: "A", value: "2" }] }] },
			cluster: { clusterName: "prod" },
			source: "ecs",
		},
		targets: { tasks: [task.taskArn], taskDefinition: arn, cluster: `${ARN}:cluster/prod` },
		...{ tags: { a: "b" }, launchTypes: ["EC2"], cluster: "prod" },
	});
});

test("a container override is judged although its name looks like one of AWS's, if the definition has it", async () => {
	const posed = { family: "web", containerDefinitions: [{ name: "aws-guardduty-agent-1" }] };
	const posing = { ...task, overrides: { containerOverrides: [{ name: "aws-guardduty-agent-1", command: ["evil"] }] } };
	const request = await resolve(ecs({ definitions: { [arn]: posed }, tasks: [posing] }), run(), "u");
	expect(request.context.taskDefinition).toMatchObject({ containerDefinitions: [{ command: ["evil"] }] });
});

test("stopped tasks are judged, but are no targets", async () => {
	const stopped = { ...task, taskArn: `${ARN}:task/prod/2`, desiredStatus: "STOPPED" };
	expect((await resolve(ecs({ tasks: [stopped, task] }), run(), "u")).targets.tasks).toEqual([task.taskArn]);
	expect(await resolve(ecs({ tasks: [stopped] }), run(), "u")).toMatchObject({ context: { source: "ecs" }, targets: { tasks: [] } });
});

describe("tasks that are gone", () => {
	test("are judged by the event's words, with nothing to act on", async () => {
		const request = run({ references: { taskDefinition: arn, cluster: "prod", tasks: [task.taskArn] } });
		const resolved = await resolve(ecs({}), request, "u");
		expect(resolved).toMatchObject({ targets: {}, object: { overrides: redacted }, context: { source: "copy" } });
		expect(resolved.context.taskDefinition).toMatchObject({
			containerDefinitions: [{ environment: { $unknown: "redacted by CloudTrail" } }],
		});
	});
	test("cannot be judged when the event does not name the revision", async () => {
		await expect(resolve(ecs({}), run(), "u")).rejects.toThrow(/does not name the revision/);
	});
});

test("of the task itself its status is kept, and that of each container, AWS's own included; no override is", async () => {
	const containers = [
		{ name: "app", lastStatus: "RUNNING", healthStatus: "HEALTHY", networkBindings: [] },
		{ name: "aws-gd-agent", lastStatus: "STOPPED" },
	];
	const reader = ecs({ tasks: [{ ...task, lastStatus: "RUNNING", containers }] });
	const { context } = await resolve(reader, run({ references: { taskDefinition: arn, cluster: "prod", tasks: [task.taskArn] } }), "u");
	expect(context.task).toEqual({
		lastStatus: "RUNNING",
		containers: [
			{ name: "app", lastStatus: "RUNNING", healthStatus: "HEALTHY" },
			{ name: "aws-gd-agent", lastStatus: "STOPPED" },
		],
	});
});

test("a question takes the newest revision, merges its own overrides, and has no targets", async () => {
	const { duplicateKey: _, ...question } = run({ object: { taskDefinition: "web:3", overrides }, references: { taskDefinition: "web:3" } });
	expect(await resolve(ecs(), question, "u")).toMatchObject({
		context: { source: "ecs", taskDefinition: { containerDefinitions: [{ command: ["sh"] }] } },
		targets: {},
		cluster: "default",
	});
});

describe("a task of a service", () => {
	const networkConfiguration = { awsvpcConfiguration: { assignPublicIp: "DISABLED" } };
	const service = {
		serviceArn: `${ARN}:service/prod/web`,
		taskDefinition: arn,
		deployments: [{ id: "ecs-svc/1", taskDefinition: arn }],
		networkConfiguration,
	};
	const references = { taskDefinition: arn, cluster: "prod", tasks: [task.taskArn], service: "web" };
	const request = run({ references, object: { networkConfiguration: { $unknown: "a task event does not carry it" } } });

	test("has the service as its target and its network", async () => {
		expect(await resolve(ecs({ tasks: [{ ...task, startedBy: "ecs-svc/1" }], service }), request, "u")).toMatchObject({
			targets: { service: service.serviceArn, tasks: [task.taskArn] },
			context: { service },
			object: { networkConfiguration },
		});
	});

	test("that only says so is a task like any other", async () => {
		const foreign = { ...service, taskDefinition: `${arn}0`, deployments: [{ id: "ecs-svc/1", taskDefinition: `${arn}0` }] };
		for (const startedBy of ["ecs-svc/9", "ecs-svc/1"]) {
			const resolved = await resolve(ecs({ tasks: [{ ...task, startedBy }], service: foreign }), request, "u");
			expect(resolved.targets).not.toHaveProperty("service");
			expect(resolved.context).not.toHaveProperty("service");
			expect(resolved.targets.tasks).toEqual([task.taskArn]);
		}
	});
});
