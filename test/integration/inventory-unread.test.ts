/** What cannot be read is named, and nothing is taken for gone because of it. */
import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { AwsClients } from "../../src/ecs/aws-clients.ts";
import { AwsInventory, type Scope } from "../../src/ecs/inventory/aws-inventory.ts";
import { READ_ACTIONS } from "../../src/ecs/inventory/read-actions.ts";
import { ownRegion } from "../own-region.ts";
import { PLACE, pointAwsAt } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";
import { fill, manage } from "./inventory-ground.ts";
import { type Brought, walkAll } from "./walked.ts";

const REGION = ownRegion(import.meta);

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
			const listing = complete.find((one) => one.kind === kind && (one.cluster === undefined || one.cluster === cluster));
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
		expect(isComplete("Service")).toBe(false);
		expect(isComplete("TaskSet", "shop")).toBe(false);
		expect(isComplete("Service", "back")).toBe(true);
		// Those that the services use may be others than the tasks'.
		expect(isComplete("TaskDefinition")).toBe(false);
	});

	test("in one cluster leaves what others have open for the whole account", async () => {
		const inShop = ({ cluster }: Record<string, unknown>) => String(cluster).endsWith("shop");
		stub.fail((operation, body) => (operation === "DescribeCapacityProviders" && inShop(body) ? DENIED : undefined));
		const { unread, of, isComplete } = await walk();
		expect(unread.map(({ name }) => name)).toEqual(["capacity providers of cluster shop"]);
		expect(of("CapacityProvider").map(({ name }) => name)).toEqual(["own"]);
		expect(isComplete("CapacityProvider")).toBe(false);
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
