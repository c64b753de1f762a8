/** One thing that doctor looks at, and what it is shown. */
import type { Config } from "../config.ts";
import type { WholeStore } from "../store/whole-store.ts";
import type { Found, Where } from "./found.ts";
import type { Reads } from "./reads.ts";
import type { Stack } from "./stack.ts";

export interface Check {
	readonly name: string;
	/** Why it matters. */
	readonly why: string;
	/** @throws {Unread} {NotHere} */
	readonly examine: (patient: Patient) => Promise<readonly Found[]>;
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
