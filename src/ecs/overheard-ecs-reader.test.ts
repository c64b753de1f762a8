import { expect, test } from "vitest";
import { OverheardEcsReader } from "./overheard-ecs-reader.ts";

const place = { partition: "aws", account: "111122223333", region: "eu-central-1" };
const arn = "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:3";
const answer = {
	taskDefinition: { taskDefinitionArn: arn, family: "web", revision: 3, status: "ACTIVE", cpu: "256" },
	tags: [{ key: "a", value: "b" }],
};

test("what was registered is known by ARN, and by its number in its own account; the newest of a family is anybody's guess", async () => {
	const reader = new OverheardEcsReader();
	reader.registered("KEY", answer);
	const body = { family: "web", cpu: "256", tags: [{ key: "a", value: "b" }] };
	expect(await reader.taskDefinition({ ...place, account: "" }, arn)).toEqual({ arn, body, status: "ACTIVE" });
	expect((await reader.taskDefinition(place, "web:3"))?.body).toEqual(body);
	expect(await reader.taskDefinition(place, "web")).toBeUndefined();
	expect(await reader.taskDefinition({ ...place, account: "999988887777" }, "web:3")).toBeUndefined();
	expect(reader.accountOfKey("KEY")).toBe("111122223333");
	expect(reader.accountOfKey("OTHER")).toBeUndefined();
});

test.each([
	{},
	{ taskDefinition: "web:3" },
	{ taskDefinition: { taskDefinitionArn: 1 } },
	{ taskDefinition: { taskDefinitionArn: "arn:aws:ecs:eu-central-1:111122223333:cluster/x" } },
])("%j teaches nothing", (other) => {
	const reader = new OverheardEcsReader();
	reader.registered("KEY", other);
	expect(reader.accountOfKey("KEY")).toBeUndefined();
});

test("the oldest is forgotten first", async () => {
	const reader = new OverheardEcsReader();
	for (let i = 1; i <= 10_001; i++)
		reader.registered(undefined, { taskDefinition: { taskDefinitionArn: arn.replace(":3", `:${i}`), family: "web" } });
	expect(await reader.taskDefinition(place, "web:1")).toBeUndefined();
	expect(await reader.taskDefinition(place, "web:2")).toBeDefined();
});
