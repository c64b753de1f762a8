/** While it is packed, package.json names no dependency; afterwards it is again, to the byte, what it was. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { enterPacking, leavePacking } from "../../scripts/packed-manifest.ts";

const WHOLE =
	'{ "name": "a",\n\t"scripts": { "postpack": "p" }, "dependencies": { "b": "1.0.0" },\n"devDependencies": { "c": "1.0.0" }, "optionalDependencies": { "node-d": "1.0.0" } }';
const PACKED = { name: "a", scripts: { postpack: "p" }, optionalDependencies: { "node-d": "1.0.0" } };

let root: string;
const manifest = () => readFileSync(join(root, "package.json"), "utf8");

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "taskgate-manifest-"));
	writeFileSync(join(root, "package.json"), WHOLE);
	onTestFinished(() => rmSync(root, { recursive: true }));
});

test("packed without what is bundled and what only develops; Node's own packages and the script that puts back stay", async () => {
	await enterPacking(root);
	expect(JSON.parse(manifest())).toEqual(PACKED);
	await leavePacking(root);
	expect(manifest()).toBe(WHOLE);
});
test("a pack that was interrupted loses nothing: the next one puts the whole file back", async () => {
	await enterPacking(root);
	await enterPacking(root);
	expect(JSON.parse(manifest())).toEqual(PACKED);
	await leavePacking(root);
	expect(manifest()).toBe(WHOLE);
});
test("what was kept before does not come back over a newer file", async () => {
	await enterPacking(root);
	const newer = WHOLE.replace("1.0.0", "2.0.0");
	writeFileSync(join(root, "package.json"), newer);
	await enterPacking(root);
	await leavePacking(root);
	expect(manifest()).toBe(newer);
});
