/** A believable month in front of the gate, for screenshots, browser tests and whoever wants to look: judged by the real library and recorded through the port. */
import type { Exemption } from "../src/admission/exemption.ts";
import type { JsonObject } from "../src/admission/request.ts";
import { answer } from "../src/answer.ts";
import { digestOf } from "../src/constraints/constraint-set.ts";
import { loadProfile } from "../src/constraints/profile.ts";
import { type EcsReader, LookUpFailed } from "../src/ecs/ecs-reader.ts";
import { webhook } from "../src/enforcement-points/webhook.ts";
import { judgeAtOnce } from "../src/intake.ts";
import { openMetrics } from "../src/metrics.ts";
import { finishActions } from "../src/outbox.ts";
import { openBuiltIn } from "../src/rego/built-in-bundle.ts";
import { openWorkerEngine } from "../src/rego/worker-engine.ts";
import type { WholeStore } from "../src/store/whole-store.ts";
import { later, type World } from "../src/world.ts";
import { callEvent } from "./cloudtrail.ts";
import { fakeEcs } from "./fake-ecs-reader.ts";
import { chance, type Happening, happenings } from "./seeded-happenings.ts";

const DAY = 86_400_000;

export interface Seeded {
	/** The world that recorded it all, to be served. */
	readonly world: World;
	close(): Promise<void>;
}

/** `perDay`: about how many decisions. The same numbers give the same history. */
export async function seedHistory(store: WholeStore, now: string, { days = 30, perDay = 24 } = {}): Promise<Seeded> {
	const engine = await openWorkerEngine(await openBuiltIn());
	const { constraints } = await loadProfile("restricted", engine.policies);
	const exemptions = exemptionsAt(now);
	const definitions: Record<string, JsonObject> = {};
	let clock = now;
	const world: World = {
		now: () => clock,
		reader: withGap(fakeEcs({ definitions })),
		...{ engine, constraints, exemptions, store },
		constraintsDigest: digestOf(constraints, exemptions),
		settings: {
			...{ enforce: true, maxEventAgeMs: 3_600_000, actionLimit: { count: 20, windowMs: 3_600_000 } },
			...{ scaleToZero: false, runtimeResponse: "flag", pauseStages: [], deferUnknown: false, storeAddress: "sqlite:./taskgate.db" },
		},
		log: { decided: () => {}, info: () => {}, alarm: () => {} },
		metrics: openMetrics(),
		perform: async ({ id, type }) => {
			if (type !== "Notify" && chance(id) < 0.04)
				return { state: "failed", outcome: "AccessDeniedException: not authorized to perform this action" };
			return { state: "done", outcome: type === "Notify" ? "told" : "it was still ACTIVE" };
		},
	};
	for (const happening of happenings(later(now, -days * DAY), now, perDay)) {
		clock = later(happening.time, 3000 + 4000 * chance(happening.id));
		if (happening.asked) await answer(world, webhook, reviewOf(happening));
		else await judgeAtOnce(world, eventOf(happening, definitions));
		await finishActions(world);
	}
	clock = now;
	await store.takePermit("444455556666", "eu-central-1", 0, DAY, later(now, -2_400_000));
	return { world, close: () => engine.close() };
}

/** One account has no role yet, so that what happens there cannot be read back. */
function withGap(reader: EcsReader): EcsReader {
	return {
		...reader,
		taskDefinition: (place, reference) => {
			if (place.account !== "777788889999") return reader.taskDefinition(place, reference);
			throw new LookUpFailed("no role may be assumed in account 777788889999: TASKGATE_ROLE_ARN names one that is not there", {
				transient: false,
			});
		},
	};
}

function eventOf(
	{ id, time, account, region, role, definition, revision }: Happening,
	definitions: Record<string, JsonObject>,
): JsonObject {
	const arn = `arn:aws:ecs:${region}:${account}:task-definition/${definition.family}:${revision}`;
	definitions[arn] = definition;
	const responseElements = { taskDefinition: { ...definition, taskDefinitionArn: arn, revision, status: "ACTIVE" } };
	const roleArn = `arn:aws:iam::${account}:role/${role}`;
	const call = { eventName: "RegisterTaskDefinition", requestParameters: definition, responseElements, account, region, roleArn };
	return callEvent({ ...call, eventTime: time, eventID: id, requestID: id }) as JsonObject;
}

function reviewOf({ id, account, region, role, definition }: Happening): JsonObject {
	const userInfo = { arn: `arn:aws:sts::${account}:assumed-role/${role}/pipeline` };
	const request = { uid: id, kind: "TaskDefinition", operation: "CREATE", object: definition, userInfo, account, region };
	return { apiVersion: "admission.taskgate.dev/v1", kind: "AdmissionReview", request };
}

function exemptionsAt(now: string): readonly Exemption[] {
	const until = (days: number) => `${later(now, days * DAY).slice(0, 10)}T00:00:00Z`;
	return [
		{
			...{ name: "node-agent-on-hosts", policy: "workload/privileged", match: { accounts: ["111122223333"], names: ["node-agent"] } },
			...{ reason: "The observability agent reads the host; SEC-412 replaces it.", approvedBy: "platform-security", expiresAt: until(9) },
		},
		{
			...{ name: "billing-root", policy: "workload/non-root-user", match: { accounts: ["111122223333"], names: ["billing"] } },
			...{ reason: "The vendor's image runs as root until their next release.", approvedBy: "platform-security", expiresAt: until(86) },
		},
		{
			...{ name: "promo-campaign", policy: "image/latest-tag", match: { accounts: ["444455556666"] } },
			...{ reason: "The campaign site is rebuilt nightly.", approvedBy: "shop-leads", expiresAt: until(-4) },
		},
	];
}
