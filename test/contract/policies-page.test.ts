/** `docs/policies.md` says of every policy what METADATA and the profiles say. */
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { loadProfile } from "../../src/constraints/profile.ts";
import { openBundle } from "../../src/rego/bundle-file.ts";

const PAGE = await readFile(new URL("../../docs/policies.md", import.meta.url), "utf8");
const LINES = PAGE.split("\n");
const { policies } = await openBundle(undefined);
const baseline = await loadProfile("baseline", policies);
const restricted = await loadProfile("restricted", policies);

/** Every policy about containers has these; the page says so once. */
const SHARED = ["ignoreContainers", "ignoreImages"];

describe("docs/policies.md", () => {
	test("has a row for every policy, and for nothing else", () => {
		const rows = policies.map(({ id, severity, title }) => {
			const [inBaseline = "", inRestricted = ""] = [baseline, restricted].map(
				({ constraints }) => constraints.find(({ policy }) => policy === id)?.enforcementAction,
			);
			return `| \`${id}\` | ${severity} | ${title} | ${inBaseline} | ${inRestricted} |`;
		});
		expect(LINES.filter((line) => /^\| `[a-z-]+\/[a-z-]+` \| (low|medium|high|critical) \|/.test(line))).toEqual(rows);
	});

	test.each(policies.map(({ id, parameters }) => [id, parameters] as const))("%s: its parameters", (id, parameters) => {
		const own = Object.entries(parameters).filter(([name]) => !SHARED.includes(name) || id === "workload/command-overrides");
		for (const [name, { description }] of own) expect(PAGE).toContain(`| \`${id}\` | \`${name}\` | ${description} |`);
		const told = LINES.filter((line) => line.startsWith(`| \`${id}\` | \``));
		expect(told.map((line) => line.split("`")[3])).toEqual(own.map(([name]) => name).sort());
	});
});
