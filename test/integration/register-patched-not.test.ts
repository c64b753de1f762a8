/** Where a service cannot be moved to a patched revision: what then follows, and what a crash half-way leaves. In moto. */
import { ListTaskDefinitionsCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PATCHED_FROM } from "../../src/admission/move-to-patched.ts";
import { ownRegion } from "../own-region.ts";
import { constraint } from "../requests.ts";
import { INIT, type PatchedGround, patchedGround } from "./patched-ground.ts";

let on: PatchedGround;
let world: ReturnType<PatchedGround["fresh"]>;
beforeAll(async () => {
	on = await patchedGround(ownRegion(import.meta));
});
beforeEach(() => {
	world = on.fresh();
});
afterAll(() => on.close());

/** Type and state of each action, and the outcome of the move. */
async function ended(uid: string) {
	const { actions } = await on.finish(uid);
	const told = actions.filter(({ type }) => type !== "Notify").map(({ type, state }) => `${type} ${state}`);
	return { told, outcome: actions.find(({ type }) => type === "RegisterPatched")?.outcome };
}
const OLD_WAY = ["RegisterPatched superseded", "RollBackDeployment superseded", "RestoreService failed"];
const revisionsOf = async (family: string) =>
	(await on.ecs.client.send(new ListTaskDefinitionsCommand({ familyPrefix: family }))).taskDefinitionArns ?? [];
async function serving(name: string, more: object = {}) {
	const original = await on.ecs.register(name, more);
	await on.ecs.service(name, original);
	return { original, uid: String((await on.judge(await on.created(name)))[0]) };
}

describe("a denial goes its old way", () => {
	test("where the patched revision would be denied as well, by the policies of then", async () => {
		const { original, uid } = await serving("still");
		on.rule([INIT, constraint({ name: "tags", policy: "tags/task-definition", parameters: { requiredTagKeys: ["owner"] } })]);
		const { told, outcome } = await ended(uid);
		expect(told).toEqual(OLD_WAY);
		expect(outcome).toMatch(/^patched, it would not be admitted either \(decision [0-9a-f]+\): tags\/task-definition: /);
		expect(await revisionsOf("still")).toEqual([original]);
	});

	test("where no policy patches it any more", async () => {
		const { original, uid } = await serving("mended");
		on.rule([{ ...INIT, mutate: false, enforcementAction: "warn" }]);
		expect(await ended(uid)).toEqual({ told: OLD_WAY, outcome: expect.stringContaining("no policy in force now patches it") });
		expect(await revisionsOf("mended")).toEqual([original]);
	});

	test("where the patched revision is in doubt, although a registration would pass with that", async () => {
		const { original, uid } = await serving("doubtful");
		on.rule([INIT, constraint({ name: "unread", policy: "no/such-policy", failurePolicy: "Ignore" })]);
		expect(await ended(uid)).toEqual({ told: OLD_WAY, outcome: expect.stringContaining("patched, it is in doubt: ") });
		expect(await revisionsOf("doubtful")).toEqual([original]);
	});

	test("where AWS does not take the revision, or the service does not take it", async () => {
		const refused = await serving("refused");
		on.stub.answer("RegisterTaskDefinition", () => ({ __type: "ClientException", message: "too many revisions" }));
		expect(await ended(refused.uid)).toEqual({ told: OLD_WAY, outcome: expect.stringContaining("too many revisions") });
		on.fresh();
		const untaken = await serving("untaken");
		on.stub.answer("UpdateService", () => ({ __type: "AccessDeniedException", message: "no iam:PassRole" }));
		const { told, outcome } = await ended(untaken.uid);
		expect([told, outcome]).toEqual([
			OLD_WAY,
			expect.stringMatching(/untaken:2 is registered, and the service does not take it: .*PassRole/),
		]);
	});

	test("where somebody else than ECS deploys the service by then, or this process has not opted in", async () => {
		const external = await serving("external");
		on.stub.amend("DescribeServices", ({ services, ...rest }) => ({
			...{ ...rest, services: (services as object[]).map((service) => ({ ...service, deploymentController: { type: "CODE_DEPLOY" } })) },
		}));
		expect(await ended(external.uid)).toEqual({
			told: OLD_WAY,
			outcome: expect.stringContaining("deployed by CODE_DEPLOY"),
		});
		on.fresh({ registers: false });
		expect((await ended((await serving("elsewhere")).uid)).outcome).toContain("TASKGATE_REGISTER_PATCHED=off");
	});

	test("where the revision holds what could be a masked value, or is a patched one by then", async () => {
		const docker = await serving("odd", {
			containerDefinitions: [{ name: "app", image: "nginx:1", memory: 128, dockerLabels: { $unknown: "masked" } }],
		});
		expect(await ended(docker.uid)).toEqual({ told: OLD_WAY, outcome: expect.stringContaining("$unknown") });
		on.fresh();
		const marked = await serving("tagged");
		on.stub.amend("DescribeTaskDefinition", (answered) => ({ ...answered, tags: [{ key: PATCHED_FROM, value: "x" }] }));
		expect(await ended(marked.uid)).toEqual({ told: OLD_WAY, outcome: expect.stringContaining("is a patched revision itself") });
		expect(on.stub.count("RegisterTaskDefinition")).toBe(0);
	});

	test("at once where a violation stays that no patch mends", async () => {
		on.rule([INIT, constraint()]);
		const containerDefinitions = [{ name: "app", image: "nginx:1", memory: 128, privileged: true }];
		const { uid } = await serving("both", { containerDefinitions });
		expect((await ended(uid)).told).toEqual(["RollBackDeployment superseded", "RestoreService failed"]);
	});
});

/** moto leaves a service the deployment that it began with; ECS begins another. */
const goneOnTo = (taskDefinition: string) => (answered: Record<string, unknown>) => {
	const deployments = [{ id: "ecs-svc/2", status: "PRIMARY", taskDefinition, createdAt: Date.now() / 1000 + 1 }];
	return { ...answered, services: (answered.services as object[]).map((service) => ({ ...service, taskDefinition, deployments })) };
};

describe("a service that has moved on", () => {
	test("before it is acted on is left alone", async () => {
		const { uid } = await serving("gone-on");
		const other = await on.ecs.register("gone-on-other");
		on.stub.amend("DescribeServices", goneOnTo(other));
		expect(await ended(uid)).toEqual({
			told: ["RegisterPatched superseded"],
			outcome: expect.stringContaining(`has moved on to ${other}`),
		});
		expect(await revisionsOf("gone-on")).toHaveLength(1);
	});

	test("while the revision is registered is left alone too", async () => {
		const { uid } = await serving("meanwhile");
		const other = await on.ecs.register("meanwhile-other");
		let asked = 0;
		on.stub.amend("DescribeServices", (answered) => {
			asked += 1;
			return asked === 1 ? answered : goneOnTo(other)(answered);
		});
		expect(await ended(uid)).toEqual({
			told: ["RegisterPatched superseded"],
			outcome: expect.stringContaining(`has moved on to ${other}`),
		});
		expect(on.stub.count("UpdateService")).toBe(0);
	});

	test("to the patched revision, by a gate that did not live to say so, was moved", async () => {
		const { original, uid } = await serving("said-late");
		const tags = [{ key: PATCHED_FROM, value: original }];
		const patched = await on.ecs.register("said-late", { tags });
		on.stub.amend("DescribeServices", goneOnTo(patched));
		expect(await ended(uid)).toEqual({ told: ["RegisterPatched done"], outcome: expect.stringContaining(`moved before to ${patched}`) });
		expect(on.stub.count("UpdateService")).toBe(0);
	});
});

describe("what does not answer now is asked again", () => {
	test.each(["RegisterTaskDefinition", "UpdateService"])("%s, and one revision is registered", async (operation) => {
		const name = `slow-${operation}`;
		const { uid } = await serving(name);
		on.stub.fail((asked) => (asked === operation ? { __type: "ThrottlingException", message: "slow down" } : undefined));
		expect((await ended(uid)).told).toEqual(["RegisterPatched planned"]);
		on.stub.fail(() => undefined);
		const { promise, resolve } = Promise.withResolvers<void>();
		setTimeout(resolve, 2_100);
		await promise;
		expect((await ended(uid)).told).toEqual(["RegisterPatched done"]);
		expect(await revisionsOf(name)).toHaveLength(2);
		expect(world.alarms).toEqual([]);
	});
});

test("what ECS takes back to the denied revision after a move is not moved again, and tells of nothing new", async () => {
	const { original, uid } = await serving("taken-back");
	const task = await on.taskStarted("taken-back", original);
	await on.judge(task);
	expect((await ended(uid)).told).toEqual(["RegisterPatched done"]);
	const before = (await world.store.decisions({})).decisions.length;

	await on.ecs.client.send(new UpdateServiceCommand({ cluster: on.ecs.cluster, service: "taken-back", taskDefinition: original }));
	const { serviceArn = "" } = await on.described("taken-back");
	const detail = { eventType: "ERROR", eventName: "SERVICE_DEPLOYMENT_FAILED", deploymentId: "ecs-svc/2", reason: "tasks failed to start" };
	const failed = { ...task, "detail-type": "ECS Deployment State Change", resources: [serviceArn], detail };
	expect(await on.judge(failed)).toEqual([]);
	const [again] = await on.judge(await on.taskStarted("taken-back", original));
	await ended(String(again));
	expect((await on.described("taken-back")).taskDefinition).toBe(original);
	expect((await world.store.decisions({})).decisions).toHaveLength(before);
});
