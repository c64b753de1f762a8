/** What cannot be counted as it happens: gauges, set when Prometheus asks. */
import type { Registered } from "./registered.ts";

export interface Readings {
	readonly pendingActions: number;
	readonly openBreakers: number;
	readonly halted: boolean;
	readonly enforcing: boolean;
	/** Undefined where the store cannot tell cheaply. */
	readonly inbox: { readonly events: number; readonly oldestSeconds: number } | undefined;
	/** Undefined where the store keeps no ledger. */
	readonly unsealedHours: number | undefined;
	readonly exemptionsExpiring: number;
	readonly exemptionsExpired: number;
	readonly policies: number;
	readonly constraints: number;
	readonly revision: string;
	readonly version: string;
	readonly node: string;
}

export function readOff(all: Registered, readings: Readings): void {
	const { version, node, revision, inbox, unsealedHours } = readings;
	all.pendingActions.set(readings.pendingActions);
	all.openBreakers.set(readings.openBreakers);
	all.halted.set(readings.halted ? 1 : 0);
	all.enforcing.set(readings.enforcing ? 1 : 0);
	all.exemptionsExpiring.set(readings.exemptionsExpiring);
	all.exemptionsExpired.set(readings.exemptionsExpired);
	all.policies.set(readings.policies);
	all.constraints.set(readings.constraints);
	all.bundle.reset();
	all.bundle.set({ revision }, 1);
	all.build.set({ version, node }, 1);
	// What cannot be told is absent: nought would be a lie.
	for (const [gauge, value] of [
		[all.inboxEvents, inbox?.events],
		[all.inboxOldest, inbox?.oldestSeconds],
		[all.unsealedHours, unsealedHours],
	] as const) {
		if (value === undefined) gauge.remove();
		else gauge.set(value);
	}
}
