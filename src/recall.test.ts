import { describe, expect, test } from "vitest";
import { allowed, at, denied } from "../test/contract/store/records.ts";
import { ARN, admissionRequest, decision, NOW } from "../test/requests.ts";
import type { PlannedAction } from "./admission/plan.ts";
import type { AdmissionRequest } from "./admission/request.ts";
import { LookUpFailed } from "./ecs/ecs-reader.ts";
import { recalling } from "./recall.ts";
import { openSqliteStore } from "./store/sqlite.ts";

const digest = `sha256:${"a".repeat(64)}`;
const pinned = `registry.example.com/web@${digest}`;
const revision = `${ARN}:task-definition/web:3`;
const until = "2026-11-27T12:00:00.000Z";
const entry = { reason: "runtime/alert-types: a coin miner", by: "decision 1", since: NOW, until };
const definition = {
	family: "web",
	containerDefinitions: [
		{ name: "log", image: "agent:1" },
		{ name: "app", image: pinned },
	],
};

async function listing(...whats: readonly string[]) {
	const store = openSqliteStore(":memory:");
	for (const what of whats) await store.quarantine({ ...entry, what });
	return recalling(store, () => NOW);
}
const run = (more: Partial<AdmissionRequest> = {}) =>
	admissionRequest({
		kind: "Task",
		object: { taskDefinition: revision },
		context: { taskDefinition: definition, source: "ecs" },
		targets: {},
		...more,
	});

describe("the quarantine", () => {
	test("knows a revision by its ARN, and an image by the digest that is pinned", async () => {
		const found = { reason: entry.reason, by: entry.by, until };
		expect(await (await listing(revision))(run())).toEqual({
			quarantine: [{ of: "task definition", is: revision, field: "/taskDefinition", ...found }],
		});
		const field = "/context/taskDefinition/containerDefinitions/1/image";
		expect(await (await listing(digest))(run())).toEqual({ quarantine: [{ of: "image", is: pinned, field, ...found }] });
		const registered = admissionRequest({ kind: "TaskDefinition", object: definition, targets: { taskDefinition: revision } });
		const both = await (await listing(revision, digest))(registered);
		expect(both.quarantine?.map(({ field }) => field)).toEqual(["/family", "/containerDefinitions/1/image"]);
	});

	test("knows a tag by what ECS says it has come to, and else not", async () => {
		const tagged = { taskDefinition: { containerDefinitions: [{ name: "app", image: "web:1" }] }, source: "ecs" as const };
		const recall = await listing(digest);
		expect(await recall(run({ context: tagged }))).toEqual({ quarantine: [] });
		const containerImages = [{ containerName: "app", image: "web:1", imageDigest: digest }];
		expect((await recall(run({ context: { ...tagged, containerImages } }))).quarantine).toHaveLength(1);
	});

	test("knows an image of an index that is pinned by what ECS says it has come to, too", async () => {
		const index = `sha256:${"b".repeat(64)}`;
		const image = `registry.example.com/web@${index}`;
		const containerImages = [{ containerName: "app", image, imageDigest: digest }];
		const context = { taskDefinition: { containerDefinitions: [{ name: "app", image }] }, containerImages, source: "ecs" as const };
		for (const listed of [digest, index]) expect((await (await listing(listed))(run({ context }))).quarantine).toHaveLength(1);
	});

	test("says nothing of what is not on the list, nor of kinds that run nothing of the sort", async () => {
		const recall = await listing(digest);
		expect(await recall(run({ object: {}, context: { source: "copy" } }))).toEqual({ quarantine: [] });
		expect(await recall(run({ kind: "Cluster" }))).toEqual({});
	});

	test("is asked again after a moment, and at once when it could not be read", async () => {
		let reads = 0;
		const store = {
			...openSqliteStore(":memory:"),
			quarantined: async () => (reads++ === 0 ? Promise.reject(new Error("disk full")) : []),
		};
		const recall = recalling(store, () => NOW);
		await expect(recall(run())).rejects.toThrow(new LookUpFailed("the store could not be asked: disk full", { transient: true }));
		for (let n = 0; n < 5; n += 1) expect(await recall(run())).toEqual({ quarantine: [] });
		expect(reads).toBe(2);
	});
});

describe("what is known of an alert's task", () => {
	const task = `${ARN}:task/main/1`;
	const service = `${ARN}:service/main/web`;
	const cluster = `${ARN}:cluster/main`;
	const alert = (targets: object) =>
		admissionRequest({
			...{
				enforcementPoint: "runtime-alert",
				kind: "RuntimeAlert",
				account: "111122223333",
				region: "eu-west-1",
				cluster: "main",
				object: {},
			},
			...{ context: { task: { taskArn: task }, source: "ecs" }, targets },
		});

	test("the decision by which it came in, with the exemptions that were used", async () => {
		const store = openSqliteStore(":memory:");
		const [one] = decision().enforcements;
		const violations = [1, 2].map(() => ({ ...(one as NonNullable<typeof one>), action: "exempted" as const, exemption: "legacy" }));
		await store.record(allowed("by-task", { key: `task-state-change/task/${task}`, violations }), []);
		await store.record(allowed("by-service", { key: `task-state-change/service/${cluster}/web/${revision}` }), []);
		const recall = recalling(store, () => NOW);
		const exemptions = ["legacy"];
		expect(await recall(alert({ tasks: [task], taskDefinition: revision }))).toMatchObject({
			admittedBy: { uid: "by-task", verdict: "allowed", exemptions },
		});
		expect(await recall(alert({ tasks: [task], taskDefinition: revision, service, cluster }))).toMatchObject({
			admittedBy: { uid: "by-service" },
		});
		expect(await recall(alert({}))).toEqual({});
	});

	test("for a service, the configuration that was admitted with this revision, and no other", async () => {
		const store = openSqliteStore(":memory:");
		await store.record(allowed("configured", { resource: service, object: { taskDefinition: revision } }), []);
		const recall = recalling(store, () => NOW);
		expect(await recall(alert({ tasks: [task], taskDefinition: revision, service, cluster }))).toMatchObject({
			admittedBy: { uid: "configured" },
		});
		const other = await recall(alert({ tasks: [task], taskDefinition: `${revision}1`, service, cluster }));
		expect(other.admittedBy).toBeUndefined();
	});

	test("how many of its service's tasks were stopped for alerts within the hour", async () => {
		const store = openSqliteStore(":memory:");
		const action = (target: string) =>
			({
				...{ type: "StopTask", target, effectKey: target, account: "111122223333", region: "eu-west-1", partition: "aws", reason: "" },
				...{ precondition: {}, otherwise: [], state: "planned" },
			}) as PlannedAction;
		const stop = (uid: string, more: object) =>
			store.record(
				denied(uid, {
					...{ enforcementPoint: "runtime-alert", kind: "RuntimeAlert", cluster: "main", event: {}, time: at(40_000) },
					...{ object: { task: { group: "service:web" } }, ...more },
				}),
				[action(uid)],
			);
		await stop("counted", {});
		await stop("counted too", {});
		await stop("of another", { object: { task: { group: "service:other" } } });
		await stop("long ago", { time: at(0) });
		await stop("by a task event", { enforcementPoint: "task-state-change" });
		const recall = recalling(store, () => at(43_000));
		const told = alert({ tasks: [task], taskDefinition: revision, service, cluster });
		expect(await recall(told)).toMatchObject({ priorStops: 2, stopsUnderWay: 0 });
		await stop("just now", { decidedAt: at(42_900) });
		await stop("in another Region", { region: "eu-west-2" });
		expect(await recall(told)).toMatchObject({ priorStops: 3, stopsUnderWay: 1 });
		const noise = (n: number) => store.record(denied(`noise ${n}`, { cluster: "main", time: at(42_000 + n / 10) }), []);
		for (let n = 0; n < 150; n += 1) await noise(n);
		expect(await recall(told)).toMatchObject({ priorStops: 3, stopsUnderWay: 1 });
		for (let n = 150; n < 1_000; n += 1) await noise(n);
		expect(await recall(told)).toMatchObject({ priorStops: 1_000, stopsUnderWay: 1_000 });
		expect((await recall(alert({ tasks: [task], taskDefinition: revision }))).priorStops).toBeUndefined();
	});

	test("nothing, where the store cannot be read: then the alert is undecided", async () => {
		const store = { ...openSqliteStore(":memory:"), decisionByKey: async () => Promise.reject(new Error("gone")) };
		await expect(recalling(store, () => NOW)(alert({ tasks: [task] }))).rejects.toThrow("the store could not be asked: gone");
	});
});
