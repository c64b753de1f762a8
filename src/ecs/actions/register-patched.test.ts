import type { ECSClient } from "@aws-sdk/client-ecs";
import { expect, it } from "vitest";
import { ACCOUNT, ARN, NOW, REGION } from "../../../test/requests.ts";
import type { StoredAction } from "../../store/store.ts";
import type { Job, Means, PatchedRevisions } from "./job.ts";
import { registerPatched } from "./register-patched.ts";

const place = { partition: "aws", account: ACCOUNT, region: REGION };
const from = `${ARN}:task-definition/web:1`;
const service = `${ARN}:service/prod/web`;
const NEVER = new Promise<never>(() => {});

/** ECS with the one service; what it is told besides. */
function ecsWithService() {
	const told: string[] = [];
	const send = async (command: object) => {
		const name = command.constructor.name;
		told.push(name);
		if (name === "DescribeServicesCommand") return { services: [{ serviceArn: service, status: "ACTIVE", taskDefinition: from }] };
		if (name === "DescribeTaskDefinitionCommand") return { taskDefinition: { taskDefinitionArn: from, family: "web" }, tags: [] };
		return { $metadata: { requestId: "request-1" } };
	};
	return { told, ecs: { send } as unknown as ECSClient };
}

function job(patched: Partial<PatchedRevisions>, action: Partial<StoredAction>, abortSignal = new AbortController().signal) {
	const { told, ecs } = ecsWithService();
	const means = {
		patched: { register: async () => ({ arn: `${ARN}:task-definition/web:2` }), moved: async () => {}, ...patched },
		decision: async () => ({ uid: "uid-1", kind: "Service", time: NOW }),
		lastAdmitted: async () => undefined,
	} as unknown as Means;
	const planned = { ...place, type: "RegisterPatched", target: service, precondition: { taskDefinition: from }, decisionUid: "uid-1" };
	const asked = {
		action: { ...planned, attempts: 0, otherwise: ["RestoreService"], ...action },
		place,
		ecs,
		means,
		options: { abortSignal },
	};
	return { told, job: asked as unknown as Job };
}

it("a registration that is still under way is not begun again before it can have ended", async () => {
	const hanging = { register: () => NEVER };
	const first = await registerPatched(job(hanging, {}, AbortSignal.timeout(20)).job);
	expect(first).toEqual({ state: "retry", outcome: "the patched revision is not registered yet", afterMs: 60_000 });
	const third = await registerPatched(job(hanging, { attempts: 2 }, AbortSignal.timeout(20)).job);
	expect(third).toEqual({ state: "notApplicable", outcome: "the patched revision is not registered yet; given up after 3 attempts" });
	const patient = await registerPatched(job(hanging, { attempts: 2, otherwise: [] }, AbortSignal.timeout(20)).job);
	expect(patient).toMatchObject({ state: "retry", afterMs: 60_000 });
});

it("a move is done under its call's id although it takes long to judge it for the record", { timeout: 10_000 }, async () => {
	const slow = job({ moved: () => NEVER }, {});
	expect(await registerPatched(slow.job)).toMatchObject({ state: "done", awsRequestId: "request-1" });
	expect(slow.told.at(-1)).toBe("UpdateServiceCommand");
});
