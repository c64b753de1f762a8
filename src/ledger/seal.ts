/** How an hour is closed: a root over its entries, and a seal that names the seal before. Pure. */
import { createHash } from "node:crypto";
import { canonicalJson, sha256 } from "./digest.ts";
import type { LedgerEntry, Seal } from "./ledger.ts";
import type { Tally } from "./tally.ts";

/** How long after its end an hour is sealed: what was decided in it is recorded by then. */
const SEALED_AFTER_MS = 3_600_000;
const HOUR_MS = 3_600_000;

/** `2026-11-29T02` of an instant in UTC. */
export function hourOf(instant: string): string {
	return instant.slice(0, "2026-11-29T02".length);
}

/** The instant at which an hour is over. */
export function endOf(hour: string): string {
	return new Date(Date.parse(`${hour}:00:00.000Z`) + HOUR_MS).toISOString();
}

/** Whether an hour should have been sealed an hour ago and more. */
export function isOverdue(hour: string, now: string): boolean {
	return Date.parse(now) - Date.parse(endOf(hour)) > 2 * SEALED_AFTER_MS;
}

/** The newest hour that is to be sealed at `now`. */
export function lastToSeal(now: string): string {
	return hourOf(new Date(Date.parse(now) - HOUR_MS - SEALED_AFTER_MS).toISOString());
}

/** Takes entries in the order of their uids, and comes to their root. */
export function openRoot(): { add(entry: LedgerEntry): void; readonly count: number; digest(): string } {
	const hash = createHash("sha256");
	let count = 0;
	return {
		add({ uid, digest }) {
			hash.update(`${JSON.stringify([uid, digest])}\n`);
			count += 1;
		},
		get count() {
			return count;
		},
		digest: () => hash.digest("hex"),
	};
}

type Closing = Pick<Seal, "account" | "hour" | "count" | "root" | "tally" | "sealedAt">;

/** @param before the account's last seal */
export function sealOf(closing: Closing, before: Pick<Seal, "number" | "digest"> | undefined): Seal {
	const seal = { ...closing, number: (before?.number ?? 0) + 1, previous: before?.digest ?? null };
	return { ...seal, digest: digestOfSeal(seal) };
}

/** Over everything but the digest itself, and but what retention notes later. */
export function digestOfSeal({ account, hour, number, count, root, tally, sealedAt, previous }: Omit<Seal, "digest">): string {
	return sha256(canonicalJson({ account, hour, number, count, root, tally, sealedAt, previous } satisfies Sealed));
}

type Sealed = Readonly<Record<Exclude<keyof Seal, "digest" | "rolledUpAt">, unknown>> & { readonly tally: Tally };
