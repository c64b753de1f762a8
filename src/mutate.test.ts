import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATCHING_RULES } from "../test/patching-rules.ts";
import { bundleOf } from "../test/rego-bundle.ts";
import { admissionRequest, constraint, exemption, NOW } from "../test/requests.ts";
import { testWorld } from "../test/worlds.ts";
import type { Constraint } from "./admission/constraint.ts";
import type { JsonObject } from "./admission/request.ts";
import { type Mutating, mutate } from "./mutate.ts";
import { openCompiler } from "./rego/compiler.ts";
import { openEngine } from "./rego/engine.ts";
import type { PolicyEngine } from "./rego/policy-engine.ts";
import type { JudgeWorld } from "./world.ts";

const compiler = openCompiler();
let engine: PolicyEngine;
beforeAll(async () => {
	engine = await openEngine(await bundleOf(compiler, PATCHING_RULES));
});
afterAll(() => compiler.close());

const OBJECT: JsonObject = { family: "web", containerDefinitions: [{ name: "app", image: "nginx:1" }] };
const on = (policy: string, over: Partial<Constraint> = {}): Constraint => constraint({ name: policy, policy, mutate: true, ...over });
const worldWith = (constraints: readonly Constraint[], over: Partial<JudgeWorld> = {}): JudgeWorld => ({
	...testWorld(),
	engine,
	constraints,
	...over,
});

function mend(
	selected: readonly Constraint[],
	object: JsonObject = OBJECT,
	over: Partial<JudgeWorld> = {},
	mutating: Mutating = "where opted in",
) {
	const policies = new Map(engine.policies.map((policy) => [policy.id, policy]));
	return mutate(worldWith(selected, over), admissionRequest({ object }), { selected, policies, now: NOW, mutating });
}
describe("mutate", () => {
	it("asks each in order about what those before it have left", async () => {
		const mended = await mend([on("t/sidecar"), on("t/init")]);
		const init = { linuxParameters: { initProcessEnabled: true } };
		expect(mended?.object).toEqual({
			family: "web",
			containerDefinitions: [
				{ name: "sidecar", image: "x", ...init },
				{ name: "app", image: "nginx:1", ...init },
			],
		});
		expect(mended?.patches.map(({ constraint }) => constraint)).toEqual(["t/sidecar", "t/init"]);
		expect(mended?.failures).toEqual([]);
	});

	it("the other way round the first has more to say afterwards, and is told to stand behind", async () => {
		const mended = await mend([on("t/init"), on("t/sidecar")]);
		expect(mended?.patches.map(({ constraint }) => constraint)).toEqual(["t/sidecar"]);
		expect(mended?.failures).toEqual([
			{
				outcome: "failed",
				constraint: "t/init",
				policy: "t/init",
				reason: expect.stringContaining("not idempotent, or another undoes it"),
			},
		]);
	});

	it("two that differ are a failure of the second that names both, and the first stands", async () => {
		const [a, b] = ["a", "b"].map((family) => on("t/family", { name: family, parameters: { family } })) as [Constraint, Constraint];
		const mended = await mend([a, b]);
		expect(mended?.object.family).toBe("a");
		expect(mended?.failures).toMatchObject([
			{
				constraint: "b",
				reason: "its patch is not applied: it contradicts the constraint a (t/family): both write at /family, and not the same",
			},
		]);
	});

	it.each([
		["t/restless", "not idempotent"],
		["t/typing", "cpu must be a string"],
		["t/misspelt", "RegisterTaskDefinition has no member /taskRole"],
		["t/failing", "test /family: the test fails"],
	])("%s is not applied, the others are", async (policy, reason) => {
		const mended = await mend([on(policy), on("t/init")]);
		expect(mended?.failures).toMatchObject([{ policy, reason: expect.stringContaining(reason) }]);
		expect(mended?.patches.map(({ constraint }) => constraint)).toEqual(["t/init"]);
		expect(Object.keys(mended?.object ?? {})).toEqual(["family", "containerDefinitions"]);
	});

	it("asks nobody who did not opt in, whose policy has no patch, who only rehearses, or of another kind", async () => {
		expect(
			await mend([
				on("t/init", { mutate: false }),
				on("t/plain"),
				on("t/family", { enforcementAction: "dryrun", parameters: { family: "x" } }),
			]),
		).toBeUndefined();
		expect((await mend([on("t/init", { mutate: false })], OBJECT, {}, "all"))?.patches).toHaveLength(1);
		const { patch: _, ...without } = engine;
		expect(await mend([on("t/init")], OBJECT, { engine: without })).toBeUndefined();
		const world = worldWith([on("t/init")]);
		const policies = new Map(engine.policies.map((policy) => [policy.id, policy]));
		const asking = { selected: world.constraints, policies, now: NOW, mutating: "all" } as const;
		expect(await mutate(world, admissionRequest({ object: OBJECT }), asking)).toBeDefined();
		for (const other of [{ kind: "Task" }, { operation: "DELETE" }] as const)
			expect(await mutate(world, admissionRequest({ ...other, object: OBJECT }), asking)).toBeUndefined();
	});

	it("leaves what an exemption covers as it is", async () => {
		const object = { ...OBJECT, containerDefinitions: [{ name: "app" }, { name: "agent" }] };
		const agent = exemption({ policy: "t/init", match: { accounts: ["*"], containers: ["agent"] } });
		const mended = await mend([on("t/init")], object, { exemptions: [agent] });
		expect(mended?.object.containerDefinitions).toEqual([
			{ name: "app", linuxParameters: { initProcessEnabled: true } },
			{ name: "agent" },
		]);
		expect(mended?.failures).toEqual([]);
		expect(await mend([on("t/init")], object, { exemptions: [exemption({ policy: "t/init" })] })).toBeUndefined();
	});

	it("touches nothing with a member called __proto__, and survives an engine that breaks", async () => {
		const strange = JSON.parse('{"family":"web","containerDefinitions":[{"name":"app","__proto__":{"x":1}}]}');
		expect(await mend([on("t/init")], strange)).toMatchObject({
			patches: [],
			failures: [{ reason: expect.stringContaining("__proto__") }],
		});
		const broken = { ...engine, patch: async () => Promise.reject(new Error("gone")) };
		expect(await mend([on("t/init")], OBJECT, { engine: broken })).toMatchObject({
			patches: [],
			failures: [{ reason: "the policy engine broke: Error: gone" }],
		});
	});

	it("whatever it has mended, it has nothing more to say, and no other member is touched", async () => {
		const container = fc.record(
			{ name: fc.constantFrom("app", "log", "sidecar"), image: fc.string(), linuxParameters: fc.constant({ initProcessEnabled: true }) },
			{ requiredKeys: ["name"] },
		);
		const object = fc.record(
			{
				family: fc.string(),
				containerDefinitions: fc.array(container, { maxLength: 4 }),
				tags: fc.array(fc.record({ key: fc.string(), value: fc.string() })),
			},
			{ requiredKeys: ["family", "containerDefinitions"] },
		);
		await fc.assert(
			fc.asyncProperty(object, async (given) => {
				const constraints = [on("t/sidecar"), on("t/init")];
				const once = await mend(constraints, given as JsonObject);
				expect(once?.failures).toEqual([]);
				const again = await mend(constraints, once?.object);
				expect(again).toMatchObject({ object: once?.object, patches: [] });
				for (const member of ["family", "tags"])
					expect(JSON.stringify(once?.object[member])).toBe(JSON.stringify((given as JsonObject)[member]));
			}),
			{ numRuns: 50 },
		);
	});
});
