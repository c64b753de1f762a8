/** Under which licences others' work comes with ours, as the lock file has them. What is shipped is held narrower than what only develops. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const SHIPPED = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];
const DEVELOPING = [...SHIPPED, "BlueOak-1.0.0", "MPL-2.0"];
/** Development alone, by name, each with why its licence does no harm there. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
	"@cloud-copilot/iam-policy": "AGPL-3.0-or-later, a part of iam-simulate",
	"@cloud-copilot/iam-simulate":
		"AGPL-3.0-or-later: tests ask it what our SCPs deny. It is neither in the package nor in an image, nor served to anybody",
	"@cloud-copilot/iam-utils": "AGPL-3.0-or-later, a part of iam-simulate",
};

interface Locked {
	readonly license?: string;
	readonly dev?: boolean;
}

/** An SPDX expression of OR and AND, as npm's packages write them. */
function isAllowed(expression: string, allowed: readonly string[]): boolean {
	const text = expression.replace(/^\((.*)\)$/, "$1");
	if (text.includes(" OR ")) return text.split(" OR ").some((part) => isAllowed(part, allowed));
	if (text.includes(" AND ")) return text.split(" AND ").every((part) => isAllowed(part, allowed));
	return allowed.includes(text);
}

function offences(packages: Readonly<Record<string, Locked>>): readonly string[] {
	return Object.entries(packages).flatMap(([path, { license = "none", dev = false }]) => {
		const name = path.replace(/^.*node_modules\//, "");
		if (path === "" || (dev && Object.hasOwn(EXCEPTIONS, name))) return [];
		return isAllowed(license, dev ? DEVELOPING : SHIPPED) ? [] : [`${name}: ${license}`];
	});
}

const { packages } = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")) as {
	readonly packages: Readonly<Record<string, Locked>>;
};

test("every package that is shipped has a licence that lets us ship it, and every other one that lets us use it", () => {
	expect(Object.keys(packages).length).toBeGreaterThan(300);
	expect(offences(packages)).toEqual([]);
});
test("every exception is needed, and is not shipped", () => {
	for (const name of Object.keys(EXCEPTIONS)) {
		const locked = packages[`node_modules/${name}`];
		expect(locked?.dev, name).toBe(true);
		expect(isAllowed(locked?.license ?? "none", DEVELOPING), name).toBe(false);
	}
});
test("others would be told", () => {
	const made = {
		"": { license: "Proprietary" },
		"node_modules/a": { license: "GPL-3.0-only" },
		"node_modules/b": {},
		"node_modules/c": { license: "MPL-2.0" },
		"node_modules/d/node_modules/@e/f": { license: "MIT AND GPL-2.0-only", dev: true },
		"node_modules/@cloud-copilot/iam-simulate": { license: "AGPL-3.0-or-later" },
		"node_modules/g": { license: "(MIT OR GPL-3.0-or-later)" },
		"node_modules/h": { license: "MPL-2.0", dev: true },
	};
	expect(offences(made)).toEqual([
		...["a: GPL-3.0-only", "b: none", "c: MPL-2.0", "@e/f: MIT AND GPL-2.0-only"],
		"@cloud-copilot/iam-simulate: AGPL-3.0-or-later",
	]);
});
