/** Templates and plans among the files: what only the file around a resource, or all files together, can tell. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EcsObject } from "./ecs-object.ts";
import { readFiles } from "./read-files.ts";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-templates-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string) {
	const path = join(folder, "file.json");
	await writeFile(path, content);
	return readFiles([{ path, named: true }], { stdin: Readable.from([]), progress: () => {} });
}
const objects = (found: readonly unknown[]) => found as readonly EcsObject[];
const told = ({ request: { kind, name, enforcementPoint } }: EcsObject) => [kind, name, enforcementPoint];

describe("templates", () => {
	const fixture = (path: string) => join(import.meta.dirname, "../../test/fixtures", path);
	const readAll = async (...paths: readonly string[]) => {
		const files = paths.map((path) => ({ path: fixture(path), named: true }));
		return (await readFiles(files, { stdin: Readable.from([]), progress: () => {} })).found;
	};

	test("a service is linked with the task definition and the cluster of its template, and shows their lines", async () => {
		const found = objects(await readAll("cloudformation/service.yaml"));
		expect(found.map(told)).toEqual([
			["Cluster", "shop", "manifest-check"],
			["TaskDefinition", "web", "manifest-check"],
			["Service", "", "manifest-check"],
		]);
		const service = found[2] as EcsObject;
		expect([service.title, service.request.cluster, service.request.references.taskDefinition]).toEqual(["Service", "shop", "Task"]);
		expect(service.linked?.taskDefinition?.request.name).toBe("web");
		const lines = ["/context/taskDefinition/containerDefinitions/0/privileged", "/context/cluster/settings", "/desiredCount", "/absent"];
		expect(lines.map((field) => service.line(field))).toEqual([48, 25, 80, 75]);
	});

	test("a cluster that exists only at deploy time is not the default one", async () => {
		const text = "Resources: {S: {Type: AWS::ECS::Service, Properties: {Cluster: !ImportValue shop, TaskDefinition: web}}}";
		expect(objects((await read(text)).found)[0]?.request.cluster).toBeUndefined();
	});

	test("a nested stack is told unless its template is among the files", async () => {
		const notFollowed = (found: readonly unknown[]) => found.filter((each) => "id" in (each as object));
		expect(notFollowed(await readAll("sam/template.yaml"))).toEqual([expect.objectContaining({ id: "Shared", line: 16 })]);
		expect(notFollowed(await readAll("sam/template.yaml", "sam/cluster.yaml"))).toEqual([]);
	});

	test("two resources of one name are two", async () => {
		const one = (privileged: boolean) => ({
			address: "aws_ecs_task_definition.web",
			mode: "managed",
			type: "aws_ecs_task_definition",
			name: "web",
			change: { actions: ["create"], after: { family: "web", container_definitions: JSON.stringify([{ privileged }]) } },
		});
		const found = objects((await read(JSON.stringify({ format_version: "1.2", resource_changes: [one(true), one(false)] }))).found);
		expect(found.map(({ request: { object } }) => object.containerDefinitions)).toEqual([[{ privileged: true }], [{ privileged: false }]]);
	});

	test("a template without ECS is understood, and there is nothing to judge", async () => {
		expect(await read("Resources: {Bucket: {Type: AWS::S3::Bucket}}")).toEqual({ found: [], skipped: 1 });
	});

	test("ecspresso's files are put together by its configuration", async () => {
		const [service] = objects(await readAll("ecspresso/ecs-service-def.json", "ecspresso/ecspresso.yml", "ecspresso/ecs-task-def.json"));
		expect([service?.request.name, service?.request.cluster, service?.linked?.taskDefinition?.title]).toEqual([
			"web",
			"shop",
			"web-{{ must_env `STAGE` }}",
		]);
		expect(await readAll("ecspresso/broken-by-actions.json")).toEqual([
			expect.objectContaining({ reason: expect.stringMatching(/template actions/) }),
		]);
	});

	test("a plan of more than 2 MiB is read, and nothing else of that size", async () => {
		const plan = JSON.parse(await readFile(fixture("terraform/plan.json"), "utf8"));
		const text = JSON.stringify({ ...plan, padding: "x".repeat(3_000_000) }, null, 1);
		const [cluster] = objects((await read(text)).found);
		const line = text.split("\n").findIndex((each) => each.includes('"name": "shop"')) + 1;
		expect([cluster?.request.name, cluster?.line("/clusterName")]).toEqual(["shop", line]);
	});

	test.each([
		["main.tf", /terraform show -json/],
		["main.tf.json", /terraform show -json/],
		["ecs-task-def.jsonnet", /ecspresso render/],
	])("%s is answered with what to do", async (name, reason) => {
		const found = await readFiles([{ path: join(folder, name), named: true }], { stdin: Readable.from([]), progress: () => {} });
		expect(found.found).toEqual([{ source: join(folder, name), reason: expect.stringMatching(reason) }]);
	});
});
