/** Where each kind of item lies. Text from outside may be of any length; a key may not. */
import { createHash } from "node:crypto";
import { SHARDS } from "./table.ts";

export interface Key {
	readonly pk: string;
	readonly sk: string;
}

/** DynamoDB takes 1024 bytes in a sort key, with a prefix and an instant among them. */
const LONGEST = 700;

/** The text itself, or a digest of what is too long for a key. */
export function bounded(text: string): string {
	return Buffer.byteLength(text) <= LONGEST ? text : `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

export const HALT: Key = { pk: "halt", sk: "halt" };
export const BREAKERS = "breakers";
export const CALENDAR = "calendar";
/** Hours that have decisions and no seal, and hours that have a seal and may have decisions: by hour, then account. */
export const OPEN_HOURS = "ledger-open";
export const HELD_HOURS = "ledger-held";
/** Since when there is a ledger. */
export const LEDGER_BEGAN: Key = { pk: "ledger-began", sk: "began" };
export const LEDGER_ACCOUNTS = "ledger-accounts";
export const POINTS = "points";
export const QUARANTINE = "quarantine";
/** Counts of all accounts together; those of one account lie beside its seals. */
export const COUNTS = "counts";

const LEDGER_SHARDS = 8;

export function eventKey(id: string): Key {
	return { pk: `event#${bounded(id)}`, sk: "event" };
}

/** A decision and its actions lie together, so that one query reads them. */
export function decisionKey(uid: string): Key {
	return { pk: `decision#${bounded(uid)}`, sk: "decision" };
}

export function actionId(uid: string, number: number): string {
	return `${uid}.${number}`;
}

/** `number` counts from 1, in the order of planning. */
export function actionKey(id: string): Key {
	const dot = id.lastIndexOf(".");
	return { pk: decisionKey(id.slice(0, dot)).pk, sk: `action#${id.slice(dot + 1).padStart(6, "0")}` };
}

/** Exists once a decision with the duplicate key stands. */
export function guardOfKey(key: string): Key {
	return { pk: `key#${bounded(key)}`, sk: "key" };
}

/** Exists while an action with the effect is planned or done. */
export function guardOfEffect(effectKey: string): Key {
	return { pk: `effect#${bounded(effectKey)}`, sk: "effect" };
}

/** Exists once an action of ours made the AWS call with the request id. */
export function callKey(awsRequestId: string): Key {
	return { pk: `call#${bounded(awsRequestId)}`, sk: "call" };
}

/** A resource's findings, its head and its sightings lie together. */
export function resourcePk(resource: string): string {
	return `resource#${bounded(resource)}`;
}

/** Beside its resource's findings. */
export function auditedKey(resource: string, kind: string, id: string): Key {
	return { pk: resourcePk(resource), sk: `audited#${kind}#${id === "" ? "" : createHash("sha256").update(id).digest("base64url")}` };
}

export function evaluationKey(digest: string): Key {
	return { pk: `evaluation#${digest}`, sk: "evaluation" };
}

/** What is known of a source's last good bundle. */
export function bundleKey(source: string): Key {
	return { pk: `bundle#${bounded(source)}`, sk: "last" };
}

/** A piece of it; pieces of one bundle are told from another's by its digest. */
export function bundlePieceKey(source: string, digest: string, number: number): Key {
	return { pk: bundleKey(source).pk, sk: `piece#${digest}#${String(number).padStart(4, "0")}` };
}

/** What runs an image lies together. */
export function imageUsesPk(digest: string): string {
	return `image#${bounded(digest)}`;
}

export function imageUseKey(digest: string, revision: string, containerName: string): Key {
	return { pk: imageUsesPk(digest), sk: bounded(`${revision}#${containerName}`) };
}

/** The newest run of a scope. */
export function auditRunKey(scope: string): Key {
	return { pk: `audit#${bounded(scope)}`, sk: "run" };
}

export function auditItemsKey(run: string, number: number): Key {
	return { pk: `audit#${run}`, sk: `items#${String(number).padStart(8, "0")}` };
}

/** An Express service's ARN is a service's too, so that each kind has its own. */
export function admittedKey(resource: string, kind: string): Key {
	return { pk: `admitted#${bounded(resource)}`, sk: kind === "Service" ? "admitted" : `admitted#${kind}` };
}

/** Text order is time order, then id order. */
export function timeAndId(time: string, id: string): string {
	return `${time}#${bounded(id)}`;
}

/** Comes after every `timeAndId` up to and at the instant, and before those later. */
export function after(time: string): string {
	return `${time}$`;
}

export function dayOf(time: string): string {
	return time.slice(0, "2026-11-20".length);
}

export function shardOf(group: string, id: string): string {
	return `${group}#${createHash("sha256").update(id).digest().readUInt8(0) % SHARDS}`;
}

export function shardsOf(group: string): readonly string[] {
	return Array.from({ length: SHARDS }, (_, shard) => `${group}#${shard}`);
}

/** An hour of an account is spread over partitions: a transactional write is two, and 500 of them a second are what one partition takes. */
export function entryKey(account: string, hour: string, uid: string): Key {
	const shard = createHash("sha256").update(uid).digest().readUInt8(1) % LEDGER_SHARDS;
	return { pk: `ledger#${bounded(account)}#${hour}#${shard}`, sk: bounded(uid) };
}

export function entryPartitions(account: string, hour: string): readonly string[] {
	return Array.from({ length: LEDGER_SHARDS }, (_, shard) => `ledger#${bounded(account)}#${hour}#${shard}`);
}

export function hourAndAccount(hour: string, account: string): string {
	return `${hour}#${bounded(account)}`;
}

export function ledgerAccountKey(account: string): Key {
	return { pk: LEDGER_ACCOUNTS, sk: `account#${bounded(account)}` };
}

export function sealsPk(account: string): string {
	return `seals#${bounded(account)}`;
}

export function sealKey(account: string, number: number): Key {
	return { pk: sealsPk(account), sk: `seal#${String(number).padStart(10, "0")}` };
}

/** Exists once the hour is sealed, and holds what was counted in it. */
export function sealedHourKey(account: string, hour: string): Key {
	return { pk: sealsPk(account), sk: `hour#${hour}` };
}
