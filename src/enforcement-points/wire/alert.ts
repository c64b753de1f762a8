/** What every runtime alert comes to, whoever raises it: who says what about which task. Its texts may be an attacker's. */
import { z } from "zod";
import { boundedText } from "../../admission/bounded.ts";
import type { Json, JsonObject } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { parseArn } from "../../ecs/arn.ts";
import { itemsAt, present } from "./json.ts";

export interface Severity extends JsonObject {
	/** In the source's own words. */
	readonly label: string;
	/** From 1, Falco's Debug, to 8, its Emergency; null where the source does not say. */
	readonly rank: number | null;
	/** GuardDuty's number. */
	readonly score: number | null;
}

export interface Alert {
	readonly source: string;
	/** The rule or the finding's type. */
	readonly type: string;
	readonly id?: string;
	/** The event's name for itself. */
	readonly action: string;
	readonly severity: Severity;
	readonly tags: readonly string[];
	/** RFC 3339. */
	readonly time: string;
	/** Where the task is, as far as the alert says. */
	readonly account?: string;
	readonly region?: string;
	/** Name or ARN. */
	readonly cluster?: string;
	/** Full ARN. */
	readonly task?: string;
	/** Why no task is known, where one should be. */
	readonly unresolved?: string;
	readonly container: JsonObject;
	readonly process: JsonObject;
	/** How often it has happened, where the source counts. */
	readonly count?: number;
	/** Tells this happening from others. */
	readonly key: readonly string[];
	readonly replayed?: true;
}

/** Falco's priorities, the least first. */
const PRIORITIES = ["debug", "informational", "notice", "warning", "error", "critical", "alert", "emergency"];
/** The words of others, at Falco's rank. */
const LIKE: ReadonlyMap<string, number> = new Map([
	["info", 2],
	["low", 3],
	["medium", 4],
	["high", 6],
]);

/** 1 to 8 for Falco's priorities and for low, medium, high; undefined for any other word. */
export function rankOf(label: string): number | undefined {
	const word = label.toLowerCase();
	const index = PRIORITIES.indexOf(word);
	return index < 0 ? LIKE.get(word) : index + 1;
}

/** Somebody's text, one line and not long; masking may have put a marker in its place. */
export function said(value: Json | undefined, most?: number): Json | undefined {
	if (isUnknown(value)) return value;
	return typeof value === "string" && value !== "" && value !== "<NA>" ? boundedText(value, most) : undefined;
}

/** What an alert is called must be there; one that reads like a secret was masked before it was kept. */
export const NAMED = z.preprocess(
	(value) => {
		if (isUnknown(value as Json)) return "(masked)";
		return typeof value === "string" ? boundedText(value, 256) : value;
	},
	z.string().min(1, "must not be empty"),
);

/** Labels that are texts; what is none is no label. */
export function labels(value: Json | undefined): readonly string[] {
	const texts = itemsAt(value).filter((item) => typeof item === "string");
	return texts.map((text) => boundedText(text, 128));
}

/** A task by its ARN, in the account that the alert comes from; else why nobody can tell. */
export function taskNamed(
	text: string | undefined,
	field: string,
	account?: string,
): Pick<Alert, "task" | "unresolved" | "account" | "region"> {
	if (text === undefined) return { unresolved: `the alert names no task (${field})` };
	const arn = parseArn(text);
	if (arn?.resourceType !== "task") return { unresolved: `${field} is no ARN of a task` };
	if (account !== undefined && arn.account !== account)
		return { unresolved: `${field} is of account ${arn.account}, and the alert of ${account}` };
	return { task: text, account: arn.account, region: arn.region };
}

/** Alerts of one rule about one container within so long are one happening: the first stands for all. */
const WINDOW_MS = 5 * 60_000;

export function windowOf(time: string): string {
	return String(Math.floor(Date.parse(time) / WINDOW_MS));
}

/** What policies see as `object`. */
export function objectOf({ source, type, id, severity, tags, time, task, cluster, container, process, count }: Alert): JsonObject {
	return present({
		...{ source, type, id, severity, tags, time, count, container, process },
		task: present({ arn: task, cluster }) as JsonObject,
	}) as JsonObject;
}
