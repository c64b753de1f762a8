/** How many calls an audit of 200 services and 300 tasks costs: none is made twice, and judging makes none. */
import { ListClustersCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from "vitest";
import { AwsClients } from "../../src/ecs/aws-clients.ts";
import { AwsInventory } from "../../src/ecs/inventory/aws-inventory.ts";
import { PacedClients } from "../../src/ecs/inventory/paced-clients.ts";
import { resolve } from "../../src/ecs/resolve.ts";
import { ownRegion } from "../own-region.ts";
import { PLACE, pointAwsAt } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";
import { walkAll } from "./walked.ts";

const REGION = ownRegion(import.meta);
const ARN = `arn:aws:ecs:${REGION}:${PLACE.account}`;
const SERVICES = 200;
const DEFINITIONS = 40;
/** 250 of services, 50 that were run by hand. */
const TASKS = 300;

const definitionOf = (n: number) => `${ARN}:task-definition/app${n % DEFINITIONS}:1`;
const clusterArn = `${ARN}:cluster/main`;
const count = (many: number, one: (n: number) => string) => Array.from({ length: many }, (_, n) => one(n));
const numberOf = (arn: string) => Number(/\d+$/.exec(arn)?.[0]);

let stub: EcsStub;

/** One answer for each operation, out of a number in the name. */
function answer(): void {
	const page = (member: string, all: readonly string[]) => (body: Record<string, unknown>) => {
		const from = Number(body.nextToken ?? 0);
		const to = from + Number(body.maxResults);
		return { [member]: all.slice(from, to), ...(to < all.length ? { nextToken: String(to) } : {}) };
	};
	const described = (named: unknown, one: (arn: string, n: number) => object) => (named as string[]).map((arn) => one(arn, numberOf(arn)));
	stub.answer("ListAccountSettings", () => ({ settings: [{ name: "containerInsights", value: "enabled" }] }));
	stub.answer("DescribeCapacityProviders", () => ({ capacityProviders: [] }));
	stub.answer("ListDaemons", () => ({ daemonSummariesList: [] }));
	stub.answer("ListClusters", page("clusterArns", [clusterArn]));
	const counts = { activeServicesCount: SERVICES, runningTasksCount: TASKS, pendingTasksCount: 0 };
	stub.answer("DescribeClusters", () => ({ clusters: [{ clusterArn, clusterName: "main", status: "ACTIVE", ...counts }] }));
	stub.answer(
		"ListServices",
		page(
			"serviceArns",
			count(SERVICES, (n) => `${ARN}:service/main/s${n}`),
		),
	);
	stub.answer("DescribeServices", ({ services }) => ({
		services: described(services, (serviceArn, n) => ({
			serviceArn,
			clusterArn,
			serviceName: `s${n}`,
			status: "ACTIVE",
			taskDefinition: definitionOf(n),
		})),
	}));
	stub.answer("DescribeTaskDefinition", ({ taskDefinition }) => {
		const [, family] = /\/(app\d+):1$/.exec(String(taskDefinition)) ?? [];
		return { taskDefinition: { taskDefinitionArn: taskDefinition, family, status: "ACTIVE", containerDefinitions: [{ name: "app" }] } };
	});
	stub.answer(
		"ListTasks",
		page(
			"taskArns",
			count(TASKS, (n) => `${ARN}:task/main/${"0".repeat(29)}${String(n).padStart(3, "0")}`),
		),
	);
	stub.answer("DescribeTasks", ({ tasks }) => ({
		tasks: described(tasks, (taskArn, n) => {
			const ofService =
				n < 250 ? { group: `service:s${n % SERVICES}`, startedBy: "ecs-svc/1" } : { group: "family:app", startedBy: "alice" };
			return {
				taskArn,
				clusterArn,
				taskDefinitionArn: definitionOf(n % SERVICES),
				desiredStatus: "RUNNING",
				lastStatus: "RUNNING",
				...ofService,
			};
		}),
	}));
	stub.answer("ListTaskDefinitions", page("taskDefinitionArns", count(DEFINITIONS, definitionOf)));
}

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	pointAwsAt(stub.url);
});
beforeEach(() => {
	stub.reset();
	answer();
});
afterAll(async () => {
	vi.unstubAllEnvs();
	await stub.close();
});

const open = () =>
	AwsInventory.open(new AwsClients(), { accounts: [PLACE.account], regions: [REGION], allTaskDefinitions: true, share: 100 });

test("the calls are as few as ECS's batches allow, and no call is made twice", async () => {
	const source = await open();
	const { found, unread } = await walkAll(source);
	expect(unread).toEqual([]);
	const kinds = Map.groupBy(found, ({ kind }) => kind);
	// The tasks of each service once, and each of those that were run by hand.
	const expected = { AccountSetting: 1, Cluster: 1, TaskDefinition: DEFINITIONS, Service: SERVICES, Task: SERVICES + 50 };
	expect(Object.fromEntries([...kinds].map(([kind, items]) => [kind, items.length]))).toEqual(expected);
	for (const { request } of found) await resolve(source.reader, request, "uid");
	expect(
		Object.fromEntries([...Map.groupBy(stub.calls, ({ operation }) => operation)].map(([name, calls]) => [name, calls.length])),
	).toEqual({
		GetCallerIdentity: 1,
		ListAccountSettings: 1,
		// The account's, and the cluster's.
		DescribeCapacityProviders: 2,
		ListDaemons: 1,
		ListClusters: 1,
		DescribeClusters: 1,
		ListServices: 2,
		DescribeServices: 20,
		ListTasks: 3,
		DescribeTasks: 3,
		ListTaskDefinitions: 1,
		DescribeTaskDefinition: DEFINITIONS,
	});
	const calls = stub.calls.map(({ operation, body }) => `${operation} ${JSON.stringify(body)}`);
	expect(calls.filter((call, i) => calls.indexOf(call) !== i)).toEqual([]);
});

test("what is known grows to what there is, and is there long before it is reached", async () => {
	const source = await open();
	let named = 0;
	let atCluster = 0;
	for await (const walked of source.walk()) {
		if ("complete" in walked) continue;
		named += 1;
		expect(source.known).toBeGreaterThanOrEqual(named);
		if ("found" in walked && walked.found.kind === "Cluster") atCluster = source.known;
	}
	expect(atCluster).toBeGreaterThanOrEqual(SERVICES + TASKS);
	expect(source.known).toBe(named);
});

test("a call that is made again waits for its turn again", async () => {
	let throttled = 0;
	stub.fail((operation) =>
		operation === "ListClusters" && throttled++ < 2 ? { __type: "ThrottlingException", message: "Rate exceeded" } : undefined,
	);
	const turns: string[] = [];
	const clients = new PacedClients(new AwsClients(), async (where, operation) => turns.push(`${where} ${operation}`));
	for (let i = 0; i < 2; i++) await (await clients.ecs({ ...PLACE, region: REGION })).send(new ListClustersCommand({}));
	expect(stub.count("ListClusters")).toBe(4);
	expect(turns).toEqual(Array(4).fill(`${PLACE.account}/${REGION} ListClusters`));
});
