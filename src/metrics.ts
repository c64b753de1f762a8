/** What /metrics tells Prometheus. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { DecisionWithActions } from "./store/store.ts";

export interface Metrics {
	decided(decision: DecisionWithActions): void;
	resolved(seconds: number): void;
	evaluated(seconds: number): void;
	acted(type: string, state: string, seconds: number): void;
	/** The exposition text; `pending` and `breakersOpen` are read from the store at scrape time. */
	expose(pending: number, breakersOpen: number): Promise<{ contentType: string; body: string }>;
}

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function openMetrics(): Metrics {
	const registry = new Registry();
	const registers = [registry];
	const histogram = (name: string, help: string, labelNames: string[] = []) =>
		new Histogram({ name, help, labelNames, buckets: SECONDS, registers });
	const decisions = new Counter({
		name: "taskgate_decisions_total",
		help: "Decisions by verdict, enforcement point and kind",
		labelNames: ["verdict", "point", "kind"],
		registers,
	});
	const violations = new Counter({
		name: "taskgate_violations_total",
		help: "Violations by policy and what followed (deny, warn, dryrun, exempted)",
		labelNames: ["policy", "action"],
		registers,
	});
	const resolve = histogram("taskgate_resolve_seconds", "Looking up what a request refers to");
	const evaluate = histogram("taskgate_evaluation_seconds", "Judging one request against all selected policies");
	const action = histogram("taskgate_action_seconds", "Performing one action, preconditions included", ["type", "state"]);
	const pendingActions = new Gauge({ name: "taskgate_pending_actions", help: "Actions planned and not yet ended", registers });
	const openBreakers = new Gauge({ name: "taskgate_breakers_open", help: "Accounts and Regions whose breaker is open", registers });

	return {
		decided: ({ verdict, enforcementPoint: point, kind, violations: found }) => {
			decisions.inc({ verdict, point, kind });
			for (const violation of found) violations.inc({ policy: violation.policy, action: violation.action });
		},
		resolved: (seconds) => resolve.observe(seconds),
		evaluated: (seconds) => evaluate.observe(seconds),
		acted: (type, state, seconds) => action.observe({ type, state }, seconds),
		expose: async (pending, breakersOpen) => {
			pendingActions.set(pending);
			openBreakers.set(breakersOpen);
			return { contentType: registry.contentType, body: await registry.metrics() };
		},
	};
}
