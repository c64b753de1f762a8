/** All checks, some at a time, each with its deadline; one that fails costs only itself. */
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../ecs/aws-error.ts";
import type { Check, Patient } from "./check.ts";
import { type Found, NotHere, type Status, Unread, unknown, unreadFound } from "./found.ts";

export interface Finding extends Required<Pick<Found, "status" | "seen" | "why" | "mend" | "subjects">> {
	readonly check: string;
	readonly denied?: string;
}

export interface Running {
	readonly timeoutMs: number;
	/** Told of each check that begins or ends. */
	readonly progress?: (done: number, underWay: readonly string[]) => void;
}

/** AWS limits its control plane by the account: more at a time would only be throttled. */
const AT_A_TIME = 4;

/** In the order of the checks. */
export async function examineAll(
	checks: readonly Check[],
	patient: Patient,
	{ timeoutMs, progress }: Running,
): Promise<readonly Finding[]> {
	const found = new Map<Check, readonly Finding[]>();
	const underWay = new Set<string>();
	const waiting = [...checks];
	const worker = async () => {
		for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
			underWay.add(check.name);
			progress?.(found.size, [...underWay]);
			found.set(check, await examine(check, patient, timeoutMs));
			underWay.delete(check.name);
			progress?.(found.size, [...underWay]);
		}
	};
	await Promise.all(Array.from({ length: AT_A_TIME }, worker));
	return checks.flatMap((check) => found.get(check) ?? []);
}

async function examine(check: Check, patient: Patient, timeoutMs: number): Promise<readonly Finding[]> {
	const giveUp = new AbortController();
	const late = sleep(timeoutMs, [unknown(`it took longer than ${timeoutMs / 1000} s: --timeout gives it more`)], {
		signal: giveUp.signal,
	}).catch(() => []);
	const found = await Promise.race([check.examine(patient).catch(failed), late]);
	giveUp.abort();
	return found.map((one) => asFinding(check, one));
}

/** A fault of ours is not a pass either. */
function failed(error: unknown): readonly Found[] {
	if (error instanceof NotHere || error instanceof Unread) return [unreadFound(error)];
	return [unknown(`it could not be told: ${messageOf(error)}`)];
}

export function asFinding({ name, why }: Pick<Check, "name" | "why">, found: Found): Finding {
	const { status, seen, mend = [], subjects = [], denied } = found;
	return { check: name, status, seen, why: found.why ?? why, mend, subjects, ...(denied === undefined ? {} : { denied }) };
}

export type Summary = Readonly<Record<Status, number>>;

export function summaryOf(findings: readonly Finding[]): Summary {
	const count = (status: Status) => findings.filter((finding) => finding.status === status).length;
	return { ok: count("ok"), problem: count("problem"), unknown: count("unknown"), notApplicable: count("notApplicable") };
}

/** A problem outweighs what could not be told. */
export function exitCodeOf({ problem, unknown }: Summary): 0 | 1 | 2 {
	if (problem > 0) return 1;
	return unknown > 0 ? 2 : 0;
}
