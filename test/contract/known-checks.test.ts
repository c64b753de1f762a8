/** Every check of ECS that other tools are known to make has a policy, or a written reason why it has none. */
import { describe, expect, test } from "vitest";
import { readKnownChecks } from "../../src/known-checks.ts";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";

const known = await readKnownChecks();
const { policies } = await openBuiltIn();
const claimed = new Set(policies.flatMap(({ references }) => references));
const listed = Object.entries(known).flatMap(([source, checks]) =>
	Object.entries(checks).map(([check, reason]) => ({ id: `${source}/${check}`, reason })),
);

describe("policies/known-checks.yaml", () => {
	test("leaves no check without a policy or a reason", () => {
		expect(listed.filter(({ id, reason }) => reason === undefined && !claimed.has(id))).toEqual([]);
		expect(listed.length).toBeGreaterThan(150);
	});

	test("gives no reason for a check that a policy makes", () => {
		expect(listed.filter(({ id, reason }) => reason !== undefined && claimed.has(id))).toEqual([]);
	});

	test("lists every reference of the library", () => {
		const ids = new Set(listed.map(({ id }) => id));
		expect([...claimed].filter((id) => !ids.has(id)).sort()).toEqual([]);
	});

	test("says in a whole sentence why a check has no policy", () => {
		for (const { id, reason } of listed) expect(reason ?? "It does.", id).toMatch(/^[A-Z].*\.$/s);
	});
});
