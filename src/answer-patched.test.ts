import { describe, expect, it } from "vitest";
import { constraint, NOW, REGION } from "../test/requests.ts";
import { sizing } from "../test/sizing-engine.ts";
import { type TestWorld, testWorld } from "../test/worlds.ts";
import type { Constraint } from "./admission/constraint.ts";
import { answer } from "./answer.ts";
import { apiProxy } from "./enforcement-points/api-proxy.ts";
import type { PolicyEngine } from "./rego/policy-engine.ts";

const HALT = { by: "ada", reason: "INC-204", since: NOW };
const BODY = { family: "web", containerDefinitions: [{ name: "app", image: "nginx:1" }] };
const EVENT = {
	ecsCall: { operation: "RegisterTaskDefinition", body: BODY, caller: { arn: "arn:aws:iam::111122223333:user/ada" }, region: REGION },
};

function worldThat(engine: PolicyEngine, constraints: readonly Constraint[] = [constraint({ mutate: true })]): TestWorld {
	return { ...testWorld(), engine, constraints };
}

/** Halted, or no longer, from the second time on that anybody asks. */
function halting(world: TestWorld, [first, then]: readonly [typeof HALT | undefined, typeof HALT | undefined]): TestWorld {
	let asked = 0;
	world.store.halted = async () => (asked++ === 0 ? first : then);
	return world;
}

describe("a halt that comes or ends while a call is judged", () => {
	it("sends nothing patched that would have been refused", async () => {
		const world = halting(worldThat(sizing("too small")), [undefined, HALT]);
		expect(await answer(world, apiProxy, EVENT)).toHaveProperty("__type");
	});

	it("refuses nothing that is said to be sent as it came", async () => {
		const world = halting(worldThat(sizing("too small")), [HALT, undefined]);
		expect(await answer(world, apiProxy, EVENT)).toBeUndefined();
		const [recorded] = (await world.store.decisions({})).decisions;
		expect(recorded).toMatchObject({ letThrough: "halted by ada: INC-204", patchesWithheld: "halted by ada: INC-204" });
	});
});

describe("what is undecided, and passes by its failure policy", () => {
	it("is sent as it was judged: with the patches that hold", async () => {
		const ignoring = [
			constraint({ mutate: true }),
			constraint({ name: "second", policy: "t/second", mutate: true, failurePolicy: "Ignore" }),
		];
		const world = worldThat(sizing("fine", true), ignoring);
		expect(await answer(world, apiProxy, EVENT)).toEqual({ body: { ...BODY, cpu: "256" } });
		const [recorded] = (await world.store.decisions({})).decisions;
		expect(recorded).toMatchObject({ verdict: "undecided", object: { cpu: "256" }, patches: [{ constraint: "no-privileged" }] });
	});

	it("is refused where the failure policy says so", async () => {
		expect(await answer(worldThat(sizing("broken")), apiProxy, EVENT)).toHaveProperty("__type");
	});
});
