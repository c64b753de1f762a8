import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Kind } from "../admission/request.ts";
import type { EcsObject } from "./ecs-object.ts";
import { readFiles } from "./read-files.ts";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-read-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array, { named = true, kind }: { named?: boolean; kind?: Kind } = {}) {
	const path = join(folder, "file.json");
	await writeFile(path, content);
	return readFiles([{ path, named }], { stdin: Readable.from([]), kind, progress: () => {} });
}
const objects = (found: readonly unknown[]) => found as readonly EcsObject[];
const told = ({ request: { kind, name, enforcementPoint } }: EcsObject) => [kind, name, enforcementPoint];

const TASK_DEFINITION = `{
  "family": "web",
  "containerDefinitions": [
    {
      "name": "app",
      "privileged": true
    }
  ]
}`;
const EVENT = (eventName: string) => ({
	...{ version: "0", id: "1", source: "aws.ecs", account: "111122223333", region: "eu-central-1", time: "2026-11-20T10:00:00Z" },
	"detail-type": "AWS API Call via CloudTrail",
	detail: {
		...{ eventSource: "ecs.amazonaws.com", eventName, eventID: "e", eventTime: "2026-11-20T10:00:00Z", awsRegion: "eu-central-1" },
		userIdentity: { arn: "arn:aws:iam::111122223333:user/a" },
		requestParameters: { family: "web", containerDefinitions: [{ name: "app" }] },
	},
});

describe("what is in a file", () => {
	test.each([
		["a task definition", TASK_DEFINITION, [["TaskDefinition", "web", "manifest-check"]]],
		["pasted describe output", `{"taskDefinition": ${TASK_DEFINITION}, "tags": []}`, [["TaskDefinition", "web", "manifest-check"]]],
		[
			"two documents",
			`family: web\ncontainerDefinitions: []\n---\ntaskDefinition: web\n`,
			[
				["TaskDefinition", "web", "manifest-check"],
				["Task", "web", "manifest-check"],
			],
		],
		[
			"a list of objects",
			`[${TASK_DEFINITION}, {"serviceName": "s", "taskDefinition": "web"}]`,
			[
				["TaskDefinition", "web", "manifest-check"],
				["Service", "s", "manifest-check"],
			],
		],
		["an event", JSON.stringify(EVENT("RegisterTaskDefinition")), [["TaskDefinition", "web", "cloudtrail-event"]]],
		[
			"newline-delimited events",
			[EVENT("RegisterTaskDefinition"), EVENT("DescribeTasks")].map((event) => JSON.stringify(event)).join("\n"),
			[["TaskDefinition", "web", "cloudtrail-event"]],
		],
	])("%s", async (_, content, expected) => {
		expect(objects((await read(content)).found).map(told)).toEqual(expected);
	});

	test("an event that asks for nothing is understood and skipped", async () => {
		expect(await read(JSON.stringify(EVENT("DescribeTasks")))).toEqual({ found: [], skipped: 1 });
	});

	test("--kind overrides what the members tell", async () => {
		expect(objects((await read('{"family": "web"}', { kind: "TaskDefinition" })).found).map(told)).toEqual([
			["TaskDefinition", "web", "manifest-check"],
		]);
	});
});

test("a described task definition is known by what it was registered as", async () => {
	const arn = "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:3";
	const described = { taskDefinition: { family: "web", containerDefinitions: [], taskDefinitionArn: arn } };
	expect(objects((await read(JSON.stringify(described))).found)[0]?.registeredAs).toBe(arn);
	expect(objects((await read(TASK_DEFINITION)).found)[0]?.registeredAs).toBeUndefined();
});

describe("lines", () => {
	test.each([
		["a body", TASK_DEFINITION, "/containerDefinitions/0/privileged", 6],
		["a body, a field that is absent", TASK_DEFINITION, "/containerDefinitions/0/user", 4],
		["the object itself", `\n\n${TASK_DEFINITION}`, undefined, 3],
		["describe output", `{\n"taskDefinition":\n${TASK_DEFINITION}}`, "/containerDefinitions/0/privileged", 8],
		["a list", `[\n${TASK_DEFINITION}]`, "/containerDefinitions/0/privileged", 7],
		[
			"described services",
			'{"services": [\n{"serviceName": "s",\n"taskDefinition": "web"}]}',
			"/context/taskDefinition/containerDefinitions/0/image",
			3,
		],
		["an event", JSON.stringify(EVENT("RegisterTaskDefinition"), null, 1), "/containerDefinitions/0/name", 22],
	])("in %s", async (_, content, field, line) => {
		expect(objects((await read(content)).found)[0]?.line(field)).toBe(line);
	});
});

describe("what cannot be judged", () => {
	test.each([
		["a named file without ECS in it", '{"name": "package"}', /^not an ECS object: looked for a task definition/],
		["a list of nothing", "[]", /^not an ECS object/],
		["a text", "hello", /^not an ECS object/],
		["an empty file", "", /^empty/],
		["a broken event", JSON.stringify({ ...EVENT("RunTask"), account: "1" }), /^an event that cannot be read: account/],
		["duplicate keys", '{"containerDefinitions": [],\n"containerDefinitions": []}', /stands twice/],
	])("%s", async (_, content, reason) => {
		expect((await read(content)).found).toEqual([expect.objectContaining({ reason: expect.stringMatching(reason) })]);
	});

	test("in a folder, other files are skipped, and broken ones that speak of ECS are not", async () => {
		expect(await read('{"name": "package"}', { named: false })).toEqual({ found: [], skipped: 1 });
		expect(await read('{"broken": ', { named: false })).toEqual({ found: [], skipped: 1 });
		expect(await read(new Uint8Array(3_000_000).fill(65), { named: false })).toEqual({ found: [], skipped: 1 });
		expect((await read('{"containerDefinitions": ', { named: false })).found).toHaveLength(1);
		const tooLarge = Buffer.concat([Buffer.from(TASK_DEFINITION), Buffer.alloc(3_000_000, 32)]);
		expect((await read(tooLarge, { named: false })).found).toEqual([expect.objectContaining({ reason: expect.stringContaining("2 MiB") })]);
	});

	test("one that is unreadable does not keep the next from being read, nor does standard input", async () => {
		const path = join(folder, "good.json");
		await writeFile(path, TASK_DEFINITION);
		const files = [join(folder, "missing.json"), path, "-"].map((each) => ({ path: each, named: true }));
		const { found } = await readFiles(files, { stdin: Readable.from([Buffer.from(TASK_DEFINITION)]), progress: () => {} });
		expect(found.map(({ source }) => source)).toEqual([join(folder, "missing.json"), path, "<stdin>"]);
		expect(found.map((each) => "request" in each)).toEqual([false, true, true]);
	});
});
