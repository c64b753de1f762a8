import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { describe, expect, it } from "vitest";
import { readBundle } from "./bundle.ts";
import { BundleError } from "./bundle-archive.ts";

const CUSTOM = { severity: "critical", kinds: ["TaskDefinition"], remediation: "Remove it." };
const ANNOTATION = { scope: "document", title: "No names", description: "Why.\n", entrypoint: true, custom: CUSTOM };

function manifest(annotations: unknown = [ANNOTATION], entrypoint = "policies/workload/named/violation"): string {
	return JSON.stringify({ revision: "r1", roots: [""], wasm: [{ entrypoint, module: "/policy.wasm", annotations }], rego_version: 1 });
}

type Entry = readonly [name: string, content: string, type?: "symlink" | "directory"];
const WHOLE: readonly Entry[] = [
	["/data.json", "{}\n"],
	["/policies/workload/named.rego", "package policies.workload.named\n"],
	["/policy.wasm", "\0asm"],
	["/.manifest", manifest()],
];

async function archive(entries: readonly Entry[]): Promise<Buffer> {
	const tar = pack();
	for (const [name, content, type] of entries) {
		if (type === "symlink") tar.entry({ name, type, linkname: content });
		else if (type === "directory") tar.entry({ name, type });
		else tar.entry({ name }, content);
	}
	tar.finalize();
	return gzipSync(await buffer(tar));
}

const withManifest = (text: string) => archive([...WHOLE.slice(0, 3), ["/.manifest", text]]);
const without = (name: string) => archive(WHOLE.filter(([entry]) => entry !== name));

describe("readBundle", () => {
	it("reads module, revision and catalogue, and strips the library's own prefix from ids", async () => {
		const bundle = await readBundle(await archive(WHOLE));
		expect(bundle.revision).toBe("r1");
		expect(Buffer.from(bundle.wasm).toString()).toBe("\0asm");
		expect([...bundle.entrypoints]).toEqual([["workload/named", "policies/workload/named/violation"]]);
		expect(bundle.policies).toEqual([
			{
				id: "workload/named",
				title: "No names",
				description: "Why.",
				...CUSTOM,
				references: [],
				aliases: [],
				deprecated: false,
				parameters: {},
			},
		]);
	});

	it("sorts policies by id, keeps parameters and leaves other entrypoints aside", async () => {
		const parameters = { allowed: { description: "Names that may be used.", default: ["a"] }, none: { description: "Has no default." } };
		const wasm = [
			{ entrypoint: "policies/b/violation", module: "/policy.wasm", annotations: [ANNOTATION] },
			{ entrypoint: "mine/a/violation", module: "/policy.wasm", annotations: [{ ...ANNOTATION, custom: { ...CUSTOM, parameters } }] },
			{ entrypoint: "policies/b/patch", module: "/policy.wasm" },
		];
		const { policies } = await readBundle(await withManifest(JSON.stringify({ revision: "r", wasm })));
		expect(policies.map(({ id }) => id)).toEqual(["b", "mine/a"]);
		expect(policies[1]?.parameters).toEqual(parameters);
	});

	it.each([
		["no METADATA", [], "policies/workload/named.rego: the rule `violation` needs one METADATA block, and has 0"],
		["no title", [{ ...ANNOTATION, title: undefined }], "title: "],
		["no severity", [{ ...ANNOTATION, custom: { ...CUSTOM, severity: undefined } }], "custom.severity: "],
		["an unknown severity", [{ ...ANNOTATION, custom: { ...CUSTOM, severity: "urgent" } }], "custom.severity: "],
		["an unknown kind", [{ ...ANNOTATION, custom: { ...CUSTOM, kinds: ["Pod"] } }], "custom.kinds.0: "],
		["no kinds", [{ ...ANNOTATION, custom: { ...CUSTOM, kinds: [] } }], "custom.kinds: "],
		["a mistyped field", [{ ...ANNOTATION, custom: { ...CUSTOM, refernces: [] } }], "refernces"],
		["no custom fields", [{ ...ANNOTATION, custom: undefined }], "custom: "],
	])("names file and field of a policy with %s", async (_, annotations, message) => {
		const refused = readBundle(await withManifest(manifest(annotations)));
		await expect(refused).rejects.toThrow(BundleError);
		await expect(refused).rejects.toThrow(message);
		await expect(refused).rejects.toThrow("policies/workload/named.rego");
	});

	it.each<[string, () => Promise<Uint8Array>, string]>([
		["is empty", async () => Buffer.alloc(0), "not a gzip file"],
		["is not gzip", async () => Buffer.from("PK\x03\x04"), "not a gzip file"],
		["is cut short", async () => (await archive(WHOLE)).subarray(0, 200), "not a gzip file"],
		["is not tar", async () => gzipSync("x".repeat(2000)), "not a complete tar archive"],
		[
			"ends in the middle of an entry",
			async () => gzipSync(gunzipSync(await archive(WHOLE)).subarray(0, 1600)),
			"not a complete tar archive",
		],
		["is a bomb", async () => gzipSync(Buffer.alloc(65 * 1024 * 1024)), "unpacks to more than 64 MiB"],
		["has too many entries", () => archive(Array.from({ length: 5_001 }, (_, i) => [`/${i}.rego`, ""] as const)), "more than 5000 entries"],
		["has two entries of one name", () => archive([...WHOLE, ["policy.wasm", "\0evil"]]), "two entries called policy.wasm"],
		["escapes", () => archive([["/../policy.wasm", ""], ...WHOLE]), "points outside"],
		["has a link", () => archive([["/policy.wasm", "/etc/passwd", "symlink"]]), "is a symlink"],
		["has no module", () => without("/policy.wasm"), "no policy.wasm"],
		["has no manifest", () => without("/.manifest"), "no .manifest"],
		["has a manifest that is not JSON", () => withManifest("{"), "not JSON"],
		["has no revision", () => withManifest('{"wasm": []}'), "revision: "],
		[
			"has a policy whose name does not show",
			() => withManifest(manifest([ANNOTATION], "a\u001b[31m/b/violation")),
			'"a\\u001b[31m/b" has',
		],
		["has no policy", () => withManifest(manifest([], "main/deny")), "no entrypoint is called `violation`"],
		["is a delta", () => archive([...WHOLE, ["/patch.json", "{}"]]), "a delta"],
		["is signed, for nobody would verify it", () => archive([...WHOLE, ["/.signatures.json", "{}"]]), "is signed"],
		["carries data", () => archive([["/data.json", '{"a": 1}'], ...WHOLE.slice(1)]), "carries data (data.json)"],
		["carries data further down", () => archive([...WHOLE, ["/a/data.yaml", "b: 1"]]), "carries data (a/data.yaml)"],
	])("refuses a file that %s", async (_, make, message) => {
		const refused = readBundle(await make());
		await expect(refused).rejects.toThrow(BundleError);
		await expect(refused).rejects.toThrow(message);
	});

	it("reads directories and OPA's two spellings of names", async () => {
		const other = await archive([["policies", "", "directory"], ...WHOLE.map(([name, content]) => [`.${name}`, content] as const)]);
		expect((await readBundle(other)).revision).toBe("r1");
	});
});
