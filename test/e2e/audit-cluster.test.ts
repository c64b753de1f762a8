/** `taskgate audit --cluster`: a cluster that is not there is no account in order. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { taskgate } from "./cli.ts";

const PLACE = { partition: "aws", account: "111122223333", region: "eu-central-1" };
const ARN = "arn:aws:ecs:eu-central-1:111122223333:cluster/shop";
const CLUSTER = { clusterName: "shop", settings: [{ name: "containerInsights", value: "enabled" }] };
const LINES = [
	{ taskgateInventory: 1, takenAt: "2026-11-29T00:00:00.000Z", places: [PLACE] },
	{
		found: {
			...{ id: ARN, arn: ARN, kind: "Cluster", name: "shop", place: PLACE, cluster: "shop" },
			request: {
				...{ enforcementPoint: "audit-scan", kind: "Cluster", operation: "CREATE", action: "DescribeClusters", ...PLACE },
				...{ cluster: "shop", name: "shop", launchTypes: [], userInfo: { arn: "" }, dryRun: false, time: "", duplicateKey: ARN },
				...{ references: { cluster: ARN }, object: CLUSTER, tags: {} },
			},
		},
		lookUps: { [JSON.stringify(["cluster", PLACE, ARN])]: { answer: { clusterArn: ARN, status: "ACTIVE", ...CLUSTER } } },
	},
	{ complete: { account: PLACE.account, region: PLACE.region, kind: "Cluster" } },
	{ end: { lines: 3 } },
];

let folder: string;
const audit = (...clusters: readonly string[]) =>
	taskgate(["audit", "--inventory", "saved.jsonl", "--no-record", ...clusters.flatMap((name) => ["--cluster", name])], { cwd: folder });

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "taskgate-audit-cluster-"));
	await writeFile(join(folder, "saved.jsonl"), LINES.map((line) => `${JSON.stringify(line)}\n`).join(""));
});
afterAll(() => rm(folder, { recursive: true }));

test("what is there is judged", async () => {
	const { code, stdout, stderr } = await audit("shop");
	expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
	expect(stdout).toContain("1 object: 0 denied, 1 allowed");
});

test.for([["shpo"], ["shop", "shpo"]])("one of %s is not there: exit code 2, and it is named", async (clusters) => {
	const { code, stdout } = await audit(...clusters);
	expect(code).toBe(2);
	expect(stdout.replace(/\s+/g, " ")).toContain("there is no cluster shpo in account 111122223333 in eu-central-1");
});
