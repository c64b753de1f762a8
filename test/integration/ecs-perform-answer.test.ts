/** The answer to a pause, and tags, over real HTTP against moto and a stub for what it lacks. */
import { DeregisterTaskDefinitionCommand, DescribeTaskDefinitionCommand, ListTagsForResourceCommand } from "@aws-sdk/client-ecs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { AwsClients } from "../../src/ecs/aws-clients.ts";
import { AwsEcsReader } from "../../src/ecs/aws-ecs-reader.ts";
import { type Acting, acting } from "./ecs-acting.ts";
import { ARN, PLACE } from "./ecs-ground.ts";

const DEPLOYMENT = `${ARN}:service-deployment/answering/web/1`;
const REVISION = `${ARN}:service-revision/answering/web/1`;
const SERVICE = `${ARN}:service/answering/web`;
let on: Acting;
beforeAll(async () => {
	on = await acting("answering");
});
afterEach(() => on.stub.reset());
afterAll(() => on.close());

describe("ContinueDeployment", () => {
	const parameters = { hookId: "h", answer: "CONTINUE" as const, stage: "PRE_SCALE_UP" };
	const precondition = { serviceRevision: REVISION };
	const answer = (more = {}) => on.act("ContinueDeployment", DEPLOYMENT, undefined, { action: { parameters, precondition, ...more } });
	function waits(status = "AWAITING_ACTION", arn = REVISION) {
		on.stub.answer("DescribeServiceDeployments", () => ({
			serviceDeployments: [
				{
					...{ serviceDeploymentArn: DEPLOYMENT, targetServiceRevision: { arn }, lifecycleStage: "PRE_SCALE_UP" },
					lifecycleHookDetails: [{ hookId: "h", status }],
				},
			],
		}));
		on.stub.answer("ContinueServiceDeployment", () => ({ serviceDeploymentArn: DEPLOYMENT }));
	}

	test.each(["CONTINUE", "ROLLBACK"] as const)("says %s to the hook that waits", async (said) => {
		waits();
		expect((await answer({ parameters: { ...parameters, answer: said } })).state).toBe("done");
		expect(on.stub.calls.at(-1)).toMatchObject({ body: { serviceDeploymentArn: DEPLOYMENT, hookId: "h", action: said } });
	});

	test.each<[string, () => void, object]>([
		["a hook that was answered meanwhile", () => waits("SUCCEEDED"), {}],
		["a hook whose time is over", () => waits("TIMED_OUT"), {}],
		["another hook", () => waits(), { parameters: { ...parameters, hookId: "other" } }],
		["a pause at another stage than the event has named", () => waits(), { parameters: { ...parameters, stage: "POST_SCALE_UP" } }],
		["another revision", () => waits("AWAITING_ACTION", `${REVISION}0`), {}],
		["no deployment", () => on.stub.answer("DescribeServiceDeployments", () => ({ serviceDeployments: [] })), {}],
		["a deployment gone", () => on.stub.answer("DescribeServiceDeployments", () => ({ __type: "ServiceDeploymentNotFoundException" })), {}],
	])("leaves alone %s", async (_, given, more) => {
		given();
		expect((await answer(more)).state).toBe("superseded");
		expect(on.stub.count("ContinueServiceDeployment")).toBe(0);
	});

	test("a deployment that goes between reading and answering is superseded; without words there is nothing to say", async () => {
		waits();
		on.stub.answer("ContinueServiceDeployment", () => ({ __type: "ServiceDeploymentNotFoundException" }));
		expect((await answer()).state).toBe("superseded");
		expect((await answer({ parameters: {} })).state).toBe("failed");
	});
});

describe("TagResource", () => {
	const tags = { "taskgate:refused": "2026-11-20 workload/privileged" };
	const tag = (target: string, more: object = {}, told: object = {}) =>
		on.act("TagResource", target, undefined, { ...told, action: { parameters: { tags }, ...more } });
	const tagsOf = async (resourceArn: string) => (await on.ecs.client.send(new ListTagsForResourceCommand({ resourceArn }))).tags;

	test("tags a service once, and AWS's request id is kept", async () => {
		const service = await on.ecs.service("tagged", await on.ecs.register("tagged"));
		const first = await tag(service);
		const call = on.stub.calls.find(({ operation }) => operation === "TagResource");
		expect(first).toEqual({ state: "done", outcome: "it was tagged", awsRequestId: call?.requestId });
		expect(await tagsOf(service)).toEqual([{ key: "taskgate:refused", value: tags["taskgate:refused"] }]);
		expect((await tag(service)).outcome).toContain("already");
		expect(on.stub.count("TagResource")).toBe(1);
	});

	test("says no refusal that a later decision has overtaken, of a service that is gone, or without a tag", async () => {
		const service = await on.ecs.service("overtaken", await on.ecs.register("overtaken"));
		const times = { denied: { time: "2026-11-20T12:00:00.000Z" }, admitted: { uid: "later", time: "2026-11-20T12:00:01.000Z" } };
		expect((await tag(service, {}, times)).state).toBe("superseded");
		expect((await tag(`${ARN}:service/answering/none`)).state).toBe("superseded");
		expect((await tag(service, { parameters: {} })).state).toBe("failed");
		expect(on.stub.count("TagResource")).toBe(0);
	});

	test("tags the very revision that was admitted, while it is active", async () => {
		const taskDefinition = await on.ecs.register("admitted-tag");
		const admission = { parameters: { tags: { admission: "allowed" } }, precondition: { taskDefinition } };
		expect((await tag(taskDefinition, admission)).state).toBe("done");
		const command = new DescribeTaskDefinitionCommand({ taskDefinition, include: ["TAGS"] });
		expect((await on.ecs.client.send(command)).tags).toEqual([{ key: "admission", value: "allowed" }]);
		expect((await tag(taskDefinition, admission)).outcome).toContain("already");
		expect((await tag(taskDefinition, { ...admission, precondition: { taskDefinition: `${taskDefinition}0` } })).state).toBe("superseded");
		await on.ecs.client.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
		expect((await tag(taskDefinition, admission)).state).toBe("superseded");
	});
});

describe("looking up", () => {
	const reader = () => new AwsEcsReader(new AwsClients());

	test("a service revision is asked for once, and must be the one that was asked for", async () => {
		on.stub.answer("DescribeServiceRevisions", () => ({ serviceRevisions: [{ serviceRevisionArn: REVISION, serviceArn: SERVICE }] }));
		const asking = reader();
		for (let i = 0; i < 2; i += 1)
			expect(await asking.serviceRevision(PLACE, REVISION)).toEqual({ serviceRevisionArn: REVISION, serviceArn: SERVICE });
		expect(on.stub.count("DescribeServiceRevisions")).toBe(1);
		await expect(asking.serviceRevision(PLACE, `${REVISION}0`)).rejects.toMatchObject({ name: "LookUpFailed", transient: false });
		await expect(asking.serviceRevision({ ...PLACE, region: "us-east-1" }, `${REVISION}1`)).rejects.toMatchObject({ transient: false });
	});

	test("a deployment is asked for each time; what is not there is undefined", async () => {
		on.stub.answer("DescribeServiceDeployments", () => ({ serviceDeployments: [{ serviceDeploymentArn: DEPLOYMENT }] }));
		const asking = reader();
		for (let i = 0; i < 2; i += 1) expect(await asking.serviceDeployment(PLACE, DEPLOYMENT)).toEqual({ serviceDeploymentArn: DEPLOYMENT });
		expect(on.stub.count("DescribeServiceDeployments")).toBe(2);
		on.stub.answer("DescribeServiceDeployments", () => ({ failures: [{ arn: DEPLOYMENT, reason: "MISSING" }] }));
		expect(await asking.serviceDeployment(PLACE, DEPLOYMENT)).toBeUndefined();
		on.stub.answer("DescribeServiceRevisions", () => ({ failures: [{ arn: REVISION, reason: "MISSING" }] }));
		expect(await asking.serviceRevision(PLACE, REVISION)).toBeUndefined();
	});
});
