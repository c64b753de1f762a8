import { describe, expect, it } from "vitest";
import { fixture } from "../../test/fixtures.ts";
import { decision } from "../../test/requests.ts";
import { deploymentHook } from "./deployment-hook.ts";
import { UnreadableEvent } from "./enforcement-point.ts";

type Event = { lifecycleStage: string; executionDetails: Record<string, unknown>; hookDetails?: unknown };
const NOW = "2026-11-20T12:00:00.000Z";
const event = (over: Partial<Event> = {}) => ({ ...(fixture("deployment-hook", "pre-scale-up") as Event), ...over });
const details = (over: object) => ({ executionDetails: { ...event().executionDetails, ...over } });
const REVISION = String(event().executionDetails.targetServiceRevisionArn);
const waiting = (waitingSince: unknown) => event({ hookDetails: { taskgate: { waitingSince } } });

describe("deployment-hook", () => {
	it("reads the same of both forms", () => {
		const [nested] = deploymentHook.read(event(details({ productionTrafficWeights: {} })));
		expect(deploymentHook.read(fixture("deployment-hook", "pre-scale-up-fields-at-top"))).toEqual([nested]);
		expect(nested).toMatchObject({
			...{ kind: "Service", operation: "UPDATE", action: "PRE_SCALE_UP", account: "111122223333", region: "eu-central-1" },
			...{ partition: "aws", cluster: "prod", name: "web", references: { serviceRevision: REVISION } },
		});
	});

	it.each([
		["another account", { serviceArn: "arn:aws:ecs:eu-central-1:999988887777:service/prod/web" }],
		["another Region", { serviceArn: "arn:aws:ecs:us-east-1:111122223333:service/prod/web" }],
		["another partition", { targetServiceRevisionArn: REVISION.replace("arn:aws:", "arn:aws-cn:") }],
		["another cluster", { targetServiceRevisionArn: REVISION.replace("/prod/", "/test/") }],
		["another service", { targetServiceRevisionArn: REVISION.replace("/web/", "/api/") }],
		["another resource", { targetServiceRevisionArn: "arn:aws:ecs:eu-central-1:111122223333:service/prod/web" }],
	])("cannot be read when an ARN is of %s", (_, over) => {
		expect(() => deploymentHook.read(event(details(over)))).toThrow(UnreadableEvent);
	});

	it("cannot be read when both forms are there and disagree", () => {
		const twice = { ...event(), targetServiceRevisionArn: `${REVISION}0` };
		expect(() => deploymentHook.read(twice)).toThrow(/targetServiceRevisionArn/);
		expect(deploymentHook.read({ ...event(), targetServiceRevisionArn: REVISION })).toHaveLength(1);
	});

	describe("a way back is never blocked, and nothing else passes for one", () => {
		const weights = (production: unknown, test: unknown = {}) =>
			details({ productionTrafficWeights: production, testTrafficWeights: test });
		it.each([
			["PRODUCTION_TRAFFIC_SHIFT", weights({ [REVISION]: 0 }), 0],
			["TEST_TRAFFIC_SHIFT", weights({}, { [REVISION]: 0 }), 0],
			["TEST_TRAFFIC_SHIFT", weights({ [REVISION]: 0 }, { [REVISION]: 100 }), 1],
			["TEST_TRAFFIC_SHIFT", weights({ [REVISION]: 0 }), 1],
			["PRODUCTION_TRAFFIC_SHIFT", weights({ [REVISION]: 10 }), 1],
			["PRODUCTION_TRAFFIC_SHIFT", weights({}), 1],
			["PRODUCTION_TRAFFIC_SHIFT", weights(undefined), 1],
			["PRODUCTION_TRAFFIC_SHIFT", weights({ [`${REVISION}0`]: 0 }), 1],
			["PRE_SCALE_UP", weights({ [REVISION]: 0 }), 1],
			["PRE_PRODUCTION_TRAFFIC_SHIFT", weights({ [REVISION]: 0 }), 1],
			["SOMETHING_NEW", weights({ [REVISION]: 0 }), 1],
		])("%s with %j", (lifecycleStage, over, requests) => {
			const asked = event({ lifecycleStage, ...over });
			expect(deploymentHook.read(asked)).toHaveLength(requests);
			if (requests === 0) expect(deploymentHook.answer(asked, [])).toEqual({ hookStatus: "SUCCEEDED" });
			else expect(() => deploymentHook.answer(asked, [])).toThrow("no decision");
		});
	});

	it.each([
		[{ verdict: "allowed" as const }, "SUCCEEDED"],
		[{ verdict: "denied" as const }, "FAILED"],
		[{ verdict: "denied" as const, letThrough: "halted" }, "SUCCEEDED"],
		[{ verdict: "undecided" as const, failurePolicy: "Fail" as const }, "FAILED"],
		[{ verdict: "undecided" as const, failurePolicy: "Ignore" as const }, "SUCCEEDED"],
	])("%j is %s", (over, hookStatus) => {
		expect(deploymentHook.answer(event(), [decision(over)])).toEqual({ hookStatus });
	});

	it.each([{}, [], "text", null])("does not answer %j", (nothing) => {
		expect(() => deploymentHook.answer(nothing, [])).toThrow(UnreadableEvent);
	});

	it("keeps since when it waits, beside what the owner has chosen", () => {
		const postponed = decision({ verdict: "undecided", notYet: true, decidedAt: NOW });
		const hookDetails = { team: "shop", taskgate: { profile: "restricted" } };
		const answer = deploymentHook.answer(event({ hookDetails }), [postponed]);
		expect(answer).toEqual({
			...{ hookStatus: "IN_PROGRESS", callBackDelay: 30 },
			hookDetails: { taskgate: { profile: "restricted", waitingSince: NOW } },
		});
		const since = "2026-11-20T11:50:00.000Z";
		expect(deploymentHook.answer(waiting(since), [postponed]).hookDetails).toEqual({ taskgate: { waitingSince: since } });
	});

	it.each([
		[event(), true],
		[event({ hookDetails: null }), true],
		[event({ hookDetails: { team: "shop" } }), true],
		[waiting("2026-11-20T11:45:01.000Z"), true],
		[waiting("2026-11-20T11:45:00.000Z"), false],
		[waiting("2026-11-20T12:00:01.000Z"), false],
		[waiting("soon"), false],
		[waiting(7), false],
		[waiting(null), false],
		[event({ hookDetails: "text" }), false],
		[event({ hookDetails: ["text"] }), false],
		[{}, false],
	])("may be told to ask again later: %#", (asked, expected) => {
		expect(deploymentHook.mayWait?.(asked, NOW)).toBe(expected);
	});

	it("takes a profile from hookDetails, and nothing else for one", () => {
		expect(deploymentHook.read(event({ hookDetails: { taskgate: { profile: "restricted" } } }))[0]?.profile).toBe("restricted");
		expect(deploymentHook.read(event({ hookDetails: { taskgate: {} } }))[0]).not.toHaveProperty("profile");
		expect(deploymentHook.read(event({ hookDetails: "restricted" }))[0]).not.toHaveProperty("profile");
		for (const taskgate of [7, null, "restricted", { profile: 7 }, { profile: "../x" }]) {
			expect(() => deploymentHook.read(event({ hookDetails: { taskgate } })), JSON.stringify(taskgate)).toThrow(/hookDetails\.taskgate/);
		}
	});
});
