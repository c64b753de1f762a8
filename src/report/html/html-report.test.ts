import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { AUDITED, MANY } from "../../../test/audited.ts";
import { decision, EVERYTHING, EVIL, reportOf, STYLE, violation } from "../../../test/reported.ts";
import { htmlReport } from "./html-report.ts";
import { REPORT_STYLE } from "./style.ts";

const checked = htmlReport(EVERYTHING, STYLE);
const audited = htmlReport(AUDITED, STYLE);
const PAGES = [
	["of check", checked, "1 object"],
	["of audit", audited, "2 objects"],
] as const;

test.each(PAGES)("%s: fetches nothing and runs nothing: the policy names the one stylesheet by its digest", (_, page) => {
	const digest = createHash("sha256").update(REPORT_STYLE).digest("base64");
	expect(page).toContain(
		`content="default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
	);
	expect(page).toContain(`<style>${REPORT_STYLE}</style>`);
	expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|\sstyle=|\ssrc=|url\(|@import/);
});

describe("accessible", () => {
	test.each(PAGES)("%s: has a language, a title, landmarks, one h1, and headings that skip no level", (_, page, undecided) => {
		expect(page).toContain('<html lang="en">');
		expect(page).toContain(`<title>${undecided} could not be judged · Taskgate</title>`);
		for (const landmark of ["<header>", "<main>", "<footer>"]) expect(page.split(landmark)).toHaveLength(2);
		const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
		expect(levels.filter((level) => level === 1)).toHaveLength(1);
		for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
	});

	test.each(PAGES)("%s: says by words what it says by colour", (_, page) => {
		for (const verdict of ["denied", "undecided", "allowed"])
			expect(page).toMatch(new RegExp(`aria-hidden="true">.</span> ${verdict}</span>`));
	});

	test.each([
		["light", 0],
		["dark", 1],
	] as const)("has a contrast of at least 4.5 everywhere: %s", (_, scheme) => {
		const color = (name: string) => new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(REPORT_STYLE)?.[scheme + 1] ?? "";
		expect(contrast(color("text"), color("mark")), "marked").toBeGreaterThanOrEqual(4.5);
		for (const ground of ["ground", "card"]) {
			for (const text of ["text", "quiet", "allowed", "denied", "undecided", "exempted", "link"]) {
				expect(contrast(color(text), color(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
			}
		}
	});
});

test("findings are told once per policy, with their places, remedy or exemption", () => {
	expect(checked).toContain('<p>container app is privileged <span class="quiet">line 12</span></p>');
	expect(checked).toContain('<code class="quiet">/containerDefinitions/0/privileged</code>');
	expect(checked).toContain(
		'Excused by legacy: OPS-1, approved by sec@example.com, until <time datetime="2027-01-31T00:00:00.000Z">2027-01-31 00:00 UTC</time>',
	);
	expect(checked).toContain("Excused by expired-list</p>");
	expect(checked).toContain("How to mend: Remove <code>privileged</code> &amp; ask &lt;security@example.com&gt;.");
	expect(checked).toContain('<ul class="notes"><li>Ref Image <span class="quiet">a/a, a/b</span></li></ul>');
	expect(checked).toContain("<h5>Did not apply</h5>");
	expect(checked).toContain("<li>empty</li>");
	expect(checked).toContain("(without a name)");
});

describe("of an audit", () => {
	test("what could not be read comes first, and no figure makes a pass of it", () => {
		expect(audited.indexOf("could not be read or judged</h2>")).toBeLessThan(audited.indexOf('<h2 id="score">'));
		expect(audited).toContain("ListServices: AccessDeniedException");
		expect(audited).toContain('everything</th><td class="number">3 of 8 (37.5 %)</td>');
		expect(audited).toContain('444455556666 · us-east-1 · edge</th><td class="number">0 of 1 (0 %)</td>');
	});

	test("its head says how many were judged anew, missed by events and unread", () => {
		for (const [name, value] of [
			["Judged", "7 objects: 5 anew, 2 as remembered, their input being the same"],
			["Missed", "1 object that no event had told of, now on record"],
			["Not read", "1 thing, of which nothing is known: no pass"],
			["Exemptions", "1 ends within 14 days"],
		])
			expect(audited).toContain(`<dt>${name}</dt><dd>${value}</dd>`);
	});

	test("a finding shows the lines of the object, since when, who, and until when it is excused", () => {
		expect(audited).toContain("<mark>&quot;privileged&quot;: true,</mark>");
		expect(audited).toContain("(57 days), brought in by arn:aws:sts::111122223333:assumed-role/deploy/alice.");
		expect(audited).toContain("came back 2 times");
		expect(audited).toContain("Excused by legacy: ticket OPS-12, approved by security@example.com, until");
		expect(audited).toContain("ends soon</strong>");
		expect(audited).toContain("The same elsewhere: securityhub/ECS.4, checkov/CKV_AWS_334");
	});

	test("a policy that failed for an object that others deny is told too", () => {
		expect(audited.split("Not told, unknown or not applicable")[1]).toContain("<h5>Could not be judged</h5>");
	});

	test("of thousands of objects every one is in the file", () => {
		const text = htmlReport(MANY, STYLE);
		expect(text.match(/many-\d+:1<br>/g)?.length).toBe(5000 + 10);
		expect(text.match(/<mark>&quot;privileged/g)).toHaveLength(500);
		expect(text).toContain("The ten worst objects");
		expect(text).toContain("490 more are denied");
	});

	test("many files are told by policy too", () => {
		const { audit: _, ...files } = MANY;
		const text = htmlReport(files, STYLE);
		expect(text.match(/<details class="policy">/g)).toHaveLength(1);
		expect(text).toContain('<h2 id="objects">Every object</h2>');
		expect(checked).not.toContain('<h2 id="objects">');
	});

	test("the compliance view can be one standard", () => {
		expect(audited).toContain("AWS Security Hub: Amazon ECS controls");
		const one = htmlReport(AUDITED, { ...STYLE, standard: "config" });
		expect(one).toContain("AWS Config: managed rules");
		expect(one).not.toContain("AWS Security Hub: Amazon ECS controls");
	});
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
	for (const text of [evil, audited]) {
		for (const obeyed of ["<script", "\u001b", "\u009b", "\u202e"]) expect(text).not.toContain(obeyed);
		// Well-formed but for the tags that HTML leaves open.
		const xml = text.replace("<!doctype html>", "").replace(/<(meta[^>]*|br)>/g, "<$1/>");
		const { errors } = await validateXML({ xml: [{ fileName: "report.html", contents: xml }], schema: [], normalization: "format" });
		expect(errors).toEqual([]);
	}
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
