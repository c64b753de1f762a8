/** What /metrics tells Prometheus: counted as it happens, read from the store when it is asked. */
import { collectDefaultMetrics } from "prom-client";
import type { Decision } from "./admission/decide.ts";
import { isLetThrough } from "./admission/review.ts";
import { type Readings, readOff } from "./metrics/read-off.ts";
import { reasonClass } from "./metrics/reason-class.ts";
import { type Registered, registerMetrics } from "./metrics/registered.ts";
import { secondsBetween } from "./metrics/seconds-between.ts";
import type { ActionState, DecisionWithActions } from "./store/store.ts";

export type LookUpFailure = "transient" | "permanent" | "late" | "broken";
export type ProxyOutcome = "passed" | "refused" | "failed" | "left";

export interface Metrics {
	decided(decision: DecisionWithActions): void;
	resolved(seconds: number, failure?: LookUpFailure): void;
	evaluated(seconds: number): void;
	/** `sinceCall`: seconds from the happening to the end of the action. */
	acted(
		type: string,
		end: { readonly state: ActionState | string; readonly outcome: string },
		seconds: number,
		sinceCall: number | undefined,
	): void;
	/** What a point that is asked first has answered; undefined when it could not. */
	answered(point: string, decisions: readonly Decision[] | undefined): void;
	/** A runtime alert came by HTTP. */
	alerted(outcome: "kept" | "repeated"): void;
	proxied(outcome: ProxyOutcome): void;
	awsFailed(service: string, operation: string, fault: string): void;
	alarmed(): void;
	decisionLog: DecisionLogMetrics;
	bundle: BundleMetrics;
	/** The exposition text. */
	expose(readings: Readings): Promise<{ readonly contentType: string; readonly body: string }>;
}

export interface BundleMetrics {
	/** The source was asked and its bundle is the live one, at that instant (RFC 3339). */
	polled(at: string): void;
	/** `reason`: a BundleFailure. */
	failed(reason: string): void;
}

export interface DecisionLogMetrics {
	sent(events: number): void;
	dropped(events: number): void;
	failed(): void;
	buffered(bytes: number): void;
}

export function openMetrics(): Metrics {
	const all = registerMetrics();
	let isCollecting = false;
	return {
		decided: (decision) => countDecision(all, decision),
		resolved: (seconds, failure) => {
			all.resolve.observe(seconds);
			if (failure !== undefined) all.lookUpFailures.inc({ class: failure });
		},
		evaluated: (seconds) => all.evaluate.observe(seconds),
		acted: (type, { state, outcome }, seconds, sinceCall) => {
			all.action.observe({ type, state }, seconds);
			if (state === "withheld") all.withheld.inc({ type, reason: reasonClass(outcome) });
			if (state === "done" && sinceCall !== undefined) all.callToAction.observe({ type }, sinceCall);
		},
		answered: (point, decisions) => all.answers.inc({ point, answer: answerOf(decisions) }),
		alerted: (outcome) => all.runtimeAlerts.inc({ outcome }),
		proxied: (outcome) => all.proxied.inc({ outcome }),
		awsFailed: (service, operation, fault) => all.awsFailures.inc({ service, operation, fault }),
		alarmed: () => all.alarms.inc(),
		decisionLog: {
			sent: (events) => all.decisionLogEvents.inc({ outcome: "sent" }, events),
			dropped: (events) => all.decisionLogEvents.inc({ outcome: "dropped" }, events),
			failed: () => all.decisionLogFailures.inc(),
			buffered: (bytes) => all.decisionLogBuffered.set(bytes),
		},
		bundle: {
			polled: (at) => all.bundlePolled.set(Date.parse(at) / 1000),
			failed: (reason) => all.bundleFailures.inc({ reason }),
		},
		expose: async (readings) => {
			// Node's own figures cost something, and only whoever asks wants them.
			if (!isCollecting) collectDefaultMetrics({ register: all.registry });
			isCollecting = true;
			readOff(all, readings);
			return { contentType: all.registry.contentType, body: await all.registry.metrics() };
		},
	};
}

function countDecision(all: Registered, decision: DecisionWithActions): void {
	const { verdict, enforcementPoint: point, kind, violations, reach, letThrough, actions, patches = [], patchesWithheld } = decision;
	all.decisions.inc({ verdict, point, kind });
	for (const { policy, action } of violations) all.violations.inc({ policy, action });
	for (const { policy } of patches) all.patches.inc({ policy, outcome: patchesWithheld === undefined ? verdict : "withheld" });
	if (letThrough !== undefined) all.letThrough.inc({ point, reason: reasonClass(letThrough) });
	for (const { type, state, outcome } of actions) if (state === "withheld") all.withheld.inc({ type, reason: reasonClass(outcome) });
	// Whoever asks before acting asks about what is now.
	if (reach !== "prevent") all.eventAge.observe({ point }, secondsBetween(decision.time, decision.decidedAt));
}

function answerOf(decisions: readonly Decision[] | undefined): string {
	if (decisions === undefined) return "failed";
	if (decisions.some(({ notYet }) => notYet === true)) return "wait";
	return decisions.every(isLetThrough) ? "admitted" : "refused";
}
