import { expect, it } from "vitest";
import { admissionRequest, constraint, decision, policy } from "../test/requests.ts";
import { sizing } from "../test/sizing-engine.ts";
import type { Policy } from "./admission/policy.ts";
import { mendable } from "./mendable.ts";

const selected = [constraint()];
const patching = new Map([["workload/privileged", policy({ patches: true })]]);
const judged = decision();

function found(
	{
		engine = sizing("fine"),
		request = admissionRequest(),
		policies = patching as ReadonlyMap<string, Policy>,
		asked = [] as string[],
	} = {},
	of = judged,
) {
	return mendable({ engine, exemptions: [] }, request, { decision: of, selected, policies, asked: new Set(asked) });
}

it("is what is gone once the patch is applied", async () => {
	expect([...(await found())]).toEqual(judged.enforcements);
});

it("is nothing that was patched already, is excused, is of another kind, or has no patch", async () => {
	const exempted = { ...judged, enforcements: judged.enforcements.map((each) => ({ ...each, action: "exempted" as const })) };
	for (const none of [
		await found({ asked: ["no-privileged"] }),
		await found({}, exempted),
		await found({ request: admissionRequest({ kind: "Service" }) }),
		await found({ policies: new Map([["workload/privileged", policy()]]) }),
		await found({ policies: new Map() }),
	])
		expect(none.size).toBe(0);
});

it("is nothing that stays, or of which nobody can tell", async () => {
	const stays = { ...judged, enforcements: judged.enforcements.map((each) => ({ ...each, message: "it is too small" })) };
	expect((await found({ engine: sizing("too small") }, stays)).size).toBe(0);
	expect((await found({ engine: sizing("broken") })).size).toBe(0);
	const gone = { ...sizing("fine"), evaluate: async () => Promise.reject(new Error("gone")) };
	expect((await found({ engine: gone })).size).toBe(0);
});
