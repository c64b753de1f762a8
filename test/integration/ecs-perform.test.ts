/** Actions on tasks and task definitions, and notifying, over real HTTP against moto. */
import { DescribeTaskDefinitionCommand, DescribeTasksCommand } from "@aws-sdk/client-ecs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Acting, acting, REASON } from "./ecs-acting.ts";
import { ARN, PLACE } from "./ecs-ground.ts";

let on: Acting;
beforeAll(async () => {
	on = await acting("acting");
});
afterEach(() => on.stub.reset());
afterAll(() => on.close());

describe("StopTask", () => {
	test("stops the task, says why, and does it once", async () => {
		const definition = await on.ecs.register("stopped");
		const task = await on.ecs.run(definition);
		expect(await on.act("StopTask", task, definition)).toEqual({
			state: "done",
			outcome: "the task was stopped",
			awsRequestId: expect.any(String),
		});
		const { tasks } = await on.ecs.client.send(new DescribeTasksCommand({ cluster: on.ecs.cluster, tasks: [task] }));
		expect(tasks).toMatchObject([{ desiredStatus: "STOPPED", stoppedReason: REASON }]);
		expect(await on.act("StopTask", task, definition)).toEqual({ state: "done", outcome: "the task was stopped before" });
		expect(on.stub.count("StopTask")).toBe(1);
	});

	test("leaves alone what runs another definition, and what is gone", async () => {
		const task = await on.ecs.run(await on.ecs.register("other"));
		expect((await on.act("StopTask", task, `${ARN}:task-definition/denied:1`)).state).toBe("superseded");
		expect((await on.act("StopTask", `${ARN}:task/acting/none`, `${ARN}:task-definition/denied:1`)).state).toBe("superseded");
		expect(on.stub.count("StopTask")).toBe(0);
	});
});

test("DeregisterTaskDefinition makes the revision inactive, once, and no other", async () => {
	const definition = await on.ecs.register("deregistered");
	expect((await on.act("DeregisterTaskDefinition", definition, definition)).state).toBe("done");
	const { taskDefinition } = await on.ecs.client.send(new DescribeTaskDefinitionCommand({ taskDefinition: definition }));
	expect(taskDefinition?.status).toBe("INACTIVE");
	expect((await on.act("DeregisterTaskDefinition", definition, definition)).state).toBe("superseded");
	expect((await on.act("DeregisterTaskDefinition", definition, `${definition}0`)).state).toBe("superseded");
	expect(on.stub.count("DeregisterTaskDefinition")).toBe(1);
});

describe("Notify", () => {
	test("puts the decision on the bus", async () => {
		const target = `${ARN}:task-definition/told:1`;
		expect(await on.act("Notify", target, undefined, { eventBus: "default" })).toEqual({
			state: "done",
			outcome: expect.stringMatching(/^told default, event \S+/),
		});
		const [entry] = on.stub.calls.at(-1)!.body.Entries as [Record<string, string>];
		expect(entry).toMatchObject({
			Source: "taskgate",
			DetailType: "Taskgate Admission Decision",
			Resources: [target],
			EventBusName: "default",
		});
		expect(JSON.parse(entry.Detail!)).toMatchObject({ uid: "uid-1", verdict: "denied" });
	});

	test("an entry that the bus refuses is tried again, or has failed", async () => {
		const bus = `arn:aws:events:${PLACE.region}:${PLACE.account}:event-bus/audit`;
		const refusing = (ErrorCode: string) =>
			on.stub.answer("PutEvents", () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode, ErrorMessage: "no" }] }));
		refusing("ThrottlingException");
		expect((await on.act("Notify", "uid-1", undefined, { eventBus: bus })).state).toBe("retry");
		refusing("MalformedDetail");
		expect(await on.act("Notify", "uid-1", undefined, { eventBus: bus })).toEqual({
			state: "failed",
			outcome: expect.stringContaining("MalformedDetail"),
		});
	});

	test("without a bus the record is all there is", async () => {
		expect(await on.act("Notify", "uid-1")).toEqual({ state: "done", outcome: expect.stringContaining("TASKGATE_EVENT_BUS") });
		expect(on.stub.calls).toEqual([]);
	});
});

test.each([
	["ThrottlingException", "retry"],
	["ServerException", "retry"],
	["AccessDeniedException", "failed"],
	["InvalidParameterException", "failed"],
])("%s: %s", async (__type, state) => {
	on.stub.answer("DescribeTasks", () => ({ __type, message: "why" }));
	expect(await on.act("StopTask", `${ARN}:task/acting/1`, "t")).toEqual({ state, outcome: expect.stringContaining(`${__type}: why`) });
});
