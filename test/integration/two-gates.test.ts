/** Two gates over one account, with two minds: what ends it. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { callEvent } from "../cloudtrail.ts";
import { ARN, PLACE } from "./ecs-ground.ts";
import { gateInProcess } from "./gate-in-process.ts";
import { GATE, type ToldBack, toldBack } from "./told-back.ts";

let on: ToldBack;
beforeAll(async () => {
	on = await toldBack();
});
beforeEach(() => on.fresh());
afterAll(() => on.close());

test("two gates with two minds undo each other until their breakers open, and no longer", async () => {
	const other = gateInProcess((text) => text.includes("agent:1"), `arn:aws:iam::${PLACE.account}:role/other-gate`, {
		actionLimit: { count: 6, windowMs: 3_600_000 },
	});
	const one = gateInProcess((text) => text.includes("agent:2"), GATE, { actionLimit: { count: 6, windowMs: 3_600_000 } });
	const capacityProviderArns = [`${ARN}:capacity-provider/managed`];
	const definitions = ["agent:1", "agent:2"].map((image) => on.managed().define("fought-over", { name: "agent", image }));
	const daemonArn = on.managed().daemon("fought-over", { daemonTaskDefinitionArn: definitions[0], capacityProviderArns });
	const tell = async (daemonTaskDefinitionArn: unknown, roleArn: string, requestID?: string) => {
		const requestParameters = { daemonArn, daemonTaskDefinitionArn, capacityProviderArns };
		const eventTime = new Date().toISOString();
		const more = { region: PLACE.region, roleArn, eventTime, ...(requestID === undefined ? {} : { requestID }) };
		const event = callEvent({ eventName: "UpdateDaemon", requestParameters, responseElements: { daemonArn }, ...more });
		for (const gate of [one, other]) await gate.hear(event);
	};
	// Each has admitted one of the two before it heard of the other's.
	await one.hear(
		callEvent({
			eventName: "UpdateDaemon",
			requestParameters: { daemonArn, capacityProviderArns },
			responseElements: { daemonArn },
			region: PLACE.region,
		}),
	);
	on.managed().daemon("fought-over", { daemonTaskDefinitionArn: definitions[1] });
	await other.hear(
		callEvent({
			eventName: "UpdateDaemon",
			requestParameters: { daemonArn, capacityProviderArns },
			responseElements: { daemonArn },
			region: PLACE.region,
		}),
	);
	await tell(definitions[1], `arn:aws:iam::${PLACE.account}:role/ci`);

	for (let told = 0; told < 40; told++) {
		const last = on.stub.calls.filter(({ operation }) => operation === "UpdateDaemon")[told];
		if (last === undefined) break;
		await tell(last.body.daemonTaskDefinitionArn, `arn:aws:iam::${PLACE.account}:role/unknown-to-both`, last.requestId);
	}
	const fought = on.stub.count("UpdateDaemon");
	expect(fought).toBeGreaterThan(1);
	expect(fought).toBeLessThanOrEqual(12);
	expect([...one.alarms, ...other.alarms].join()).toMatch(/breaker opened/);
	await Promise.all([one.close(), other.close()]);
});
