import { expect, it } from "vitest";
import type { StoredAction } from "../store/store.ts";
import type { Means } from "./actions/job.ts";
import { perform } from "./perform.ts";

const ACTION = {
	...{ type: "Notify", target: "uid-1", decisionUid: "uid-1", partition: "aws", account: "111122223333", region: "eu-central-1" },
	...{ precondition: {}, attempts: 0 },
} as unknown as StoredAction;

it("a store that does not answer now is asked again: it says nothing of the action", async () => {
	const throttled = Object.assign(new Error("The level of configured throughput was exceeded"), {
		name: "ProvisionedThroughputExceededException",
	});
	const fails = () => Promise.reject(throttled);
	const means = { aws: {}, eventBus: "bus", lastAdmitted: fails, newestVerdict: fails, decision: fails } as unknown as Means;
	expect(await perform(means, ACTION)).toEqual({ state: "retry", outcome: expect.stringContaining("configured throughput") });
});
