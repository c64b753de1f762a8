/** What cannot be read is named, and nothing is taken for gone because of it. */
import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { AwsClients } from "../../src/ecs/aws-clients.ts";
import { AwsInventory, type Scope } from "../../src/ecs/inventory/aws-inventory.ts";
import { READ_ACTIONS } from "../../src/ecs/inventory/read-actions.ts";
import { PLACE, pointAwsAt } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";
import { fill, manage } from "./inventory-ground.ts";
import { type Brought, walkAll } from "./walked.ts";

const REGION = "ap-southeast-4";
const ARN = `arn:aws:ecs:${REGION}:${PLACE.account}`;

let stub: EcsStub;
let everything: Brought;

const walk = async (more: Scope = {}) => walkAll(await AwsInventory.open(new AwsClients(), { regions: [REGION], share: 100, ...more }));

beforeAll(async () => {
	stub = await startEcsStub(inject("motoUrl"));
	pointAwsAt(stub.url);
	await fill(inject("motoUrl"), REGION, { services: 30, definitions: 20 });
	manage(stub, REGION, 7);
	everything = await walk({ allTaskDefinitions: true });
});
afterEach(() => {
	stub.reset();
	manage(stub, REGION, 7);
});
afterAll(async () => {
	vi.unstubAllEnvs();
	await stub.close();
});

const DENIED = { __type: "AccessDeniedException", message: "User: gate is not authorized" };

describe("with a fifth of the calls failing for good", () => {
	test.for([1, 2, 3, 4, 5, 6])("everything is found, unread by name, or in a listing that is not complete (%i)", async (seed) => {
		let failed = 0;
		stub.fail((operation, body) => {
			if (!operation.startsWith("List") && !operation.startsWith("Describe")) return undefined;
			const [byte = 0] = createHash("sha256")
				.update(`${seed} ${operation} ${JSON.stringify(body)}`)
				.digest();
			if (byte >= 51) return undefined;
			failed++;
			return DENIED;
		});
		const { found, unread, complete } = await walk({ allTaskDefinitions: true });
		expect(failed).toBeGreaterThan(0);
		expect(unread.length).toBeGreaterThan(0);
		const named = new Set([...found.map(({ id }) => id), ...unread.map(({ arn }) => arn)]);
		for (const { id, kind, cluster } of everything.found.filter((item) => !named.has(item.id))) {
			const account = !["Service", "ExpressGatewayService", "TaskSet", "Task"].includes(kind);
			const listing = complete.find((one) => one.kind === kind && (account ? one.cluster === undefined : one.cluster === cluster));
			expect(listing, `${id} is nowhere, and its listing is said to be complete`).toBeUndefined();
		}
		for (const { action, reason } of unread) {
			expect(READ_ACTIONS).toContain(action);
			expect(reason).toMatch(/allow ecs:\w+ to the gate's role/);
		}
	});

	test("all actions that are called are among those that an audit is said to need", async () => {
		await walk({ allTaskDefinitions: true });
		const called = new Set(stub.calls.map(({ operation }) => `ecs:${operation}`).filter((action) => action !== "ecs:GetCallerIdentity"));
		expect([...called].sort()).toEqual([...READ_ACTIONS]);
	});
});

describe("a listing that fails", () => {
	test("is one unread, which says what to allow; the rest goes on", async () => {
		stub.fail((operation, body) => (operation === "ListServices" && String(body.cluster).endsWith("shop") ? DENIED : undefined));
		const { unread, of, isComplete } = await walk();
		expect(unread).toEqual([
			{
				...{ kind: "Service", name: "services of cluster shop", cluster: "shop", action: "ecs:ListServices", transient: false },
				place: { ...PLACE, region: REGION },
				reason: expect.stringContaining("allow ecs:ListServices to the gate's role"),
			},
		]);
		expect(of("Service").map(({ name }) => name)).toEqual(["outside"]);
		expect(of("Task").length).toBeGreaterThan(0);
		expect(isComplete("Service", "shop")).toBe(false);
		expect(isComplete("TaskSet", "shop")).toBe(false);
		expect(isComplete("Service", "back")).toBe(true);
		// Those that the services use may be others than the tasks'.
		expect(isComplete("TaskDefinition")).toBe(false);
	});

	test("on a later page keeps what came before", async () => {
		stub.fail((operation, { nextToken }) => (operation === "ListServices" && nextToken === "14" ? DENIED : undefined));
		const { unread, of } = await walk();
		expect(of("Service").filter(({ cluster }) => cluster === "shop")).toHaveLength(14);
		expect(unread.map(({ name }) => name)).toEqual(["services of cluster shop"]);
	});

	test("that gives one page again and again ends", async () => {
		stub.answer("ListTasks", () => ({ taskArns: [], nextToken: "again" }));
		const { unread, isComplete } = await walk();
		expect(unread.map(({ action, reason }) => [action, reason])).toContainEqual([
			"ecs:ListTasks",
			expect.stringContaining("again and again"),
		]);
		expect(isComplete("Task", "shop")).toBe(false);
	});

	test("of something that this AWS does not have lists nothing", async () => {
		stub.answer("ListDaemons", () => ({ __type: "UnknownOperationException", message: "" }));
		const { unread, isComplete } = await walk();
		expect(unread).toEqual([]);
		expect(isComplete("Daemon")).toBe(true);
	});
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
	expect(brought.of("Service")).toHaveLength(31);
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
	expect(walked.of("Service")).toHaveLength(31);
});
