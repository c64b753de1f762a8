/** The walk through an account, over real HTTP against moto with pages put in front of it. */
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { AwsClients } from "../../src/ecs/aws-clients.ts";
import { AwsInventory } from "../../src/ecs/inventory/aws-inventory.ts";
import { resolve } from "../../src/ecs/resolve.ts";
import { ownRegion } from "../own-region.ts";
import { PLACE, pointAwsAt } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";
import { fill, manage } from "./inventory-ground.ts";
import { type Brought, walkAll } from "./walked.ts";

const REGION = ownRegion(import.meta);
const ARN = `arn:aws:ecs:${REGION}:${PLACE.account}`;
const place = { ...PLACE, region: REGION };
const open = (more: object = {}) => AwsInventory.open(new AwsClients(), { regions: [REGION], share: 100, ...more });

let stub: EcsStub;
let source: AwsInventory;
let everything: Brought;

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	pointAwsAt(stub.url);
	await fill(inject("motoUrl"), REGION, { services: 125, definitions: 250 });
	manage(stub, REGION);
	source = await open({ allTaskDefinitions: true });
	everything = await walkAll(source);
}, 240_000);
afterAll(async () => {
	vi.unstubAllEnvs();
	await stub.close();
});

const ids = (kind: string) => everything.of(kind).map(({ id }) => id.replace(`${ARN}:`, ""));

describe("the walk", () => {
	test("finds everything, however many pages it lies on, and nothing twice", () => {
		expect(everything.unread).toEqual([]);
		expect(ids("Cluster").sort()).toEqual(["cluster/back", "cluster/shop"]);
		expect(ids("Service")).toHaveLength(126);
		expect(ids("TaskDefinition")).toHaveLength(250);
		expect(ids("TaskSet")).toEqual([expect.stringMatching(/^task-set\/back\/outside\//)]);
		expect(ids("ExpressGatewayService")).toEqual(["service/shop/quick"]);
		expect(ids("Daemon")).toEqual(["daemon/shop/agent"]);
		expect(ids("DaemonTaskDefinition")).toEqual(["daemon-task-definition/agent:3"]);
		expect(ids("CapacityProvider")).toEqual(["capacity-provider/own", "capacity-provider/managed"]);
		expect(ids("AccountSetting")).toEqual(["account-setting/containerInsights"]);
		const all = everything.found.map(({ id }) => id);
		expect(new Set(all).size).toBe(all.length);
	});

	test("tells the tasks of a service's revision once, and each other by itself, whatever it calls itself", () => {
		const [grouped, ...alone] = [...ids("Task")].sort();
		expect(grouped).toBe(`service/shop/s0#${ARN}:task-definition/web:1`);
		// By hand; of a revision that the service does not have; with overrides, which no service gives.
		expect(alone).toEqual([1, 2, 3].map(() => expect.stringMatching(/^task\/shop\//)));
		expect(everything.of("Task").find(({ id }) => id.includes("#"))?.arn).toBe(`${ARN}:service/shop/s0`);
	});

	test("tells what a thing refers to before the thing itself", () => {
		const at = (id: string) => everything.found.findIndex((item) => item.id === `${ARN}:${id}`);
		expect(at("task-definition/web:1")).toBeLessThan(at("service/shop/s0"));
		expect(at("daemon-task-definition/agent:3")).toBeLessThan(at("daemon/shop/agent"));
		expect(at(ids("TaskSet")[0] ?? "")).toBeLessThan(at("service/back/outside"));
	});

	test("says which listings it has read to their end", () => {
		for (const kind of ["Cluster", "Daemon", "CapacityProvider", "AccountSetting", "TaskDefinition"])
			expect(everything.isComplete(kind), kind).toBe(true);
		for (const kind of ["Service", "ExpressGatewayService", "TaskSet", "Task"])
			expect(everything.isComplete(kind, "shop"), kind).toBe(true);
	});

	test("without being told to takes the task definitions in use alone", async () => {
		const source = await open();
		const brought = await walkAll(source);
		expect(brought.of("TaskDefinition").map(({ name }) => name)).toEqual(["web", "web"]);
		expect(brought.isComplete("TaskDefinition")).toBe(true);
		expect(source.known).toBe(brought.found.length);
	});

	test("leaves out what is done, and tells the rest", async () => {
		const whole = (await walkAll(await open())).found.map(({ id }) => id);
		for (const noted of [1, 7, 60, 100, whole.length]) {
			const done = new Set(whole.slice(0, noted));
			const rest = await walkAll(await open(), (id) => done.has(id));
			expect(rest.found.map(({ id }) => id)).toEqual(whole.filter((id) => !done.has(id)));
		}
	});
});

describe("what is found", () => {
	const found = (id: string) => {
		const item = everything.found.find((one) => one.id === `${ARN}:${id}`);
		if (item === undefined) throw new Error(`${id} is not found`);
		return item;
	};

	test("is a request as the audit asks it", () => {
		expect(found("service/shop/s3").request).toMatchObject({
			...{ enforcementPoint: "audit-scan", kind: "Service", operation: "CREATE", action: "DescribeServices", ...place, cluster: "shop" },
			...{ name: "s3", tags: { n: "3" }, dryRun: false, time: "", duplicateKey: `${ARN}:service/shop/s3` },
			object: { serviceName: "s3", taskDefinition: `${ARN}:task-definition/web:2`, desiredCount: 1 },
			references: { service: `${ARN}:service/shop/s3`, cluster: `${ARN}:cluster/shop`, taskDefinition: `${ARN}:task-definition/web:2` },
		});
		expect(found("service/shop/s3").request.object).not.toHaveProperty("serviceArn");
	});

	test("names as who asks only whom nobody can have come after", () => {
		const platform = `arn:aws:iam::${PLACE.account}:role/platform`;
		expect(found("daemon-task-definition/agent:3")).toMatchObject({
			broughtInBy: platform,
			createdAt: "2026-01-01T00:00:00.000Z",
			request: { userInfo: { arn: platform } },
		});
		const byHand = everything.of("Task").find(({ broughtInBy }) => broughtInBy === "alice");
		expect(byHand?.request).toMatchObject({ userInfo: { arn: "" }, tags: { by: "hand" }, launchTypes: ["FARGATE"] });
	});

	test("resolves out of what was read already: ECS is asked nothing twice", async () => {
		const before = stub.calls.length;
		for (const item of everything.found) {
			const { context, targets, kind } = await resolve(source.reader, item.request, "uid");
			if (kind !== "AccountSetting") expect(context.source, item.id).toBe("ecs");
			if (kind === "Task" || kind === "Service") expect(context).toHaveProperty("taskDefinition.containerDefinitions");
			if (item.id.includes("#")) expect(targets.service).toBe(item.arn);
		}
		expect(stub.calls.length - before).toBe(0);
	});
});
