/** What doctor calls is what its page says that it needs. */
import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CHECKS } from "../../src/doctor/checks.ts";

const PAGE = readFileSync(new URL("../../docs/doctor.md", import.meta.url), "utf8");

test("the page's policy has each action that a call needs, and no more; none with a wildcard, and all of them only look", () => {
	const sources = globSync("src/doctor/**/*.ts", { exclude: (name) => name.endsWith(".test.ts") }).map((path) =>
		readFileSync(path, "utf8"),
	);
	const called = sources.flatMap((text) => [...text.matchAll(/reading(?:IfThere)?\("([\w-]+:\w+)"/g)].map(([, action]) => action));
	const [, policy = ""] = /```json\n(\{\n {2}"Version"[\s\S]*?)```/.exec(PAGE) ?? [];
	const given = (JSON.parse(policy) as { Statement: { Action: string[] }[] }).Statement.flatMap(({ Action }) => Action);
	// Needs no permission: whoever has credentials may ask whose they are. The bundle is fetched by its own source.
	const wanted = new Set([...called.filter((action) => action !== "sts:GetCallerIdentity"), "s3:GetObject"]);
	expect(new Set(given)).toEqual(wanted);
	for (const action of given) expect(action).toMatch(/^[\w-]+:(BatchDescribe|Describe|Get|List|Query|Simulate)\w+$|^dynamodb:Query$/);
});

test("the page tells of every check", () => {
	for (const { name } of CHECKS) expect(PAGE).toContain(`| \`${name}\` |`);
});
