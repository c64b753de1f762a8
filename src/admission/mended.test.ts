import { expect, it } from "vitest";
import { decision } from "../../test/requests.ts";
import { applyOperation } from "../json-patch.ts";
import type { Decision } from "./decide.ts";
import { mendingHint, withPatches } from "./mended.ts";
import type { Operation, Simple } from "./operation.ts";
import { admissionReview, refusalMessage } from "./review.ts";

const BEFORE = { family: "web" };
const operations: readonly Operation[] = [{ op: "add", path: "/cpu", value: "256" }];
const patches = [{ policy: "workload/privileged", constraint: "no-privileged", operations }];
const told = (judged: Decision = decision()) =>
	withPatches(judged, { mendable: new Set(judged.enforcements), before: BEFORE, mutation: { patches: [], operations: [] } });

it("says what a patch could mend that nobody was asked for here", () => {
	expect(told().enforcements).toMatchObject([{ mendable: true }]);
	const none = withPatches(decision(), { mendable: new Set(), before: BEFORE, mutation: undefined });
	expect(none.enforcements[0]).not.toHaveProperty("mendable");
});

it("a refusal ends with it, once for each policy", () => {
	const denied = told(decision({ enforcements: [...decision().enforcements, ...decision().enforcements] }));
	expect(refusalMessage(denied)).toBe(
		"workload/privileged: container app is privileged; `taskgate check --fix` can mend workload/privileged",
	);
	expect(mendingHint(decision().enforcements)).toBe("");
});

it("keeps what was patched, and the object before; nothing where nothing was", () => {
	const mutation = { patches, operations };
	expect(withPatches(decision(), { mendable: new Set(), before: BEFORE, mutation })).toMatchObject({ patches, operations, before: BEFORE });
	expect(told()).not.toHaveProperty("patches");
});

it("a review carries the patch where it is allowed, for the asker to apply", () => {
	const allowed = decision({ verdict: "allowed", enforcements: [], operations });
	const { response } = admissionReview("1", allowed);
	expect(response.patchType).toBe("JSONPatch");
	expect(JSON.parse(Buffer.from(response.patch ?? "", "base64").toString())).toEqual(operations);
	for (const bare of [decision({ operations }), decision({ verdict: "allowed", enforcements: [] })])
		expect(Object.keys(admissionReview("1", bare).response)).not.toContain("patch");
});

it("a review's patch tests nothing: it was tested on the object without its nulls, and fits the asker's own", () => {
	const tested: readonly Operation[] = [{ op: "test", path: "/containerDefinitions/0", value: { name: "app" } }, ...operations];
	const { response } = admissionReview("1", decision({ verdict: "allowed", enforcements: [], operations: tested }));
	const asked = { containerDefinitions: [{ name: "app", user: null }], cpu: null };
	const sent = JSON.parse(Buffer.from(response.patch ?? "", "base64").toString()) as readonly Simple[];
	expect(sent.map((operation) => applyOperation(asked, operation))).toEqual([undefined]);
	expect(asked.cpu).toBe("256");
});
