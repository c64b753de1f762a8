/** JSON lines on stderr, one per happening. Values that could be secrets are not passed in; nothing here redacts after the fact. */
import { pino } from "pino";
import type { DecisionWithActions } from "./store/store.ts";

export interface Log {
	decided(decision: DecisionWithActions): void;
	info(happening: string, facts?: object): void;
	/** Somebody should look: an undecided deploy, a failed action, an open breaker. */
	alarm(happening: string, facts?: object): void;
}

export function openLog(level: string): Log {
	const logger = pino({ level, base: { name: "taskgate" } }, pino.destination({ dest: 2, sync: true }));
	return {
		decided: (decision) => {
			const { uid, verdict, enforcementPoint, action, kind, name, account, region, principal } = decision;
			const facts = {
				...{ uid, verdict, enforcementPoint, action, kind, name, account, region, principal },
				policies: [...new Set(decision.violations.map(({ policy }) => policy))],
				actions: decision.actions.map(({ type, target, state }) => ({ type, target, state })),
				...(decision.failures.length === 0 ? {} : { failures: decision.failures.map(({ reason }) => reason) }),
			};
			if (verdict === "undecided") logger.error({ alarm: true, ...facts }, "undecided");
			else logger.info(facts, verdict);
		},
		info: (happening, facts) => logger.info(facts ?? {}, happening),
		alarm: (happening, facts) => logger.error({ alarm: true, ...facts }, happening),
	};
}
