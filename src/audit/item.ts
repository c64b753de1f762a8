/** One thing of the inventory: judged as any request is, told, and recorded where nobody knew it yet. Nothing is planned and nothing done. */
import { createHash } from "node:crypto";
import type { Decision } from "../admission/decide.ts";
import { mask } from "../admission/mask.ts";
import type { JsonObject } from "../admission/request.ts";
import { hideTokens } from "../admission/secret-text.ts";
import type { InventoryItem, Unread } from "../ecs/inventory/inventory.ts";
import { known } from "../ecs/known.ts";
import { auditScan } from "../enforcement-points/audit-scan.ts";
import type { Answers, EvaluationMemory } from "../evaluate.ts";
import { judge } from "../judge.ts";
import { recordOf } from "../record.ts";
import type { ReportedDecision } from "../report/report.ts";
import { reportedDecision } from "../report/reported-decision.ts";
import type { Audited, AuditRun, Remembered } from "../store/audit-memory.ts";
import { findingId } from "../store/finding.ts";
import type { SeenAgain } from "../store/finding-history.ts";
import type { DecisionRecord } from "../store/store.ts";
import type { WholeStore } from "../store/whole-store.ts";
import type { JudgeWorld } from "../world.ts";
import { resultOf } from "./result.ts";
import type { AuditSource } from "./source.ts";

/** More than one resource shows. */
export const MOST_FINDINGS = 10_000;

export interface AuditWorld extends Omit<JudgeWorld, "reader"> {
	/** What audits remember, and where decisions are recorded. */
	readonly store: WholeStore;
	/** False for a look that leaves no trace: then nobody knows what events have told. */
	readonly records: boolean;
	/** Why constraints did not apply is told too. */
	readonly explain: boolean;
}

/** What the report tells of one thing; it waits in the store until the run has ended. */
export interface AuditedItem {
	readonly id: string;
	/** What its findings are about. */
	readonly resource: string;
	readonly is: "evaluated" | "remembered" | "unread";
	/** Which attempt at the run dealt with it. */
	readonly leg: number;
	/** No event had told of it. */
	readonly missed: boolean;
	readonly decision: ReportedDecision;
}

/** One thing, with what there is to be remembered of it. */
export interface Done {
	readonly item: AuditedItem;
	/** Absent where it could not even be named. */
	readonly audited?: Audited;
	readonly learnt: readonly Remembered[];
	readonly used: readonly string[];
	/** What it shows, where it is as it was known: seen again without a decision. */
	readonly seenAgain: readonly SeenAgain[];
}

export interface Attempt {
	readonly run: AuditRun;
	readonly leg: number;
	/** What was under way when the run was interrupted may be recorded already. */
	readonly isResumed: boolean;
}

export async function auditItem(
	world: AuditWorld,
	source: AuditSource,
	item: InventoryItem,
	{ run, leg, isResumed }: Attempt,
): Promise<Done> {
	const key = `${auditScan.name}/${run.id}/${item.id}`;
	const uid = createHash("sha256").update(key).digest("hex").slice(0, 32);
	const memory = memoryOf(world.store);
	const request = item.readAt === undefined ? item.request : { ...item.request, time: item.readAt };
	const decision = await judge({ ...world, reader: source.readerFor(item) }, request, { uid, memory });
	await source.audited?.(item);
	const record = recordFor(decision, key, item);
	const { resource } = record;
	const isUnread = !("context" in decision.request);
	const result = isUnread ? null : resultOf(record);
	const audited = { id: item.id, resource, kind: item.kind, result, ...known({ at: item.readAt }) };
	const became = isUnread || !world.records ? "untold" : await reconcile(world.store, record, { run, item, audited, isResumed });
	return {
		item: {
			...{ id: item.id, leg, resource, missed: became === "missed" },
			is: isUnread ? "unread" : memory.was(),
			decision: told(decision, item, world.explain),
		},
		audited: became === "outdated" ? { ...audited, result: null } : audited,
		learnt: memory.learnt,
		used: memory.used,
		seenAgain:
			became === "unchanged" ? record.violations.map((shown) => ({ resource, id: findingId(resource, shown), at: record.time })) : [],
	};
}

/** What could not even be named, or not be described. */
export function unreadItem({ kind, name, arn, place, cluster, reason, transient }: Unread, { leg }: Attempt): Done {
	const source = arn ?? `${place.account} ${place.region}: ${name}`;
	const id = `unread ${kind} ${source}`;
	const decision: ReportedDecision = {
		...{ source, kind, name, verdict: "undecided", violations: [], failures: [{ reason, transient }], unknown: [], notApplicable: [] },
		explanation: NOTHING_TO_EXPLAIN,
		...{ account: place.account, region: place.region, ...known({ cluster }) },
	};
	return {
		item: { id, leg, resource: source, is: "unread", missed: false, decision },
		...(arn === undefined ? {} : { audited: { id: arn, resource: arn, kind, result: null } }),
		...{ learnt: [], used: [], seenAgain: [] },
	};
}

function memoryOf(store: WholeStore) {
	const [learnt, used]: [Remembered[], string[]] = [[], []];
	let isEvaluated = false;
	const memory: EvaluationMemory = {
		async get(digest) {
			const answers = await store.recall(digest);
			if (answers !== undefined) used.push(digest);
			return answers === undefined ? undefined : (JSON.parse(answers) as Answers);
		},
		put: (digest, answers) => void learnt.push({ digest, answers: JSON.stringify(answers) }),
		evaluated: () => {
			isEvaluated = true;
		},
	};
	return { ...memory, learnt, used, was: () => (isEvaluated ? "evaluated" : "remembered") as AuditedItem["is"] };
}

function recordFor(decision: Decision, key: string, { arn, broughtInBy }: InventoryItem): DecisionRecord {
	const record = recordOf(decision, key, auditScan.reach);
	return { ...record, principal: hideTokens(broughtInBy ?? ""), resource: record.resource.startsWith("arn:") ? record.resource : arn };
}

interface Auditing {
	readonly run: AuditRun;
	readonly item: InventoryItem;
	readonly audited: Audited;
	readonly isResumed: boolean;
}

/** What the store knows, held against what is. A decision is recorded where it says something new. */
async function reconcile(
	store: WholeStore,
	record: DecisionRecord,
	{ run, item, audited, isResumed }: Auditing,
): Promise<"unchanged" | "changed" | "missed" | "outdated"> {
	const standing = isResumed ? await store.decisionByKey(record.key) : undefined;
	if (standing !== undefined) return standing.event?.found === MISSED ? "missed" : "changed";
	const before = await store.knownResource(audited);
	// An event has told, or another audit has read, what came after this was read.
	if ([before.decision?.time, before.audited?.at].some((at = "") => item.readAt !== undefined && at > item.readAt)) return "outdated";
	const isHeardSince = before.decision !== undefined && (before.audited === undefined || before.decision.time > before.audited.at);
	const knownResult = isHeardSince && before.decision ? resultOf(before.decision) : before.audited?.result;
	if (knownResult === audited.result && (await isFollowed(store, record, item))) return "unchanged";
	const found = knownResult === undefined ? MISSED : CHANGED;
	await store.record({ ...record, event: mask({ audit: run.id, found, ...howItGotIn(item) }) }, []);
	return found === MISSED ? "missed" : "changed";
}

/** Whether all that it shows stands among the findings: what was taken for over may be there all the same. */
async function isFollowed(store: WholeStore, { resource, violations }: DecisionRecord, item: InventoryItem): Promise<boolean> {
	// What one revision of a service's tasks shows, another's may have ended.
	if (violations.length === 0 || item.id !== item.arn) return true;
	const findings = await store.findings({ resource, limit: MOST_FINDINGS });
	const standing = new Set(findings.flatMap(({ id, state }) => (state === "resolved" ? [] : [id])));
	return violations.every((shown) => standing.has(findingId(resource, shown)));
}

const MISSED = "no event told of it";
const CHANGED = "what is known of it came to something else";

function howItGotIn({ kind, broughtInBy, createdAt }: InventoryItem): JsonObject {
	const made = kind === "TaskDefinition" || kind === "DaemonTaskDefinition" ? "registered" : "created";
	const by = broughtInBy === undefined || broughtInBy === "" ? `${made} by somebody whom ECS does not name` : `${made} by ${broughtInBy}`;
	return { how: createdAt === undefined ? by : `${by}, at ${createdAt}` };
}

/** No more than formats need: the object only where something is wrong in it. */
function told(decision: Decision, { arn, place, cluster }: InventoryItem, explain: boolean): ReportedDecision {
	const { object, ...reported } = reportedDecision(decision, { source: arn });
	const isShown = decision.enforcements.length + decision.unknowns.length > 0;
	return {
		...reported,
		...(explain ? {} : { explanation: NOTHING_TO_EXPLAIN }),
		...{ account: place.account, region: place.region, ...known({ cluster: decision.request.cluster ?? cluster }) },
		...(isShown && object !== undefined ? { object } : {}),
	};
}

const NOTHING_TO_EXPLAIN: ReportedDecision["explanation"] = { skipped: [], lookedUp: [] };
