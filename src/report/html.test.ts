import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { decision, EVERYTHING, EVIL, reportOf, STYLE, violation } from "../../test/reported.ts";
import { htmlReport } from "./html.ts";
import { REPORT_STYLE } from "./html-style.ts";

const page = htmlReport(EVERYTHING, STYLE);

test("fetches nothing and runs nothing: the policy names the one stylesheet by its digest", () => {
	const digest = createHash("sha256").update(REPORT_STYLE).digest("base64");
	expect(page).toContain(
		`content="default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
	);
	expect(page).toContain(`<style>${REPORT_STYLE}</style>`);
	expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|\sstyle=|\ssrc=|url\(|@import/);
});

describe("accessible", () => {
	test("has a language, a title, landmarks, one h1, and headings that skip no level", () => {
		expect(page).toContain('<html lang="en">');
		expect(page).toContain("<title>1 object could not be judged · Taskgate</title>");
		for (const landmark of ["<header>", '<main id="findings">', "<footer>"]) expect(page.split(landmark)).toHaveLength(2);
		const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
		expect(levels.filter((level) => level === 1)).toHaveLength(1);
		for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
	});

	test("says by words what it says by colour", () => {
		for (const verdict of ["denied", "undecided", "allowed"])
			expect(page).toMatch(new RegExp(`aria-hidden="true">.</span> ${verdict}</span>`));
	});

	test.each([
		["light", 0],
		["dark", 1],
	] as const)("has a contrast of at least 4.5 everywhere: %s", (_, scheme) => {
		const color = (name: string) => new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(REPORT_STYLE)?.[scheme + 1] ?? "";
		for (const ground of ["ground", "card"]) {
			for (const text of ["text", "quiet", "allowed", "denied", "undecided", "link"]) {
				expect(contrast(color(text), color(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
			}
		}
	});
});

test("findings are told once per policy, with their places, remedy or exemption", () => {
	expect(page).toContain(
		'<p>container app is privileged <span class="quiet">line 12</span><br><code>/containerDefinitions/0/privileged</code></p>',
	);
	expect(page).toContain("Excused by legacy: OPS-1, approved by sec@example.com, until 2027-01-31T00:00:00Z");
	expect(page).toContain("Excused by expired-list</p>");
	expect(page).toContain("How to mend: Remove <code>privileged</code> &amp; ask &lt;security@example.com&gt;.");
	expect(page).toContain('<h4>Unknown before deployment</h4><ul class="notes"><li>Ref Image <span class="quiet">a/a, a/b</span></li></ul>');
	expect(page).toContain("<h4>Did not apply</h4>");
	expect(page).toContain("<li>empty</li>");
	expect(page).toContain("(without a name)");
});

test("titles and links", () => {
	expect(htmlReport(reportOf([decision()]), STYLE)).toContain("<h1>Everything is allowed</h1>");
	const linked = reportOf([decision({ verdict: "denied", violations: [violation()] })], { policyPages: "https://example.com/p/" });
	expect(htmlReport(linked, STYLE)).toContain(
		'<a href="https://example.com/p/workload/privileged.md"><strong>workload/privileged</strong></a>',
	);
	expect(htmlReport(linked, STYLE)).toContain("<h1>1 object denied</h1>");
});

test("nothing that an object says is markup", async () => {
	const evil = htmlReport(
		reportOf([decision({ source: EVIL, name: EVIL, violations: [violation({ message: EVIL, remediation: EVIL })] })]),
		STYLE,
	);
	for (const obeyed of ["<script", "\u001b", "\u009b", "\u202e"]) expect(evil).not.toContain(obeyed);
	// Well-formed but for the tags that HTML leaves open.
	const xml = evil.replace("<!doctype html>", "").replace(/<(meta[^>]*|br)>/g, "<$1/>");
	const { errors } = await validateXML({ xml: [{ fileName: "report.html", contents: xml }], schema: [], normalization: "format" });
	expect(errors).toEqual([]);
});

/** By WCAG 2: the relative luminances, lighter over darker. */
function contrast(a: string, b: string): number {
	const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
	return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
	const full = hex.length === 4 ? hex.replace(/\w/g, "$&$&") : hex;
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((i) => {
		const part = Number.parseInt(full.slice(i, i + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
