import { expect, test } from "vitest";
import { unresolvedRequest } from "../../test/requests.ts";
import { RecordedEcsReader } from "./recorded-ecs-reader.ts";

const place = { partition: "aws", account: "111122223333", region: "eu-central-1" };
const arn = (revision: number, account = place.account) => `arn:aws:ecs:eu-central-1:${account}:task-definition/web:${revision}`;

test("task definitions that were registered can be referred to: by ARN, by revision, and the newest by family", async () => {
	const reader = new RecordedEcsReader();
	for (const revision of [3, 4]) {
		reader.remember(unresolvedRequest({ object: { family: "web", cpu: `${revision}` }, references: { taskDefinition: arn(revision) } }));
	}
	expect((await reader.taskDefinition(place, arn(3)))?.body.cpu).toBe("3");
	expect((await reader.taskDefinition(place, "web:4"))?.body.cpu).toBe("4");
	expect((await reader.taskDefinition(place, "web"))?.arn).toBe(arn(4));
	expect(await reader.taskDefinition(place, "web:5")).toBeUndefined();
	expect(await reader.taskDefinition({ ...place, region: "us-east-1" }, "web:4")).toBeUndefined();
	expect(await reader.taskDefinition(place, arn(4, "999988887777"))).toBeUndefined();
});

test("without an ARN only the bare family means it, and other kinds register nothing", async () => {
	const reader = new RecordedEcsReader();
	reader.remember(unresolvedRequest({ references: {} }));
	reader.remember(unresolvedRequest({ kind: "Task", name: "other", references: { taskDefinition: "other:1" } }));
	expect((await reader.taskDefinition(place, "web"))?.body.family).toBe("web");
	expect(await reader.taskDefinition(place, "web:3")).toBeUndefined();
	expect(await reader.taskDefinition(place, "other:1")).toBeUndefined();
	expect([await reader.tasks(), await reader.service(), await reader.cluster()]).toEqual([[], undefined, undefined]);
});
