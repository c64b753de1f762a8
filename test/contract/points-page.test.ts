/** docs/enforcement-points.md and the console say of each point what it says of itself. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { enforcementPointsPage } from "../../scripts/generate-points-page.ts";
import { pointsPage } from "../../src/console/points-page.ts";
import { POINTS } from "../../src/enforcement-points/points.ts";

test("the page is up to date: else run `npm run generate:points`", async () => {
	expect(await readFile(new URL("../../docs/enforcement-points.md", import.meta.url), "utf8")).toBe(enforcementPointsPage());
});

test.for(POINTS.map((point) => [point.name, point] as const))(
	"%s says what it catches, how late, and how it is bypassed",
	([, { about }]) => {
		for (const words of Object.values(about)) expect(words).toMatch(/^\S.{10,}[^.\s]$/);
	},
);

test("the console shows every point", () => {
	const shown = pointsPage({ points: POINTS, enforcing: true, last: [], today: new Map(), now: "2026-11-29T00:00:00Z" });
	for (const { name } of POINTS) expect(shown).toContain(`<h2 class="id">${name}</h2>`);
});
