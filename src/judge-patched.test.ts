import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATCHING_RULES } from "../test/patching-rules.ts";
import { bundleOf } from "../test/rego-bundle.ts";
import { constraint, exemption, unresolvedRequest } from "../test/requests.ts";
import { testWorld } from "../test/worlds.ts";
import type { Constraint } from "./admission/constraint.ts";
import type { Exemption } from "./admission/exemption.ts";
import type { JsonObject } from "./admission/request.ts";
import { RecordedEcsReader } from "./ecs/recorded-ecs-reader.ts";
import { judge } from "./judge.ts";
import { openCompiler } from "./rego/compiler.ts";
import { openEngine } from "./rego/engine.ts";
import type { PolicyEngine } from "./rego/policy-engine.ts";

const compiler = openCompiler();
let engine: PolicyEngine;
beforeAll(async () => {
	engine = await openEngine(await bundleOf(compiler, PATCHING_RULES));
});
afterAll(() => compiler.close());

const OBJECT: JsonObject = { family: "web", containerDefinitions: [{ name: "app", image: "nginx:1" }] };
const on = (policy: string, over: Partial<Constraint> = {}): Constraint => constraint({ name: policy, policy, mutate: true, ...over });
const asked = (constraints: readonly Constraint[], exemptions: readonly Exemption[] = [], name = "web") =>
	judge(
		{ ...testWorld(), reader: new RecordedEcsReader("it is a test"), engine, constraints, exemptions },
		unresolvedRequest({ object: OBJECT, references: {}, enforcementPoint: "register", name, tags: {}, launchTypes: [] }),
		{
			mutating: "where opted in",
			final: true,
		},
	);

describe("a decision", () => {
	it("is on the patched object, says what was patched, and holds the object before", async () => {
		const decision = await asked([on("t/init")]);
		expect(decision).toMatchObject({
			verdict: "allowed",
			before: OBJECT,
			enforcements: [],
			patches: [{ policy: "t/init", constraint: "t/init", operations: [{ op: "add", path: "/containerDefinitions/0/linuxParameters" }] }],
		});
		expect(decision.request.object.containerDefinitions).toMatchObject([{ linuxParameters: { initProcessEnabled: true } }]);
	});

	it("is undecided where a patch fails that a constraint asks for, as its failure policy settles", async () => {
		expect(await asked([on("t/failing")])).toMatchObject({
			verdict: "undecided",
			failurePolicy: "Fail",
			failures: [{ policy: "t/failing" }],
		});
		expect(await asked([on("t/failing", { failurePolicy: "Ignore" })])).toMatchObject({ verdict: "undecided", failurePolicy: "Ignore" });
		expect(await asked([on("t/failing", { enforcementAction: "warn" })])).toMatchObject({
			verdict: "allowed",
			failures: [{ policy: "t/failing" }],
		});
	});

	it("of what nobody could patch says that it can be mended", async () => {
		expect((await asked([on("t/init", { mutate: false })])).enforcements).toMatchObject([{ policy: "t/init", mendable: true }]);
		expect((await asked([on("t/family", { parameters: { family: "web" } }), on("t/plain")])).patches).toBeUndefined();
	});

	it.each(["t/misspelt", "t/failing", "t/secret"])(
		"says no such thing of %s, whose patch does not hold or does not help",
		async (policy) => {
			const { enforcements } = await asked([on(policy, { mutate: false }), on("t/init", { mutate: false })], [], "nobody");
			expect(enforcements.map((each) => [each.policy, each.mendable])).toEqual([
				[policy, undefined],
				["t/init", true],
			]);
		},
	);

	it("holds the values that were written for whoever asked, and masks what is told", async () => {
		const decision = await asked([on("t/secret")]);
		expect(JSON.stringify(decision.operations)).toContain("wJalrXUtnFEMIK7MDENG");
		expect(JSON.stringify(decision.patches)).not.toContain("wJalrXUtnFEMIK7MDENG");
		expect(decision.patches?.[0]?.operations[0]).toMatchObject({ value: [{ name: "API_KEY", value: { $unknown: "masked" } }] });
	});

	it("is by every constraint that covers what is registered in the end, whatever covered what came", async () => {
		const prod = on("t/init", { mutate: false, match: { tags: ["env=prod"] } });
		expect(await asked([on("t/tagged"), prod])).toMatchObject({
			verdict: "denied",
			request: { tags: { env: "prod" } },
			enforcements: [{ policy: "t/init" }],
			skipped: [],
		});
		const untagged = on("t/init", { mutate: false, match: { tags: { exclude: ["env=prod"] } } });
		expect(await asked([on("t/tagged"), untagged])).toMatchObject({ verdict: "denied", enforcements: [{ policy: "t/init" }] });
		const renamed = on("t/family", { parameters: { family: "nobody" } });
		expect(await asked([renamed, on("t/plain", { match: { names: ["nobody"] } })])).toMatchObject({
			verdict: "denied",
			request: { name: "nobody" },
			enforcements: [{ policy: "t/plain" }],
		});
	});

	it("excuses nothing by an exemption that a patch alone brought into force, or that it ended", async () => {
		const only = (match: Exemption["match"]) => [exemption({ policy: "t/init", match: { accounts: ["*"], ...match } })];
		const constraints = [on("t/tagged"), on("t/init", { mutate: false })];
		expect(await asked(constraints, only({ tags: ["env=prod"] }))).toMatchObject({ verdict: "denied" });
		expect(await asked(constraints, only({ tags: { exclude: ["env=prod"] } }))).toMatchObject({ verdict: "denied" });
		expect(await asked(constraints, only({}))).toMatchObject({ verdict: "allowed" });
	});
});
