/** A gate in this process that registers patched revisions: the built-in policies, real AWS clients, and moto behind the stub. */
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, type Service } from "@aws-sdk/client-ecs";
import { inject, vi } from "vitest";
import type { Constraint } from "../../src/admission/constraint.ts";
import type { Exemption } from "../../src/admission/exemption.ts";
import { AwsClients } from "../../src/ecs/aws-clients.ts";
import { AwsEcsReader } from "../../src/ecs/aws-ecs-reader.ts";
import { AwsRegistry } from "../../src/ecs/aws-registry.ts";
import { perform } from "../../src/ecs/perform.ts";
import { judgeAtOnce } from "../../src/intake.ts";
import { finishActions } from "../../src/outbox.ts";
import { patchedRevisions } from "../../src/patched-revisions.ts";
import { openBuiltIn } from "../../src/rego/built-in-bundle.ts";
import { openEngine } from "../../src/rego/engine.ts";
import type { DecisionWithActions } from "../../src/store/store.ts";
import { systemNow, type World } from "../../src/world.ts";
import { type CallEvent, callEvent } from "../cloudtrail.ts";
import { constraint } from "../requests.ts";
import { type TestWorld, testWorld } from "../worlds.ts";
import { type Ground, ground, PLACE, pointAwsAt } from "./ecs-ground.ts";
import { type EcsStub, startEcsStub } from "./ecs-stub.ts";

export const GATE = `arn:aws:iam::${PLACE.account}:role/taskgate`;
export const INIT = constraint({ name: "init", policy: "workload/init-process", mutate: true });
const CLUSTER = "patched";

interface Terms {
	readonly constraints?: readonly Constraint[];
	readonly settings?: Partial<World["settings"]>;
	/** False: the process that acts has not opted in. */
	readonly registers?: boolean;
}

export interface PatchedGround {
	readonly stub: EcsStub;
	readonly ecs: Ground;
	readonly account: string;
	/** A gate with nothing on record; forgets what was called. */
	fresh(terms?: Terms): TestWorld;
	/** Judges, and performs nothing. Answers the uids. */
	judge(event: Record<string, unknown>): Promise<readonly string[]>;
	/** Performs what is planned, and answers the decision, or the only one that was just judged. */
	finish(uid: string): Promise<DecisionWithActions>;
	hear(event: Record<string, unknown>): Promise<DecisionWithActions>;
	/** From now on these judge. */
	rule(constraints: readonly Constraint[]): void;
	/** From now on these excuse. */
	excuse(exemptions: readonly Exemption[]): void;
	described(service: string): Promise<Service>;
	definition(arn: string | undefined): ReturnType<typeof describe>;
	created(service: string, more?: Partial<CallEvent>): Promise<Record<string, unknown>>;
	told(eventName: string, body: unknown, answer: unknown, more?: Partial<CallEvent>): Record<string, unknown>;
	taskStarted(service: string, taskDefinition: string): Promise<Record<string, unknown>>;
	close(): Promise<void>;
}

/** `region`: its own for each test file, since moto keeps one account. */
export async function patchedGround(region: string): Promise<PatchedGround> {
	const stub = await startEcsStub(inject("motoUrl"));
	pointAwsAt(stub.url);
	const ecs = await ground(inject("motoUrl"), CLUSTER, region);
	const engine = await openEngine(await openBuiltIn());
	const account = `arn:aws:ecs:${region}:${PLACE.account}`;
	let constraints: readonly Constraint[] = [INIT];
	let exemptions: readonly Exemption[] = [];
	let world: World;
	const described = async (service: string) => {
		const { services } = await ecs.client.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [service] }));
		return services?.[0] as Service;
	};
	const judge: PatchedGround["judge"] = async (event) =>
		(await judgeAtOnce(world, event as Parameters<typeof judgeAtOnce>[1])).map(({ uid }) => uid);
	const finish: PatchedGround["finish"] = async (uid) => {
		await finishActions(world);
		return (await world.store.decision(uid)) as DecisionWithActions;
	};
	const told: PatchedGround["told"] = (eventName, requestParameters, responseElements, more = {}) =>
		callEvent({ eventName, requestParameters, responseElements, region, ...more });
	return {
		...{ stub, ecs, account, described, judge, finish, told },
		fresh({ settings, registers = true, constraints: given = [INIT] } = {}) {
			stub.reset();
			stub.answer("ListServiceDeployments", () => ({ serviceDeployments: [] }));
			constraints = given;
			exemptions = [];
			const basis = testWorld({ settings: { registerPatched: true, ...settings }, ownPrincipals: [GATE] });
			const { store } = basis;
			const aws = new AwsClients();
			const means = {
				...{ aws, eventBus: undefined, admissionTag: basis.settings.admissionTag },
				...{ lastAdmitted: store.lastAdmitted, newestVerdict: store.newestVerdict, decision: store.decision },
				...{ admittedEarlier: async () => undefined, quarantine: async () => systemNow(), quarantined: async () => [] },
				patched: registers ? patchedRevisions(() => world) : undefined,
			};
			world = {
				...{ ...basis, now: systemNow, engine, reader: new AwsEcsReader(aws), registry: new AwsRegistry(aws) },
				get constraints() {
					return constraints;
				},
				get exemptions() {
					return exemptions;
				},
				perform: (action) => perform(means, action),
			};
			return basis;
		},
		hear: async (event) => finish(String((await judge(event))[0])),
		rule: (given) => {
			constraints = given;
		},
		excuse: (given) => {
			exemptions = given;
		},
		definition: (arn) => describe(ecs, arn),
		async created(service, more) {
			const { serviceArn, clusterArn, taskDefinition } = await described(service);
			return told(
				"CreateService",
				{ serviceName: service, cluster: CLUSTER },
				{ service: { serviceArn, clusterArn, taskDefinition } },
				more,
			);
		},
		async taskStarted(service, taskDefinition) {
			const taskArn = await ecs.run(taskDefinition);
			const of = { group: `service:${service}`, startedBy: "ecs-svc/1" };
			stub.amend("DescribeTasks", ({ tasks, ...rest }) => ({ ...rest, tasks: (tasks as object[]).map((task) => ({ ...task, ...of })) }));
			const status = { desiredStatus: "RUNNING", lastStatus: "PROVISIONING" };
			return {
				...{ version: "0", id: taskArn, source: "aws.ecs", "detail-type": "ECS Task State Change", time: new Date().toISOString() },
				...{ account: PLACE.account, region, resources: [taskArn] },
				detail: {
					taskArn,
					clusterArn: `${account}:cluster/${CLUSTER}`,
					taskDefinitionArn: taskDefinition,
					...status,
					...of,
					containers: [],
				},
			};
		},
		async close() {
			vi.unstubAllEnvs();
			await engine.close();
			await stub.close();
		},
	};
}

async function describe(ecs: Ground, arn: string | undefined) {
	const { taskDefinition, tags = [] } = await ecs.client.send(
		new DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ["TAGS"] }),
	);
	const marks = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
	return { container: taskDefinition?.containerDefinitions?.[0], marks };
}
