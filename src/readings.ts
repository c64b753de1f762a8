/** What is read off when Prometheus asks: the store's queues, and what this process runs with. */
import packageJson from "../package.json" with { type: "json" };
import type { Ledger } from "./ledger/ledger.ts";
import type { Readings } from "./metrics/read-off.ts";
import { secondsBetween } from "./metrics/seconds-between.ts";
import { later, type World } from "./world.ts";

const SOON_MS = 14 * 24 * 3_600_000;
/** An hour is sealed one hour after it is over. */
const SEALED_AFTER_MS = 2 * 3_600_000;
const MOST_HOURS = 1_000;

export async function readings({ store, settings, perform, exemptions, engine, constraints, now }: World): Promise<Readings> {
	const instant = now();
	const ended = exemptions.filter(({ expiresAt }) => Date.parse(expiresAt) <= Date.parse(instant));
	const ending = exemptions.filter(({ expiresAt }) => Date.parse(expiresAt) <= Date.parse(instant) + SOON_MS);
	const waiting = await store.inbox?.();
	return {
		pendingActions: await store.pendingActions(),
		openBreakers: (await store.openBreakers()).length,
		halted: (await store.halted()) !== undefined,
		enforcing: settings.enforce && perform !== undefined,
		inbox: waiting && {
			events: waiting.events,
			oldestSeconds: waiting.oldest === undefined ? 0 : secondsBetween(waiting.oldest, instant),
		},
		unsealedHours: await unsealedHours(store, later(instant, -SEALED_AFTER_MS).slice(0, "2026-11-29T02".length)),
		exemptionsExpiring: ending.length - ended.length,
		exemptionsExpired: ended.length,
		policies: engine.policies.length,
		constraints: constraints.length,
		revision: engine.revision,
		version: packageJson.version,
		node: process.versions.node,
	};
}

async function unsealedHours(store: World["store"] & Partial<Pick<Ledger, "unsealedHours">>, until: string): Promise<number | undefined> {
	return (await store.unsealedHours?.(until, MOST_HOURS))?.length;
}
