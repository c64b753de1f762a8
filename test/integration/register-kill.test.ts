/** SIGKILL between the record and the registration, or between the registration and its end on record: nothing is registered twice, and the record says what is known. */
import { beforeAll, describe, inject, it } from "vitest";
import { AWS_ENV, type AwsCli, awsCli } from "../aws-cli.ts";
import { startGateway } from "../aws-gateway.ts";
import { unprivileged } from "../ecs-workload.ts";
import { eventually, freshStore, startGate } from "../gate-process.ts";

let aws: AwsCli;
beforeAll(() => {
	aws = awsCli(inject("awsCli"), inject("motoUrl"));
});

describe.concurrent.each([
	["before", 0, "failed", /nothing is registered later, ask again/],
	["after", 1, "done", /door-after:1, registered at .+, is what was asked for/],
] as const)("killed %s AWS did it", (when, revisions, state, outcome) => {
	it("the restarted gate registers nothing, and says what became of it", { timeout: 150_000 }, async ({ expect, onTestFinished }) => {
		const gateway = await startGateway(inject("motoUrl"));
		onTestFinished(() => gateway.close());
		// moto does not say when a revision was registered; ECS does.
		gateway.amend("DescribeTaskDefinition", ({ taskDefinition, ...rest }) => ({
			...rest,
			taskDefinition: { ...(taskDefinition as object), registeredAt: Date.now() / 1000 },
		}));
		const env = { ...AWS_ENV, AWS_ENDPOINT_URL: gateway.url, TASKGATE_STORE: await freshStore() };
		const family = `door-${when}`;

		const first = await startGate(env);
		const reached = gateway.hold("RegisterTaskDefinition", when);
		const asked = first.post("/v1/register", unprivileged(family)).catch(() => undefined);
		await reached;
		await first.kill();
		expect(await asked).toBeUndefined();
		gateway.release();

		const second = await startGate(env);
		try {
			expect((await second.decisions())[0]?.actions).toMatchObject([{ type: "RegisterTaskDefinition", state: "planned" }]);
			const action = await eventually(async () => {
				const found = (await second.decisions())[0]?.actions[0];
				return found?.state !== "planned" && found;
			}, 90_000);
			expect(action).toMatchObject({ state, outcome: expect.stringMatching(outcome) });
			expect(gateway.calls.get("RegisterTaskDefinition") ?? 0).toBe(revisions);
			const { taskDefinitionArns } = await aws<{ taskDefinitionArns: string[] }>("ecs", "list-task-definitions", "--family-prefix", family);
			expect(taskDefinitionArns).toHaveLength(revisions);

			// Who asks again with reuse gets what was made, if it was.
			const again = await second.post("/v1/register?reuse=true", unprivileged(family));
			expect(again.headers.get("x-taskgate-outcome")).toBe(when === "after" ? "reused" : "registered");
		} finally {
			await second.stop();
		}
	});
});
