import { expect, test } from "vitest";
import { policy } from "../../test/requests.ts";
import { readConstraints } from "./read-constraints.ts";

const PLAIN = policy();
const constraint = (spec: string, name = "no-privileged") =>
	`apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: ${name}}\nspec:\n  policy: workload/privileged\n${spec}`;

test("what may be mended, where the policy can", () => {
	const mending = [
		{ ...PLAIN, patches: true as const },
		{ ...PLAIN, id: "workload/other", aliases: [] },
	];
	const readMending = (text: string) => readConstraints(text, "c.yaml", mending);
	expect(readMending(constraint("  mutate: true\n")).constraints).toMatchObject([{ mutate: true }]);
	const all = readMending(constraint("  mutate: true\n", "all").replace("workload/privileged", '"*"')).constraints;
	expect(all.map(({ policy, mutate }) => [policy, mutate])).toEqual([
		["workload/privileged", true],
		["workload/other", undefined],
	]);
	expect(() => readConstraints(constraint("  mutate: true\n"), "c.yaml", [PLAIN])).toThrow(
		"c.yaml:6:3: the policy workload/privileged has no rule patch, so it mends nothing",
	);
	expect(() => readMending(constraint("  mutate: yes please\n"))).toThrow("spec.mutate: must be true or false");
});
