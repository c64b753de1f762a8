/** Things that could not be described, calls that were throttled, accounts that could not be entered. */
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { AwsClients } from "../../src/ecs/aws-clients.ts";
import { AwsInventory, type Scope } from "../../src/ecs/inventory/aws-inventory.ts";
import { resolve } from "../../src/ecs/resolve.ts";
import { ownRegion } from "../own-region.ts";
import { PLACE, pointAwsAt } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";
import { fill, manage } from "./inventory-ground.ts";
import { type Brought, walkAll } from "./walked.ts";

const REGION = ownRegion(import.meta);
const ARN = `arn:aws:ecs:${REGION}:${PLACE.account}`;
const DENIED = { __type: "AccessDeniedException", message: "User: gate is not authorized" };

let stub: EcsStub;

const walk = async (more: Scope = {}) => walkAll(await AwsInventory.open(new AwsClients(), { regions: [REGION], share: 100, ...more }));

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	pointAwsAt(stub.url);
	await fill(inject("motoUrl"), REGION, { services: 12, definitions: 2 });
	manage(stub, REGION);
});
afterEach(() => {
	stub.reset();
	manage(stub, REGION);
});
afterAll(async () => {
	vi.unstubAllEnvs();
	await stub.close();
});

describe("of a batch", () => {
	const services = (amending: (services: { serviceArn: string }[], named: string[]) => object) =>
		stub.fail((operation, body) => {
			const named = (body.services ?? []) as string[];
			if (operation !== "DescribeServices" || !named.some((arn) => arn.endsWith("/s7"))) return undefined;
			const described = named.map((serviceArn) => ({ serviceArn, serviceName: serviceArn.split("/").at(-1) ?? "", status: "ACTIVE" }));
			return amending(described, named) as Record<string, unknown>;
		});
	const others = <T extends { serviceArn: string }>(all: readonly T[]) => all.filter(({ serviceArn }) => !serviceArn.endsWith("/s7"));
	const unreadOf = ({ unread }: Brought) => unread.map(({ arn, reason }) => [arn, reason]);

	test("that fails each is unread", async () => {
		services(() => DENIED);
		const { unread } = await walk();
		expect(unread.length).toBeGreaterThan(1);
		expect(unread.map(({ arn }) => arn)).toContain(`${ARN}:service/shop/s7`);
	});

	test("that fails leaves the tasks of its services undecided, and none of them gone", async () => {
		const isOfS0 = ({ services }: Record<string, unknown>) => JSON.stringify(services ?? []).includes('/s0"');
		stub.fail((operation, body) => (operation === "DescribeServices" && isOfS0(body) ? DENIED : undefined));
		const source = await AwsInventory.open(new AwsClients(), { regions: [REGION], share: 100 });
		const brought = await walkAll(source);
		const ofS0 = brought.of("Task").filter(({ arn }) => arn === `${ARN}:service/shop/s0`);
		expect(ofS0.map(({ id }) => id.split(":").slice(-2).join(":"))).toEqual(
			["web:1", "web:2"].map((revision) => expect.stringContaining(revision)),
		);
		for (const { request } of ofS0) await expect(resolve(source.reader, request, "uid")).rejects.toThrow("ecs:DescribeServices");
		expect(brought.isComplete("Task", "shop")).toBe(false);
		expect(brought.isComplete("Task")).toBe(false);
	});

	test("what is missing by now is gone", async () => {
		services((all, named) => ({
			services: others(all),
			failures: named.filter((arn) => arn.endsWith("/s7")).map((arn) => ({ arn, reason: "MISSING" })),
		}));
		const brought = await walk();
		expect(brought.unread).toEqual([]);
		expect(brought.of("Service").map(({ name }) => name)).not.toContain("s7");
		expect(brought.isComplete("Service", "shop")).toBe(true);
	});

	test("what failed for another reason is unread", async () => {
		services((all) => ({ services: others(all), failures: [{ arn: `${ARN}:service/shop/s7`, reason: "INTERNAL", detail: "try later" }] }));
		expect(unreadOf(await walk())).toEqual([
			[`${ARN}:service/shop/s7`, `ecs:DescribeServices of ${ARN}:service/shop/s7 failed: INTERNAL (try later)`],
		]);
	});

	test("what the answer passes over, or tells of another account's, is unread", async () => {
		services((all) => ({ services: [...others(all), { serviceArn: `${ARN.replace(PLACE.account, "999988887777")}:service/shop/s7` }] }));
		const brought = await walk();
		expect(unreadOf(brought)).toEqual([[`${ARN}:service/shop/s7`, expect.stringContaining("does not tell of it")]]);
		expect(brought.found.map(({ arn }) => arn).join()).not.toContain("999988887777");
	});

	test("what is listed of another account or Region is refused", async () => {
		const elsewhere = `arn:aws:ecs:eu-west-1:${PLACE.account}:service/shop/s7`;
		stub.fail((operation, body) =>
			operation === "ListServices" && String(body.cluster).endsWith("back") ? { serviceArns: [elsewhere] } : undefined,
		);
		expect(unreadOf(await walk())).toEqual([[elsewhere, expect.stringContaining(`not of account ${PLACE.account} in ${REGION}`)]]);
		expect(stub.calls.some(({ operation, body }) => operation === "DescribeServices" && JSON.stringify(body).includes(elsewhere))).toBe(
			false,
		);
	});
});

test("what a service or daemon refers to and could not be read is tried again although the service or daemon is done", async () => {
	const done = [`${ARN}:service/back/outside`, `${ARN}:daemon/shop/agent`];
	const source = await AwsInventory.open(new AwsClients(), { regions: [REGION], share: 100 });
	const { found } = await walkAll(source, (id) => done.includes(id));
	expect(found.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["TaskSet", "DaemonTaskDefinition"]));
	expect(found.filter(({ id }) => done.includes(id))).toEqual([]);
});

test("capacity providers that ECS fails to tell of are unread, and those that are deleted are gone", async () => {
	const provider = (name: string, status: string) => ({ name, capacityProviderArn: `${ARN}:capacity-provider/${name}`, status });
	let failures: readonly object[] = [];
	stub.answer("DescribeCapacityProviders", () => ({
		capacityProviders: [provider("own", "ACTIVE"), provider("old", "INACTIVE")],
		failures,
	}));
	expect((await walk()).of("CapacityProvider").map(({ name }) => name)).toEqual(["own"]);
	failures = [{ arn: `${ARN}:capacity-provider/other`, reason: "INTERNAL" }];
	const { unread, isComplete } = await walk();
	expect(unread.map(({ name }) => name)).toContain("capacity providers");
	expect(isComplete("CapacityProvider")).toBe(false);
});

test("tags that ECS will not tell of a daemon are unknown; without the permission for it the daemon is unread", async () => {
	stub.answer("ListTagsForResource", () => ({ __type: "InvalidParameterException", message: "not supported" }));
	const { of, unread } = await walk();
	expect(unread).toEqual([]);
	for (const kind of ["Daemon", "DaemonTaskDefinition"]) {
		expect(of(kind).map(({ request }) => request.object.tags)).toEqual([{ $unknown: expect.stringContaining("not supported") }]);
	}
	stub.answer("ListTagsForResource", () => DENIED);
	const denied = await walk();
	expect(denied.of("Daemon")).toEqual([]);
	expect(denied.unread.map(({ reason }) => reason)).toContainEqual(expect.stringContaining("allow ecs:ListTagsForResource"));
});

test("what can change is as it was when ECS was asked, to the second; a service's tasks, which are of many readings, are of now", async () => {
	let second = 0;
	const now = () => `2026-11-29T12:00:${String(second++ % 60).padStart(2, "0")}.789Z`;
	const { of } = await walk({ now });
	const times = (kind: string) => of(kind).map(({ id, arn, readAt }) => [id === arn, readAt]);
	const told = [true, expect.stringMatching(/^2026-11-29T12:00:\d\d\.000Z$/)];
	for (const kind of ["Cluster", "Service", "TaskSet"])
		expect(new Set(times(kind).map(([, at]) => typeof at))).toEqual(new Set(["string"]));
	for (const time of times("Task")) expect([told, [false, undefined]]).toContainEqual(time);
	expect((await walk()).found.map(({ readAt }) => readAt)).not.toContainEqual(expect.any(String));
});

test("a throttled call is made again", async () => {
	let throttled = 0;
	stub.fail((operation) => {
		if (operation !== "DescribeServices" || throttled >= 2) return undefined;
		throttled++;
		return { __type: "ThrottlingException", message: "Rate exceeded" };
	});
	const brought = await walk();
	expect(throttled).toBe(2);
	expect(brought.unread).toEqual([]);
	expect(brought.of("Service")).toHaveLength(13);
});

test("throttled for good it is unread, and may be read another time", async () => {
	stub.fail((operation) => (operation === "DescribeTaskSets" ? { __type: "ThrottlingException", message: "Rate exceeded" } : undefined));
	const { unread } = await walk();
	expect(unread).toEqual([expect.objectContaining({ kind: "TaskSet", transient: true, action: "ecs:DescribeTaskSets" })]);
});

test("an account whose role cannot be assumed is one unread; the others are walked", async () => {
	stub.fail((operation) => (operation === "AssumeRole" ? DENIED : undefined));
	const aws = new AwsClients({ roleArn: "arn:aws:iam::{account}:role/gate" });
	const source = await AwsInventory.open(aws, { accounts: ["999988887777"], regions: [REGION] });
	const { unread, complete } = await walkAll(source);
	expect(unread).toEqual([
		expect.objectContaining({ name: "everything", action: "sts:AssumeRole", reason: expect.stringContaining("999988887777") }),
	]);
	expect(complete).toEqual([]);
	const both = await AwsInventory.open(new AwsClients(), { accounts: ["999988887777", PLACE.account], regions: [REGION], share: 100 });
	const walked = await walkAll(both);
	expect(walked.unread.map(({ place, reason }) => [place.account, reason])).toEqual([
		["999988887777", expect.stringContaining("TASKGATE_ROLE_ARN")],
	]);
	expect(walked.of("Service")).toHaveLength(13);
});
