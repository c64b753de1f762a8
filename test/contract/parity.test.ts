/** The same policies in WASM and in OPA's own evaluator: every policy on every fixture, and on fixtures with one value made strange. */

import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildLibrary } from "../../scripts/build-policies.ts";
import type { Evaluation, Policy, Question } from "../../src/admission/policy.ts";
import { type AdmissionRequest, type Json, type JsonObject, KINDS } from "../../src/admission/request.ts";
import { type Bundle, readBundle } from "../../src/rego/bundle.ts";
import { openCompiler, type RegoOracle } from "../../src/rego/compiler.ts";
import type { RegoAnswer } from "../../src/rego/compiler-protocol.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { PolicyEngine } from "../../src/rego/policy-engine.ts";
import { readPolicySources } from "../../src/rego/policy-sources.ts";
import { type Material, readMaterial, requestsOf } from "./fixture-requests.ts";

const NOW = "2026-11-20T08:00:00Z";
const compiler = openCompiler();

let bundle: Bundle;
let engine: PolicyEngine;
let oracle: RegoOracle;
let material: Material;

beforeAll(async () => {
	const directory = fileURLToPath(new URL("../../policies/", import.meta.url));
	bundle = await readBundle(await buildLibrary(compiler));
	engine = await openEngine(bundle);
	oracle = await compiler.prepare({ files: await readPolicySources(directory, "policies/") });
	material = await readMaterial();
});
afterAll(async () => {
	await engine.close();
	await compiler.close();
});

/** Returns the number of policies asked. `compared` is what must be equal of a violation. */
async function compare(request: AdmissionRequest, policies: readonly Policy[], compared = canonical): Promise<number> {
	const questions: Question[] = policies.map(({ id }) => ({ constraint: id, policy: id, parameters: {} }));
	const paths = policies.map(({ id }) => bundle.entrypoints.get(id) ?? id);
	const answers = await oracle.evaluate(paths, { now: NOW, parameters: {}, request });
	const evaluations = await engine.evaluate(request, NOW, questions);
	const wasm = evaluations.map((evaluation) => [evaluation.policy, membersInWasm(evaluation)?.map(compared).sort() ?? "failed"]);
	const opa = policies.map(({ id }, i) => [id, membersInOpa(answers[i])?.map(compared).sort() ?? "failed"]);
	expect(wasm).toEqual(opa);
	return policies.length;
}

function membersInWasm(evaluation: Evaluation): readonly unknown[] | undefined {
	if (evaluation.outcome === "failed") return undefined;
	return [...evaluation.violations, ...evaluation.notApplicable.map((msg) => ({ outcome: "notApplicable", msg }))];
}

function membersInOpa(answer: RegoAnswer | undefined): readonly unknown[] | undefined {
	return answer?.defined ? (answer.value as readonly unknown[]) : undefined;
}

/** JSON with keys in one order. */
function canonical(value: unknown): string {
	return JSON.stringify(value, (_, member: unknown) =>
		typeof member === "object" && member !== null && !Array.isArray(member)
			? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
			: member,
	);
}

/** A message that prints an object or a set has its members in the order of their hashes in WASM, sorted in OPA. */
function letters(value: unknown): string {
	return [...canonical(value)].sort().join("");
}

describe("WASM answers as OPA does", () => {
	it("for every policy on every fixture of its kinds", async () => {
		let evaluated = 0;
		for (const kind of KINDS) {
			const policies = bundle.policies.filter(({ kinds }) => kinds.includes(kind));
			for (const request of policies.length > 0 ? requestsOf(kind, material) : []) {
				evaluated += await compare(request, policies);
			}
		}
		console.log(`parity: ${evaluated} evaluations of ${bundle.policies.length} policies`);
		expect(evaluated).toBeGreaterThan(bundle.policies.length * 10);
	}, 120_000);

	it("for values that ECS would never send", async () => {
		const requests = KINDS.flatMap((kind) => requestsOf(kind, material));
		const strange = fc.oneof(
			fc.constantFrom<Json>(null, true, false, "", "true", 0, -1, 1.5, 1e21, [], {}, [null], { $unknown: "Ref X" }, "é\u2028😀", "*", "%v"),
			fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
		);
		const property = fc.asyncProperty(fc.nat(), fc.array(fc.nat(), { minLength: 2, maxLength: 8 }), strange, async (pick, path, value) => {
			const request = requests[pick % requests.length] as AdmissionRequest;
			const policies = bundle.policies.filter(({ kinds }) => kinds.includes(request.kind));
			const changed = replaced({ object: request.object, context: { ...request.context } }, path, value) as JsonObject;
			await compare({ ...request, ...changed } as unknown as AdmissionRequest, policies, letters);
		});
		await fc.assert(property, { numRuns: 300, seed: 20261120 });
	}, 120_000);
});

/** Goes down the members that `path` picks, as far as there are any, and puts `value` there. */
function replaced(whole: Json, path: readonly number[], value: Json): Json {
	const [pick, ...rest] = path;
	if (pick === undefined || typeof whole !== "object" || whole === null) return value;
	const members = Object.entries(whole);
	const [key, member] = members[pick % members.length] ?? [];
	if (key === undefined || member === undefined) return value;
	const changed = replaced(member, rest, value);
	return Array.isArray(whole) ? whole.with(Number(key), changed) : { ...whole, [key]: changed };
}
