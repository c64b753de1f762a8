/** ARCHITECTURE.md's tree is the tree: whoever adds a room says what it is for. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const [, tree = ""] = /^```\n(.*?)^```/ms.exec(readFileSync(`${ROOT}ARCHITECTURE.md`, "utf8")) ?? [];
const named = new Set(tree.match(/[\w.-]+\/?/g));
const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" }).split("\0");

/** Files and folders directly under this one; of a folder's name the slash is part. */
const under = (folder: string) =>
	[
		...new Set(tracked.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length).match(/^[^/]+\/?/)?.[0] ?? "")),
	].filter((name) => name !== "");

describe("the tree in ARCHITECTURE.md names", () => {
	test("every file and folder of src/, but for tests", () => {
		const rooms = under("src/").filter((name) => !name.endsWith(".test.ts"));
		expect(rooms.length).toBeGreaterThan(40);
		expect(rooms.filter((name) => !named.has(name))).toEqual([]);
	});
	test("every folder at the top, but for those that begin with a dot", () => {
		expect(under("").filter((name) => name.endsWith("/") && !name.startsWith(".") && !named.has(name))).toEqual([]);
	});
	test("nothing that is not there", () => {
		const there = new Set(tracked.flatMap((path) => path.split("/").flatMap((part) => [part, `${part}/`])));
		const claimed = [...named].filter((name) => /^[\w-]+(\.ts|\/)$/.test(name) && name !== "dist/");
		expect(claimed.filter((name) => !there.has(name))).toEqual([]);
	});
});
