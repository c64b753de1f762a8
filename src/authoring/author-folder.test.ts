import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { POLICIES_FOLDER } from "../policies-folder.ts";
import { readPolicySources } from "../rego/policy-sources.ts";
import { FolderError, folderOf, readAuthorFolder, within } from "./author-folder.ts";

let root: string;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), "taskgate-folder-"));
});
afterEach(() => rm(root, { recursive: true }));

async function write(...paths: readonly string[]): Promise<void> {
	for (const path of paths) {
		await mkdir(dirname(join(root, path)), { recursive: true });
		await writeFile(join(root, path), `package ${path.length}\n`);
	}
}

test("the same virtual paths from the folder and from above it, with the library beside", async () => {
	await write("policies/a/b.rego", "policies/a/b_test.rego", "node_modules/x/policies/a/b.rego", ".git/c.rego");
	const above = await readAuthorFolder(root);
	expect(above.own).toEqual(["policies/a/b.rego", "policies/a/b_test.rego"]);
	expect((await readAuthorFolder(join(root, "policies"))).own).toEqual(above.own);
	expect(above.shown["policies/a/b.rego"]).toBe(join(root, "policies/a/b.rego"));
	expect(Object.keys(above.files)).toEqual(expect.arrayContaining(["policies/lib/value.rego", "policies/lib/fixture_test.rego"]));
	expect(Object.keys(above.files)).not.toContain("policies/lib/value_test.rego");
});

test("the built-in library, read as a folder, is what its bundle is built from", async () => {
	const folder = await readAuthorFolder(fileURLToPath(POLICIES_FOLDER));
	expect(folder.files).toEqual(await readPolicySources(fileURLToPath(POLICIES_FOLDER), "policies/"));
});

test("a file of the author's own stands in the place of the library's", async () => {
	await write("lib/value.rego");
	const folder = await readAuthorFolder(root);
	expect(folder.files["policies/lib/value.rego"]).toBe("package 14\n");
});

test("two files that would be the same policy, and a folder that is not there", async () => {
	await write("policies/a/b.rego", "a/b.rego");
	await expect(readAuthorFolder(root)).rejects.toThrow(/are both policies\/a\/b\.rego/);
	await expect(readAuthorFolder(join(root, "nowhere"))).rejects.toThrow(FolderError);
});

test("a link to a policy is that policy, as Kubernetes mounts them; one that leads nowhere is not passed over", async () => {
	await write("..data/b.rego");
	await symlink(join(root, "..data/b.rego"), join(root, "b.rego"));
	expect((await readAuthorFolder(root)).own).toEqual(["policies/b.rego"]);
	await symlink(join(root, "nowhere.rego"), join(root, "c.rego"));
	await expect(readAuthorFolder(root)).rejects.toThrow(/ENOENT/);
});

test("a name that a terminal would obey is refused, and shown in escapes", async () => {
	await write("a/b\u001b[31m.rego");
	await expect(readAuthorFolder(root)).rejects.toThrow(/^"a\/b\\u001b\[31m\.rego" in .* do not show/);
});

test("paths choose among the files; one that holds none is refused", async () => {
	await write("policies/a/b.rego", "policies/ab/c.rego");
	const folder = await readAuthorFolder(root);
	expect(within(folder, [join(root, "policies/a")])).toEqual(["policies/a/b.rego"]);
	expect(within(folder, [])).toEqual(folder.own);
	expect(() => within(folder, [join(root, "policies/c")])).toThrow(FolderError);
});

test("the folder of a path is the nearest one called policies, else the folder itself", async () => {
	await write("policies/a/b.rego", "rules/a/b.rego");
	expect(await folderOf(join(root, "policies/a/b.rego"))).toMatch(/policies$/);
	expect(await folderOf(join(root, "rules/a"))).toMatch(/rules.a$/);
});
