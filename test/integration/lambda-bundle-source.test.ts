/** A function whose policies lie in S3: built as it is uploaded, it takes new ones between invocations, and none that are bad. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openCompiler } from "../../src/rego/compiler.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { registerEvent } from "../cloudtrail.ts";
import { eventually, freshStore } from "../gate-process.ts";
import { type BatchAnswer, builtFunctions, type LambdaFunction, sqsBatch, startFunction } from "../lambda-function.ts";
import { keysOf, signedBundle } from "../signed-bundle.ts";

const compiler = openCompiler();
const KEYS = keysOf("RS256");
const NOW = Math.floor(Date.now() / 1000);
const BUCKET = "taskgate-function-policies";
const s3 = new S3Client({
	endpoint: inject("motoUrl"),
	region: "us-east-1",
	credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
let events: LambdaFunction;
let address: string;

const put = (Body: Uint8Array) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "team.tar.gz", Body }));
const signed = (revision: string, signedAt: number) => signedBundle(compiler, KEYS, { revision, signedAt });

beforeAll(async () => {
	await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
	await put(await signed("first", NOW - 100));
	const folder = await mkdtemp(join(tmpdir(), "taskgate-function-"));
	const constraint = "apiVersion: taskgate.dev/v1\nkind: Constraint\nmetadata: {name: a}\nspec: {policy: w/a, enforcementAction: deny}\n";
	await writeFile(join(folder, "constraints.yaml"), constraint);
	address = await freshStore();
	events = await startFunction(`${await builtFunctions()}/events`, {
		...{ TASKGATE_BUNDLE: `s3://${BUCKET}/team.tar.gz`, TASKGATE_BUNDLE_KEY: KEYS.verifying, TASKGATE_BUNDLE_POLLING: "1s" },
		...{ TASKGATE_CONSTRAINTS: join(folder, "constraints.yaml"), TASKGATE_STORE: address, HOME: folder },
		...{ AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_ENDPOINT_URL: inject("motoUrl") },
	});
});
afterAll(async () => {
	await events.kill();
	await compiler.close();
	s3.destroy();
});

let number = 0;
/** The revision that judges an event now. */
async function judgedBy(): Promise<string | undefined> {
	const family = `web-${++number}`;
	const batch = sqsBatch({ [family]: registerEvent({ family, containerDefinitions: [{ name: "app", image: "web" }] }) });
	expect(await events.invoke<BatchAnswer>(batch)).toEqual({ batchItemFailures: [] });
	const store = openSqliteStore(address.replace("sqlite:", ""));
	const { decisions } = await store.decisions({});
	await store.close();
	return decisions.find(({ name }) => name === family)?.revision;
}

test("what is new and sound judges a later invocation; what is older or broken does not", async () => {
	expect(await judgedBy()).toBe("first");
	await put(await signed("second", NOW - 50));
	await eventually(async () => (await judgedBy()) === "second");
	await put(await signed("older", NOW - 200));
	await eventually(async () => {
		expect(await judgedBy()).toBe("second");
		return events.output().includes('"failure":"rollback"');
	});
	await put(Buffer.from("no bundle"));
	await eventually(async () => {
		expect(await judgedBy()).toBe("second");
		return events.output().includes('"failure":"bundle"');
	});
	await put(await signed("third", NOW));
	await eventually(async () => (await judgedBy()) === "third");
});
