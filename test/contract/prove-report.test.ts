import { expect, test } from "vitest";
import { claimed } from "../../bench/proof/part.ts";
import { asMarkdown, asText, brokenIn, written } from "../../bench/proof/report.ts";

const circumstances = { at: "2026-11-29T17:00:00.000Z", machine: "2 × a core", node: "24.21.0", seed: 7, quick: false };
const proved = [
	{
		part: "crash",
		seconds: 12,
		claims: [claimed("nothing is lost", [], { kills: 3 }, ["kills"]), claimed("nothing is done twice", ["a|b"], {})],
	},
];

test("a claim that nothing was done for does not hold", () => {
	expect(claimed("nothing is lost", [], { kills: 0 }, ["kills"])).toEqual({
		...{ claim: "nothing is lost", held: false, figures: { kills: 0 }, detail: ["nothing was shown: kills is 0"] },
	});
});

test("of many breaches the first are told, and how many more there are", () => {
	const { detail = [] } = claimed(
		"nothing is lost",
		Array.from({ length: 50 }, (_, n) => `lost ${n}`),
		{},
	);
	expect([detail.length, detail.at(-1)]).toEqual([21, "and 30 more"]);
});

test("the report says what held, what did not and why, of which run", () => {
	expect(asText(circumstances, proved).split("\n")).toEqual([
		"# 2026-11-29T17:00:00.000Z, 2 × a core, Node 24.21.0, seed 7",
		"crash (12 s)",
		"  held   nothing is lost",
		"         kills 3",
		"  BROKEN nothing is done twice",
		"         ",
		"         ! a|b",
		"1 claims are broken",
		"",
	]);
	expect(brokenIn(proved)).toBe(1);
});

test("the page's sections of what was proved are replaced, and nothing else of it", () => {
	const crash = proved[0]!;
	const section = asMarkdown(circumstances, crash);
	expect(section).toContain("| nothing is lost | held | kills 3 |\n| nothing is done twice | **broken** |  |");
	expect(written("# Proof\n", circumstances, proved)).toBe(`# Proof\n\n${section}\n`);
	const soak = asMarkdown(circumstances, { ...crash, part: "soak" });
	const page = `# Proof\n\n${section.replace("kills 3", "kills 1")}\n\n${soak}\n\n## After\n`;
	expect(written(page, circumstances, proved)).toBe(`# Proof\n\n${section}\n\n${soak}\n\n## After\n`);
	expect(() => written(section.slice(0, -20), circumstances, proved)).toThrow(/the section of crash has no end/);
});
