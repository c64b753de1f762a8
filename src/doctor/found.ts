/** What a check says of one thing, and the two ways in which there is nothing to say. */

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

export interface Where {
	readonly partition: string;
	readonly account: string;
	readonly region: string;
}

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
