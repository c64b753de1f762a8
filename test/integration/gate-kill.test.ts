/** SIGKILL between the 202 and the deed: after a restart the action has taken effect, once. */
import { beforeAll, describe, inject, it } from "vitest";
import { AWS_ENV, type AwsCli, awsCli } from "../aws-cli.ts";
import { startGateway } from "../aws-gateway.ts";
import { callEvent } from "../cloudtrail.ts";
import { type EcsWorkload, privileged, registered, started } from "../ecs-workload.ts";
import { eventually, freshStore, startGate } from "../gate-process.ts";

let aws: AwsCli;
let ecs: EcsWorkload;

beforeAll(async () => {
	aws = awsCli(inject("awsCli"), inject("motoUrl"));
	ecs = await started(aws, "kill-test");
});

describe.concurrent.each([
	["before the event was judged", "DescribeTaskDefinition", "before"],
	["before the action reached AWS", "DeregisterTaskDefinition", "before"],
	["after AWS did it and before it was known", "DeregisterTaskDefinition", "after"],
] as const)("killed %s", (_, operation, when) => {
	it("the restarted gate finishes, and the action took effect once", { timeout: 90_000 }, async ({ expect, onTestFinished }) => {
		const gateway = await startGateway(inject("motoUrl"));
		onTestFinished(() => gateway.close());
		const env = { ...AWS_ENV, AWS_ENDPOINT_URL: gateway.url, TASKGATE_ENFORCE: "on", TASKGATE_STORE: await freshStore() };
		const family = `killed-${operation}-${when}`;
		const definition = await registered(aws, privileged(family));

		const first = await startGate(env);
		const reached = gateway.hold(operation, when);
		const accepted = await first.post("/v1/events", callEvent({ eventName: "RegisterTaskDefinition", ...definition.call }));
		expect(accepted.status).toBe(202);
		await reached;
		await first.kill();
		gateway.release();

		const second = await startGate(env);
		try {
			const decision = await eventually(async () => {
				const found = (await second.decisions()).find(({ name }) => name === family);
				return found?.actions.every(({ state }) => state !== "planned") && found;
			}, 60_000);
			expect((await ecs.definition(definition.arn)).status).toBe("INACTIVE");
			expect(gateway.calls.get("DeregisterTaskDefinition")).toBe(1);
			const deregistration = decision.actions.find(({ type }) => type === "DeregisterTaskDefinition");
			expect(deregistration?.state).toBe(when === "after" ? "superseded" : "done");
		} finally {
			await second.stop();
		}
	});
});
