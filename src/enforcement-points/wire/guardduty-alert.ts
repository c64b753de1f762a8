/** GuardDuty's findings about ECS, and its word that a cluster is not watched, as EventBridge delivers them. */
import { z } from "zod";
import type { Json, JsonObject } from "../../admission/request.ts";
import { isObject } from "../../ecs/api-shape.ts";
import { arnIn, parseArn, partitionOf } from "../../ecs/arn.ts";
import { type Alert, NAMED, said, taskNamed } from "./alert.ts";
import { replayed } from "./eventbridge.ts";
import { at, itemsAt, present, textAt } from "./json.ts";
import { ACCOUNT, OBJECT, parse, TEXT, TIME } from "./parse.ts";

const SOURCE = "aws.guardduty";
const FINDING = "GuardDuty Finding";
/** Without a finding of it: whether GuardDuty watches a cluster. */
const COVERED: Readonly<Record<string, { readonly label: string; readonly rank: number }>> = {
	"GuardDuty Runtime Protection Unhealthy": { label: "Medium", rank: 4 },
	"GuardDuty Runtime Protection Healthy": { label: "Informational", rank: 2 },
};

const ENVELOPE = { account: ACCOUNT, region: TEXT, time: TIME, "replay-name": z.string().optional() };
/** https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html, and `Finding` of GuardDuty's API. */
const FOUND = z.looseObject({
	...ENVELOPE,
	detail: z.looseObject({
		...{ accountId: ACCOUNT, region: TEXT, id: TEXT, type: NAMED, updatedAt: TIME.nullish(), resource: OBJECT },
		severity: z.number().min(0, "must be 0 to 10").max(10, "must be 0 to 10"),
	}),
});
/** https://docs.aws.amazon.com/guardduty/latest/ug/gdu-runtime-coverage-ecs.html */
const COVERAGE = z.looseObject({ ...ENVELOPE, detail: z.looseObject({ resourceDetails: OBJECT, issue: z.unknown() }) });

/** What GuardDuty's numbers are called, and Falco's rank of them: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
const LEVELS = [
	{ from: 9, label: "Critical", rank: 7 },
	{ from: 7, label: "High", rank: 6 },
	{ from: 4, label: "Medium", rank: 4 },
	{ from: 0, label: "Low", rank: 3 },
];

/** A finding of Runtime Monitoring about ECS, or one of ECS's own; all else of GuardDuty's is no business of a gate. */
export function isGuardDutyAlert(event: JsonObject): boolean {
	if (event.source !== SOURCE) return false;
	const { detail } = event;
	const detailType = textAt(event, "detail-type") ?? "";
	if (Object.hasOwn(COVERED, detailType))
		return !isObject(at(detail, "resourceDetails")) || at(detail, "resourceDetails", "resourceType") === "ECS";
	if (detailType !== FINDING) return false;
	const type = at(detail, "type");
	if (typeof type !== "string" || type.includes(":ECS/")) return true;
	return type.includes(":Runtime/") && at(detail, "resource", "ecsClusterDetails", "arn") !== undefined;
}

export function readGuardDutyAlert(event: JsonObject): Alert {
	const detailType = textAt(event, "detail-type") ?? "";
	const covered = Object.hasOwn(COVERED, detailType) ? COVERED[detailType] : undefined;
	return covered === undefined ? readFinding(event) : readCoverage(event, detailType, covered);
}

function readFinding(event: JsonObject): Alert {
	const envelope = parse(FOUND, event);
	const { accountId, id, type, severity, updatedAt, resource } = envelope.detail;
	const service = at(event, "detail", "service");
	const cluster = at(resource, "ecsClusterDetails");
	const arn = textAt(cluster, "taskDetails", "arn");
	const level = LEVELS.find(({ from }) => severity >= from) as (typeof LEVELS)[number];
	const seen = TIME.safeParse(at(service, "eventLastSeen"));
	const time = seen.success ? seen.data : (updatedAt ?? envelope.time);
	const count = at(service, "count");
	const own = containerIn(resource);
	return {
		...{ source: "guardduty", type, id: id.slice(0, 128), action: FINDING, tags: [], time },
		severity: { label: level.label, rank: level.rank, score: severity },
		...{ account: accountId, region: envelope.detail.region },
		...taskNamed(arn, "detail.resource.ecsClusterDetails.taskDetails.arn", accountId),
		...present({ cluster: clusterNamed(textAt(cluster, "arn")) }),
		container: present({ name: said(at(own, "name"), 255), id: said(at(own, "id"), 128), image: said(at(own, "image")) }) as JsonObject,
		process: processOf(at(service, "runtimeDetails", "process")),
		...(typeof count === "number" ? { count } : {}),
		// GuardDuty tells of one finding again and again, counting: the day's first stands for all, unless it grows worse.
		key: [id, arn ?? "", level.label, time.slice(0, "2026-11-20".length)],
		...replayed(envelope),
	};
}

/** Of several that the task has, GuardDuty's order does not say which one is meant; an image may be quarantined for it. */
function containerIn(resource: JsonObject): Json | undefined {
	const named = at(resource, "containerDetails");
	const [only, ...others] = itemsAt(resource, "ecsClusterDetails", "taskDetails", "containers");
	return isObject(named) || others.length > 0 ? named : only;
}

/** Some of the cluster's tasks run without GuardDuty's agent, or all with it again. It names no task, and nothing could be stopped for it. */
function readCoverage(event: JsonObject, type: string, severity: Pick<Alert["severity"], "label" | "rank">): Alert {
	const { account, region, time, detail, ...envelope } = parse(COVERAGE, event);
	const name = textAt(detail.resourceDetails, "ecsClusterDetails", "clusterName");
	const about =
		name === undefined ? { unresolved: "the event names no cluster (detail.resourceDetails.ecsClusterDetails.clusterName)" } : {};
	const issue = said(detail.issue as Json | undefined, 256);
	return {
		...{ source: "guardduty", type, action: type, time, account, region, ...about },
		...{ severity: { label: severity.label, rank: severity.rank, score: null }, tags: typeof issue === "string" ? [issue] : [] },
		...(name === undefined ? {} : { cluster: arnIn({ partition: partitionOf(region), account, region }, "cluster", name) }),
		...{ container: {}, process: {} },
		key: [type, account, region, name ?? "", time],
		...replayed(envelope),
	};
}

function clusterNamed(arn: string | undefined): string | undefined {
	return arn === undefined ? undefined : parseArn(arn)?.cluster;
}

function processOf(process: Json | undefined): JsonObject {
	const ancestors = itemsAt(process, "lineage").flatMap((ancestor) => said(at(ancestor, "executablePath")) ?? []);
	return present({
		name: said(at(process, "name"), 255),
		executable: said(at(process, "executablePath")),
		user: said(at(process, "user"), 255),
		...(ancestors.length > 0 ? { ancestors } : {}),
	}) as JsonObject;
}
