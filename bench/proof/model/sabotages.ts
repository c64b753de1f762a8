/** What is broken at the boundaries of a gate, to see that a run of two gates notices. */
import type { Sabotage } from "./gate.ts";

let made = 0;

export const SABOTAGES: Readonly<Record<string, Sabotage>> = {
	"leases nothing": { breaksStore: (store) => ({ claimActions: (now, _, ...rest) => store.claimActions(now, now, ...rest) }) },
	"performs before it records": {
		breaksStore: (store, callNow) => ({
			record: async (record, actions) => {
				for (const action of actions.filter(({ type }) => type === "DeregisterTaskDefinition")) await callNow(action);
				return store.record(record, actions);
			},
		}),
	},
	"forgets the decision that stands": {
		breaksStore: (store) => ({
			decisionByKey: async () => undefined,
			record: (record, actions) => {
				made += 1;
				return store.record({ ...record, key: `${record.key}#${made}`, uid: `${record.uid}${made}` }, actions);
			},
		}),
	},
	"discards nothing": { breaksStore: () => ({ discard: async () => {} }) },
	"does not re-read before it acts": { forgetsToReRead: true },
	"asks for no permit": { breaksStore: () => ({ takePermit: async () => true }) },
	"never says that an attempt may have done it": {
		breaksStore: (store) => ({
			claimActions: async (...given) => (await store.claimActions(...given)).map(({ unreported: _, ...action }) => action),
		}),
	},
	"does not look for a halt": { breaksStore: () => ({ halted: async () => undefined }) },
};
