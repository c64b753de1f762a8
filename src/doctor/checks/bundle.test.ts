import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { FUNCTION, NOW, only } from "../../../test/doctor-patient.ts";
import { keysOf, signedBundle } from "../../../test/signed-bundle.ts";
import { openCompiler, type RegoCompiler } from "../../rego/compiler.ts";
import { Unread } from "../found.ts";
import { bundle } from "./bundle.ts";

const keys = keysOf("ES256");
const SIGNED_AT = Date.parse("2026-11-01T00:00:00Z") / 1000;
let compiler: RegoCompiler;
let path: string;

beforeAll(async () => {
	compiler = await openCompiler();
	path = await kept(await signedBundle(compiler, keys, { signedAt: SIGNED_AT }));
});

async function kept(bytes: Uint8Array): Promise<string> {
	const file = join(mkdtempSync(join(tmpdir(), "taskgate-doctor-")), "team.tar.gz");
	writeFileSync(file, bytes);
	return file;
}

const with_ = (env: Readonly<Record<string, string>>) => ({ reads: { function: async () => ({ ...FUNCTION, environment: env }) } });
const verified = (file: string) =>
	with_({ TASKGATE_BUNDLE: file, TASKGATE_BUNDLE_KEY: keys.verifying, TASKGATE_BUNDLE_ALGORITHM: "ES256" });

test("without one the library judges", async () => {
	expect((await only(bundle)).status).toBe("notApplicable");
});
test("one that the function's key has signed", async () => {
	const { status, seen } = await only(bundle, verified(path));
	expect([status, seen]).toEqual(["ok", `${path}: revision r, 1 policy, signed at 2026-11-01T00:00:00.000Z`]);
});
test("one that another key has signed, or nobody", async () => {
	const other = await kept(await signedBundle(compiler, keysOf("ES256"), { signedAt: SIGNED_AT }));
	const found = await only(bundle, verified(other));
	expect([found.status, found.mend?.[0]]).toEqual(["problem", expect.stringContaining("taskgate bundle sign")]);
	expect(JSON.stringify(found)).not.toContain("PRIVATE KEY");
	expect((await only(bundle, with_({ TASKGATE_BUNDLE: path }))).seen).toMatch(/is signed.*no key/);
});
test("one that is older than what a gate has accepted, as the store remembers", async () => {
	const store = { newestSignature: async (source: string) => (source === path ? SIGNED_AT + 60 : undefined) };
	expect(await only(bundle, { ...verified(path), store })).toMatchObject({
		status: "problem",
		seen: expect.stringContaining("was accepted"),
	});
});
test("one from the future, by this clock", async () => {
	const ahead = await kept(await signedBundle(compiler, keys, { signedAt: Date.parse(NOW) / 1000 + 3_600 }));
	expect((await only(bundle, verified(ahead))).seen).toMatch(/yet to come/);
});
test("where the store cannot be read, whether it is older is unknown", async () => {
	const store = { newestSignature: () => Promise.reject(new Unread("refused", { action: "dynamodb:GetItem" })) };
	expect(await only(bundle, { ...verified(path), store })).toMatchObject({ status: "unknown", denied: "dynamodb:GetItem" });
});
test("a server or bucket whose bundle nobody verifies", async () => {
	const { status, mend = [] } = await only(bundle, with_({ TASKGATE_BUNDLE: "s3://policies/team.tar.gz" }));
	expect([status, mend[2]]).toEqual(["problem", "aws s3 cp signed.tar.gz s3://policies/team.tar.gz --region eu-central-1"]);
});
test("one that is not there", async () => {
	expect((await only(bundle, verified(`${path}.gone`))).status).toBe("unknown");
});
test("without a stack doctor's own environment says which", async () => {
	const env = { TASKGATE_BUNDLE: path, TASKGATE_BUNDLE_KEY: keys.verifying, TASKGATE_BUNDLE_ALGORITHM: "ES256" };
	expect((await only(bundle, { stack: null, env })).status).toBe("ok");
});
