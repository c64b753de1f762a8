/** A service that runs is moved to a patched revision, in moto: once, by its own words, and its calls are known when they come back. */
import { ListTaskDefinitionsCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PATCHED_FROM } from "../../src/admission/move-to-patched.ts";
import { ownRegion } from "../own-region.ts";
import { constraint } from "../requests.ts";
import { GATE, INIT, type PatchedGround, patchedGround } from "./patched-ground.ts";

const SECRET = "hunter2-but-longer";
const MENDED = { initProcessEnabled: true };
const TAGGED = constraint({
	...{ name: "tags", policy: "tags/task-definition", mutate: true },
	parameters: { requiredTagKeys: ["owner"], defaultTags: { owner: "platform" } },
});

let on: PatchedGround;
let world: ReturnType<PatchedGround["fresh"]>;
beforeAll(async () => {
	on = await patchedGround(ownRegion(import.meta));
});
beforeEach(() => {
	world = on.fresh();
});
afterAll(() => on.close());

const happened = ({ actions }: { readonly actions: readonly { readonly type: string; readonly state: string }[] }) =>
	actions.filter(({ type }) => type !== "Notify").map(({ type, state }) => `${type} ${state}`);
const revisionsOf = async (family: string) =>
	(await on.ecs.client.send(new ListTaskDefinitionsCommand({ familyPrefix: family }))).taskDefinitionArns ?? [];
const environment = [{ name: "DB_PASSWORD", value: SECRET }];
const secretive = { containerDefinitions: [{ name: "app", image: "nginx:1", memory: 128, environment }] };

describe("a denied service that patches would let through", () => {
	test("is moved once, however many events tell of it; values and tags are those of ECS", async () => {
		const tags = [
			{ key: "team", value: "shop" },
			{ key: "taskgate:refused", value: "2026-11-01 x" },
		];
		const original = await on.ecs.register("moved", { ...secretive, tags });
		await on.ecs.service("moved", original);
		const uids = [await on.judge(await on.created("moved")), await on.judge(await on.taskStarted("moved", original))].flat();
		const [first, second] = [await on.finish(String(uids[0])), await on.finish(String(uids[1]))];
		expect([first.verdict, happened(first)]).toEqual(["denied", ["RegisterPatched done"]]);
		expect([second.verdict, happened(second)]).toEqual(["denied", ["RegisterPatched superseded"]]);
		const moved = (await on.described("moved")).taskDefinition;
		expect(await revisionsOf("moved")).toEqual([original, moved]);
		expect(await on.definition(moved)).toMatchObject({
			container: { environment, linuxParameters: MENDED },
			marks: { team: "shop", [PATCHED_FROM]: original },
		});
		expect(on.stub.count("UpdateService")).toBe(1);
		const kept = JSON.stringify([first, second, (await world.store.decisions({})).decisions]);
		expect(kept).not.toContain(SECRET);
		expect(Object.keys((await on.definition(moved)).marks)).not.toContain("taskgate:refused");
	});

	test("what restores it later goes back to the patched revision", async () => {
		const service = await on.ecs.service("later", await on.ecs.register("later"));
		await on.hear(await on.created("later"));
		const patched = (await on.described("later")).taskDefinition as string;
		expect((await world.store.lastAdmitted(service, "Service"))?.object.taskDefinition).toBe(patched);
		const containerDefinitions = [{ name: "app", image: "nginx:1", memory: 128, linuxParameters: MENDED, privileged: true }];
		const bad = await on.ecs.register("later", { containerDefinitions });
		await on.ecs.client.send(new UpdateServiceCommand({ cluster: on.ecs.cluster, service: "later", taskDefinition: bad }));
		on.rule([INIT, constraint()]);
		expect(happened(await on.hear(await on.created("later")))).toEqual(["RollBackDeployment superseded", "RestoreService done"]);
		expect((await on.described("later")).taskDefinition).toBe(patched);
	});

	test("its calls are known when CloudTrail tells of them, and anybody else's by the gate's role are not", async () => {
		await on.ecs.service("echoed", await on.ecs.register("echoed"));
		await on.hear(await on.created("echoed"));
		const own = on.stub.calls.filter(({ operation }) => ["RegisterTaskDefinition", "UpdateService"].includes(operation));
		expect(own.map(({ operation }) => operation)).toEqual(["RegisterTaskDefinition", "UpdateService"]);
		for (const { operation, body, answered, requestId = "" } of own)
			expect(await on.judge(on.told(operation, body, answered, { roleArn: GATE, requestID: requestId })), operation).toEqual([]);
		expect(world.alarms).toEqual([]);
		for (const { operation, body, answered } of own)
			expect(await on.judge(on.told(operation, body, answered, { roleArn: GATE })), operation).toHaveLength(1);
		expect(world.alarms).toHaveLength(2);
	});

	test("is moved again when somebody deploys the denied revision again, to the revision that is there", async () => {
		const original = await on.ecs.register("again");
		await on.ecs.service("again", original);
		await on.hear(await on.created("again"));
		await on.ecs.client.send(new UpdateServiceCommand({ cluster: on.ecs.cluster, service: "again", taskDefinition: original }));
		const deployment = (await on.described("again")).deployments?.find(({ taskDefinition }) => taskDefinition === original);
		expect(deployment?.id).toMatch(/./);
		on.stub.amend("DescribeServices", anewWith(`ecs-svc/${Date.now()}`, original));
		expect(happened(await on.hear(await on.created("again")))).toEqual(["RegisterPatched done"]);
		expect(await revisionsOf("again")).toHaveLength(2);
	});
});

/** moto gives each service the one deployment that it began with. */
const anewWith = (id: string, taskDefinition: string) => (answered: Record<string, unknown>) => ({
	...answered,
	services: (answered.services as object[]).map((service) => ({ ...service, deployments: [{ id, status: "PRIMARY", taskDefinition }] })),
});

describe("a service that is admitted", () => {
	const WARNS = { ...INIT, enforcementAction: "warn" as const };

	test("is moved too, and stays where it is once somebody has moved it back", async () => {
		on.rule([WARNS]);
		const original = await on.ecs.register("admitted");
		await on.ecs.service("admitted", original);
		const first = await on.hear(await on.created("admitted"));
		expect([first.verdict, happened(first)]).toEqual(["allowed", ["RegisterPatched done"]]);
		await on.ecs.client.send(new UpdateServiceCommand({ cluster: on.ecs.cluster, service: "admitted", taskDefinition: original }));
		expect(happened(await on.hear(await on.created("admitted")))).toEqual(["RegisterPatched superseded"]);
		expect((await on.described("admitted")).taskDefinition).toBe(original);
	});

	test("keeps running what it runs where the patched revision cannot be had, and nobody is alarmed", async () => {
		on.rule([WARNS]);
		await on.ecs.service("kept", await on.ecs.register("kept"));
		on.stub.answer("RegisterTaskDefinition", () => ({ __type: "AccessDeniedException", message: "not you" }));
		const { actions } = await on.hear(await on.created("kept"));
		expect(actions.find(({ type }) => type === "RegisterPatched")).toMatchObject({
			state: "superseded",
			outcome: expect.stringContaining("AccessDenied"),
		});
		expect(world.alarms).toEqual([]);
	});
});

describe("what is never moved", () => {
	test("a revision that was patched before, by whatever constraint", async () => {
		const original = await on.ecs.register("marked");
		await on.ecs.service("marked", original);
		await on.hear(await on.created("marked"));
		const patched = (await on.described("marked")).taskDefinition as string;
		on.rule([INIT, TAGGED]);
		const judged = await on.hear(await on.taskStarted("marked", patched));
		expect([judged.verdict, happened(judged)]).toEqual(["allowed", []]);
		// By the same constraint one without the mark is.
		const containerDefinitions = [{ name: "app", image: "nginx:1", memory: 128, linuxParameters: MENDED }];
		await on.ecs.service("unmarked", await on.ecs.register("unmarked", { containerDefinitions }));
		expect(happened(await on.hear(await on.created("unmarked")))).toEqual(["RegisterPatched done"]);
	});

	test("a registration or a task that is no service's: there is nothing to move", async () => {
		const arn = await on.ecs.register("alone");
		const answer = { taskDefinition: { taskDefinitionArn: arn } };
		expect(happened(await on.hear(on.told("RegisterTaskDefinition", { family: "alone" }, answer)))).toEqual([
			"DeregisterTaskDefinition done",
		]);
	});

	test("anything while enforcement is off, or where nobody has opted in", async () => {
		for (const [settings, expected] of [
			[{ enforce: false }, "RegisterPatched withheld"],
			[{ registerPatched: false }, "RollBackDeployment superseded"],
		] as const) {
			on.fresh({ settings });
			const family = `off-${expected.split(" ")[1]}`;
			await on.ecs.service(family, await on.ecs.register(family));
			expect(happened(await on.hear(await on.created(family)))[0]).toBe(expected);
			expect(on.stub.count("RegisterTaskDefinition") + on.stub.count("UpdateService")).toBe(0);
		}
	});
});
