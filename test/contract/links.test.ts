/** Every relative link of every page leads somewhere, and its anchor is a heading there. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FENCE = /^```.*?^```/gms;
const pages = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], { cwd: ROOT, encoding: "utf8" }).trim().split("\n");

/** As GitHub makes them. */
function anchorsOf(path: string): ReadonlySet<string> {
	const seen = new Map<string, number>();
	const headings = readFileSync(path, "utf8")
		.replace(FENCE, "")
		.matchAll(/^#{1,6} (.*)$/gm);
	return new Set(
		[...headings].map(([, heading = ""]) => {
			const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
			const slug = text.replace(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-");
			const count = seen.get(slug) ?? 0;
			seen.set(slug, count + 1);
			return count === 0 ? slug : `${slug}-${count}`;
		}),
	);
}

function brokenIn(page: string): readonly string[] {
	const links = [
		...readFileSync(join(ROOT, page), "utf8")
			.replace(FENCE, "")
			.matchAll(/\]\(([^)\s]+)\)/g),
	].map(([, link = ""]) => link);
	return links.filter((link) => {
		if (/^[a-z]+:/.test(link)) return false;
		const [path = "", anchor] = link.split("#");
		const target = path === "" ? join(ROOT, page) : resolve(ROOT, dirname(page), path);
		if (relative(ROOT, target).startsWith("..") || !existsSync(target)) return true;
		return anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).has(anchor);
	});
}

test("links lead to what is there", () => {
	expect(pages.length).toBeGreaterThan(100);
	expect(pages.flatMap((page) => brokenIn(page).map((link) => `${page}: ${link}`))).toEqual([]);
});
