/** The same policies in WASM and in OPA's own evaluator: every policy on every fixture, and on fixtures with one value made strange. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AdmissionRequest, type Json, type JsonObject, KINDS } from "../../src/admission/request.ts";
import { type BothEvaluators, letters, openBothEvaluators } from "../rego-parity.ts";
import { type Material, readMaterial, requestsOf } from "./fixture-requests.ts";

let both: BothEvaluators;
let material: Material;

beforeAll(async () => {
	both = await openBothEvaluators();
	material = await readMaterial();
});
afterAll(() => both.close());

describe("WASM answers as OPA does", () => {
	it("for every policy on every fixture of its kinds", async () => {
		let evaluated = 0;
		for (const kind of KINDS) {
			const policies = both.policies.filter(({ kinds }) => kinds.includes(kind));
			for (const request of policies.length > 0 ? requestsOf(kind, material) : []) {
				evaluated += await both.compare(request, policies);
			}
		}
		console.log(`parity: ${evaluated} evaluations of ${both.policies.length} policies`);
		expect(evaluated).toBeGreaterThan(both.policies.length * 10);
	}, 300_000);

	it("for values that ECS would never send", async () => {
		const requests = KINDS.flatMap((kind) => requestsOf(kind, material));
		const strange = fc.oneof(
			fc.constantFrom<Json>(null, true, false, "", "true", 0, -1, 1.5, 1e21, [], {}, [null], { $unknown: "Ref X" }, "é\u2028😀", "*", "%v"),
			fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
		);
		const property = fc.asyncProperty(fc.nat(), fc.array(fc.nat(), { minLength: 2, maxLength: 8 }), strange, async (pick, path, value) => {
			const request = requests[pick % requests.length] as AdmissionRequest;
			const policies = both.policies.filter(({ kinds }) => kinds.includes(request.kind));
			const changed = replaced({ object: request.object, context: { ...request.context } }, path, value) as JsonObject;
			await both.compare({ ...request, ...changed } as unknown as AdmissionRequest, policies, letters);
		});
		await fc.assert(property, { numRuns: 300, seed: 20261120 });
	}, 300_000);
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
