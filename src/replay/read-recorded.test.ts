import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EcsObject } from "../check/ecs-object.ts";
import { readRecordedFiles } from "./read-recorded.ts";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-recorded-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array) {
	const path = join(folder, "events.json");
	await writeFile(path, content);
	const { found, ...rest } = await readRecordedFiles([{ path, named: true }], Readable.from([]));
	return { ...rest, found: found.map((each) => ({ ...each, source: each.source.slice(folder.length + 1) })) };
}
const told = (found: readonly unknown[]) =>
	(found as EcsObject[]).map(({ source, request: { kind, name, enforcementPoint } }) => [source, kind, name, enforcementPoint]);

const EVENT = (eventID: string, eventName = "RegisterTaskDefinition", account = "111122223333") => ({
	...{ version: "0", id: eventID, source: "aws.ecs", account, region: "eu-central-1", time: "2026-11-20T10:00:00Z" },
	"detail-type": "AWS API Call via CloudTrail",
	detail: {
		...{ eventSource: "ecs.amazonaws.com", eventName, eventID, eventTime: "2026-11-20T10:00:00Z", awsRegion: "eu-central-1" },
		userIdentity: { arn: "arn:aws:iam::111122223333:user/a" },
		requestParameters: { family: "web", containerDefinitions: [{ name: "app" }] },
	},
});
const DECISION = {
	...{ uid: "d1", time: "2026-11-20T10:00:00Z", enforcementPoint: "deployment-hook", reach: "prevent", action: "RegisterTaskDefinition" },
	...{
		kind: "TaskDefinition",
		name: "web",
		account: "111122223333",
		region: "eu-central-1",
		principal: "arn:aws:iam::111122223333:role/ci",
	},
	...{ verdict: "allowed", violations: [], actions: [], revision: "r" },
};
const OBJECT = { family: "web", containerDefinitions: [{ name: "app", environment: [{ name: "A", value: { $unknown: "masked" } }] }] };

describe("events", () => {
	const asked = ["TaskDefinition", "web", "cloudtrail-event"];
	test.each([
		["one", JSON.stringify(EVENT("a")), [["events.json", ...asked]]],
		["one, over several lines", JSON.stringify(EVENT("a"), null, 2), [["events.json", ...asked]]],
		[
			"an array",
			JSON.stringify([EVENT("a"), EVENT("b")]),
			[
				["events.json#/0", ...asked],
				["events.json#/1", ...asked],
			],
		],
		[
			"one a line",
			`${JSON.stringify(EVENT("a"))}\n\n${JSON.stringify(EVENT("b"))}\n`,
			[
				["events.json:1", ...asked],
				["events.json:3", ...asked],
			],
		],
	])("%s", async (_, content, expected) => {
		const { found, skipped, repeated } = await read(content);
		expect({ found: told(found), skipped, repeated }).toEqual({ found: expected, skipped: 0, repeated: 0 });
	});

	test("that ask for nothing are skipped, and a happening heard of twice is judged once", async () => {
		const { found, skipped, repeated } = await read(JSON.stringify([EVENT("a"), EVENT("b", "DescribeTasks"), EVENT("a")]));
		expect({ found: found.length, skipped, repeated }).toEqual({ found: 1, skipped: 1, repeated: 1 });
	});

	test("from standard input", async () => {
		const { found } = await readRecordedFiles([{ path: "-", named: true }], Readable.from([Buffer.from(JSON.stringify(EVENT("a")))]));
		expect(told(found)).toEqual([["<stdin>", ...asked]]);
	});
});

describe("decisions", () => {
	test("with their object are judged as the point judged them", async () => {
		const { found } = await read(JSON.stringify({ ...DECISION, object: OBJECT, operation: "CREATE", cluster: "main" }));
		expect(found[0]).toMatchObject({
			request: {
				...{ enforcementPoint: "deployment-hook", kind: "TaskDefinition", name: "web", account: "111122223333", cluster: "main" },
				...{ time: DECISION.time, userInfo: { arn: DECISION.principal }, operation: "CREATE", object: OBJECT },
			},
		});
	});

	test("without it are told, one by one, and never taken for unchanged", async () => {
		const { found } = await read(
			JSON.stringify({ decisions: [DECISION, { ...DECISION, uid: "d2", object: OBJECT, region: null }], next: null }),
		);
		expect(found[0]).toEqual({
			source: "events.json#/decisions/0",
			reason: expect.stringMatching(/^a decision without the object that was judged/),
		});
		expect(told(found.slice(1))).toEqual([["events.json#/decisions/1", "TaskDefinition", "web", "deployment-hook"]]);
	});

	test("whose object is none", async () => {
		const { found } = await read(JSON.stringify({ ...DECISION, kind: "TaskExec", object: [] }));
		expect(found).toEqual([expect.objectContaining({ reason: expect.stringContaining("neither a recorded EventBridge event") })]);
	});
});

describe("what cannot be judged", () => {
	const deep = `${"[".repeat(70)}${"]".repeat(70)}`;
	test.each([
		["another JSON file", '{"name": "package"}', /^neither a recorded EventBridge event/],
		["a text", "hello", /^not JSON: /],
		["an empty file", "", /^not JSON: /],
		["no UTF-8", Uint8Array.from([0xff, 0xfe, 0x41]), /^not UTF-8/],
		["a value that is no object", "[1]", /^neither/],
		["too deep", `{"detail-type": "x", "detail": ${deep}}`, /^nested over 64 deep/],
		["a line that is too deep", `{"a": 1}\n{"detail-type": "x", "detail": ${deep}}`, /^nested over 64 deep/],
		["a broken event", JSON.stringify(EVENT("a", "RunTask", "1")), /^an event that cannot be read: account/],
	])("%s", async (_, content, reason) => {
		expect((await read(content)).found).toContainEqual(expect.objectContaining({ reason: expect.stringMatching(reason) }));
	});

	test("one broken line does not keep the others from being judged", async () => {
		const { found } = await read(`${JSON.stringify(EVENT("a"))}\n{"broken": }\n${JSON.stringify(EVENT("b"))}`);
		expect(found.map((each) => "request" in each)).toEqual([true, false, true]);
		expect(found[1]).toMatchObject({ source: "events.json:2", reason: expect.stringMatching(/^not JSON/) });
	});

	test("a file that is not there", async () => {
		const { found } = await readRecordedFiles([{ path: join(folder, "missing.json"), named: true }], Readable.from([]));
		expect(found).toEqual([{ source: join(folder, "missing.json"), reason: "there is no such file or folder" }]);
	});
});
