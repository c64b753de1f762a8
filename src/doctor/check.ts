/** One thing that doctor looks at, and what it says of it. */
import type { Config } from "../config.ts";
import type { WholeStore } from "../store/whole-store.ts";
import type { Reads } from "./reads.ts";
import type { Stack } from "./stack.ts";

export type Status = "ok" | "problem" | "unknown" | "notApplicable";

export interface Found {
	readonly status: Status;
	/** What is the case, for people. */
	readonly seen: string;
	/** Why it matters; the check's own word unless told. */
	readonly why?: string;
	/** Commands that mend it, to be copied into a shell. */
	readonly mend?: readonly string[];
	/** Names of what it is about. */
	readonly subjects?: readonly string[];
	/** The IAM action that was refused to the caller. */
	readonly denied?: string;
}

export interface Check {
	readonly name: string;
	/** Why it matters. */
	readonly why: string;
	/** @throws {Unread} {NotHere} */
	readonly examine: (patient: Patient) => Promise<readonly Found[]>;
}

export interface Where {
	readonly partition: string;
	readonly account: string;
	readonly region: string;
}

/** What is examined. Nothing of it is changed. */
export interface Patient {
	readonly where: Where;
	readonly reads: Reads;
	/** @throws {NotHere} where there is none {Unread} where nobody may look. */
	readonly stack: () => Stack;
	/** `address`: as TASKGATE_STORE has it. @throws {NotHere} {Unread} */
	readonly store: () => Promise<{ readonly address: string; readonly store: Recorded }>;
	/** Doctor's own, for a gate that no stack has made. */
	readonly config: Config;
	/** RFC 3339. */
	readonly now: () => string;
}

/** What is read of a store. */
export type Recorded = Pick<WholeStore, "halted" | "openBreakers" | "pendingActions" | "inbox" | "decisions" | "newestSignature">;

/** There is nothing here to look at; the message says why. */
export class NotHere extends Error {
	override readonly name = "NotHere";
}

/** It could not be read. `action`: the IAM action that was refused, where that is why. */
export class Unread extends Error {
	override readonly name = "Unread";
	readonly action: string | undefined;
	constructor(message: string, { action, cause }: { readonly action?: string | undefined; readonly cause?: unknown } = {}) {
		super(message, { cause });
		this.action = action;
	}
}

export function ok(seen: string, subjects: readonly string[] = []): Found {
	return { status: "ok", seen, subjects };
}

export function problem(seen: string, more: Omit<Found, "status" | "seen"> = {}): Found {
	return { status: "problem", seen, ...more };
}

export function unknown(seen: string, more: Omit<Found, "status" | "seen"> = {}): Found {
	return { status: "unknown", seen, ...more };
}

export function notApplicable(seen: string): Found {
	return { status: "notApplicable", seen };
}

/** Of something that is read in part: the part that was not is told, and the rest goes on. */
export function unreadFound(error: unknown): Found {
	if (error instanceof NotHere) return notApplicable(error.message);
	if (error instanceof Unread) return unknown(error.message, error.action === undefined ? {} : { denied: error.action });
	throw error;
}
