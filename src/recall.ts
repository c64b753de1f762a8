/** What the store knows of what a request is about: what of it is quarantined; of an alert's task, who let it in and how often its service was hit. */
import type { AdmissionRequest, Context, JsonObject } from "./admission/request.ts";
import { digestsByContainer } from "./admission/running.ts";
import { isObject } from "./ecs/api-shape.ts";
import { LookUpFailed } from "./ecs/ecs-reader.ts";
import { known } from "./ecs/known.ts";
import type { Quarantined } from "./store/quarantine.ts";
import type { DecisionRecord, Store } from "./store/store.ts";
import type { WholeStore } from "./store/whole-store.ts";
import { later } from "./world.ts";

/** The list is small and read whole; it is at most this old. */
const FRESH_MS = 2_000;
const HOUR_MS = 3_600_000;

type Remembering = Pick<WholeStore, "quarantined" | "decisionByKey" | "lastAdmitted" | "decisions">;

/** @throws {LookUpFailed} from what it returns: a store that cannot be read leaves a request undecided. */
export function recalling(store: Remembering, now: () => string): (request: AdmissionRequest) => Promise<Partial<Context>> {
	let list: { readonly read: Promise<readonly Quarantined[]>; readonly at: number } | undefined;
	const quarantined = () => {
		if (list === undefined || performance.now() - list.at > FRESH_MS) list = { read: store.quarantined(now()), at: performance.now() };
		const { read } = list;
		// What failed is asked again at once.
		return read.catch((error: unknown) => {
			if (list?.read === read) list = undefined;
			throw error;
		});
	};
	return async (request) => {
		try {
			if (request.kind === "RuntimeAlert") return await ofAlert(store, request, now());
			return KINDS.includes(request.kind) ? { quarantine: matching(request, await quarantined(), now()) } : {};
		} catch (error) {
			throw new LookUpFailed(`the store could not be asked: ${error instanceof Error ? error.message : String(error)}`, {
				transient: true,
				cause: error,
			});
		}
	};
}

const KINDS: readonly AdmissionRequest["kind"][] = ["TaskDefinition", "Task", "Service", "TaskSet"];

/** By the revision's ARN, by digests that the definition pins, and by those that ECS says its tags have come to. */
function matching({ kind, object, context, targets }: AdmissionRequest, list: readonly Quarantined[], now: string): readonly JsonObject[] {
	const current = list.filter(({ until }) => until > now);
	if (current.length === 0) return [];
	const isDefinition = kind === "TaskDefinition";
	const definition: JsonObject | undefined = isDefinition ? object : context.taskDefinition;
	const within = isDefinition ? "" : "/context/taskDefinition";
	const containers = Array.isArray(definition?.containerDefinitions) ? definition.containerDefinitions : [];
	const resolved = digestsByContainer(context.containerImages);
	const revision = targets.taskDefinition ?? object.taskDefinition;
	const found = (what: unknown, facts: { readonly of: string; readonly is: string; readonly field: string }) =>
		current.filter((entry) => entry.what === what).map(({ reason, by, until }) => ({ ...facts, reason, by, until }));
	return [
		...(typeof revision === "string"
			? found(revision, { of: "task definition", is: revision, field: isDefinition ? "/family" : "/taskDefinition" })
			: []),
		...containers.filter(isObject).flatMap(({ name, image }, i) => {
			const is = typeof image === "string" ? image : "";
			const pinned = /@(sha256:[0-9a-f]{64})$/.exec(is)?.[1];
			// A pinned digest may be an index's, and what ECS tells one of its images'.
			const digests = [...new Set([pinned, resolved.get(name)])].filter((digest) => digest !== undefined);
			const facts = { of: "image", is, field: `${within}/containerDefinitions/${i}/image` };
			return digests.flatMap((digest) => found(digest, facts));
		}),
	];
}

async function ofAlert(store: Remembering, request: AdmissionRequest, now: string): Promise<Partial<Context>> {
	const { targets, context } = request;
	const { tasks: [task] = [], service } = targets;
	if (context.task === undefined) return {};
	const [admitted, stopped] = await Promise.all([
		task === undefined ? undefined : admission(store, task, request),
		service === undefined ? undefined : stops(store, service, request, now),
	]);
	return { ...known({ admittedBy: admitted && admittedBy(admitted) }), ...stopped };
}

/** The decision on the task as ECS told of it, by its duplicate key; else the newest that admitted its service with this revision. */
async function admission(store: Remembering, task: string, { targets, cluster }: AdmissionRequest): Promise<DecisionRecord | undefined> {
	const { service, taskDefinition } = targets;
	const name = service?.split("/").at(-1);
	const heard = service === undefined ? `task/${task}` : `service/${targets.cluster ?? cluster}/${name}/${taskDefinition}`;
	const byTask = await store.decisionByKey(`task-state-change/${heard}`);
	if (byTask !== undefined || service === undefined) return byTask;
	const admitted = await store.lastAdmitted(service, "Service");
	return admitted?.object.taskDefinition === taskDefinition ? admitted : undefined;
}

function admittedBy({ uid, time, enforcementPoint, verdict, violations }: DecisionRecord): JsonObject {
	const exemptions = [...new Set(violations.flatMap(({ action, exemption }) => (action === "exempted" && exemption ? [exemption] : [])))];
	return { uid, time, enforcementPoint, verdict, exemptions };
}

const PAGES = 10;
const LIMIT = 100;
/** ECS waits two minutes at most for a task that it stops, and counts it as running meanwhile. */
const STOPPING_MS = 3 * 60_000;

/**
 * Of the denials in the cluster within the hour. Where there are more than are looked at, as many as those: who floods the record with
 * denials must not make it forget the stops.
 */
async function stops(
	store: Pick<Store, "decisions">,
	service: string,
	{ account, region, cluster, enforcementPoint }: AdmissionRequest,
	now: string,
): Promise<Pick<Context, "priorStops" | "stopsUnderWay">> {
	const query = { verdict: "denied" as const, since: later(now, -HOUR_MS), limit: LIMIT, lookAt: 1_000, ...known({ account, cluster }) };
	const group = `service:${service.split("/").at(-1)}`;
	const decidedAt: string[] = [];
	let cursor: string | undefined;
	for (let page = 0; page < PAGES; page += 1) {
		const { decisions, next } = await store.decisions({ ...query, ...known({ cursor }) });
		for (const decision of decisions) {
			const isAlert = decision.enforcementPoint === enforcementPoint && decision.event !== undefined && decision.region === region;
			if (!isAlert || groupOf(decision.object) !== group) continue;
			const stopped = decision.actions.filter(({ type, state }) => type === "StopTask" && (state === "done" || state === "planned"));
			decidedAt.push(...stopped.map(() => decision.decidedAt));
		}
		if (next === null) {
			const since = later(now, -STOPPING_MS);
			return { priorStops: decidedAt.length, stopsUnderWay: decidedAt.filter((at) => at > since).length };
		}
		cursor = next;
	}
	return { priorStops: PAGES * LIMIT, stopsUnderWay: PAGES * LIMIT };
}

function groupOf({ task }: JsonObject): unknown {
	return isObject(task) ? task.group : undefined;
}
