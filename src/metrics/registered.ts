/** Every metric of ours, in the order of docs/operations.md. Labels are bounded: policies are the bundle's, and no name, account or principal is one. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";

const WORK = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** From a call to what follows: seconds where CloudTrail is quick, minutes where it is not, an hour where nothing is acted on any more. */
const DELAY = [0.5, 1, 2, 3, 5, 8, 13, 21, 34, 60, 120, 300, 900, 3600];

export type Registered = ReturnType<typeof registerMetrics>;

export function registerMetrics() {
	const registry = new Registry();
	const registers = [registry];
	const counter = (name: string, help: string, labelNames: string[] = []) =>
		new Counter({ name: `taskgate_${name}`, help, labelNames, registers });
	const gauge = (name: string, help: string, labelNames: string[] = []) =>
		new Gauge({ name: `taskgate_${name}`, help, labelNames, registers });
	const histogram = (name: string, help: string, labelNames: string[] = [], buckets = WORK) =>
		new Histogram({ name: `taskgate_${name}`, help, labelNames, buckets, registers });
	return {
		registry,
		decisions: counter("decisions_total", "Decisions by verdict, enforcement point and kind", ["verdict", "point", "kind"]),
		violations: counter("violations_total", "Violations by policy and what followed (deny, warn, dryrun, exempted)", ["policy", "action"]),
		letThrough: counter("let_through_total", "Refusals at preventing points that were not carried out, by why", ["point", "reason"]),
		patches: counter(
			"patches_total",
			"Task definitions patched before they were judged, by policy and what became of it (the verdict, or withheld)",
			["policy", "outcome"],
		),
		withheld: counter("actions_withheld_total", "Actions that were not done, by why", ["type", "reason"]),
		lookUpFailures: counter("look_up_failures_total", "Requests that could not be resolved (transient, permanent, late, broken)", [
			"class",
		]),
		runtimeAlerts: counter("runtime_alerts_total", "Runtime alerts by HTTP (kept, repeated)", ["outcome"]),
		answers: counter("answers_total", "Answers to whoever asked before acting (admitted, refused, wait, failed)", ["point", "answer"]),
		proxied: counter("proxied_calls_total", "Calls through the proxies (passed, refused, failed, left)", ["outcome"]),
		awsFailures: counter("aws_call_failures_total", "Own calls of AWS that failed (denied, transient, unsupported, refused)", [
			...["service", "operation", "fault"],
		]),
		alarms: counter("alarms_total", "Lines of the log that somebody should look at"),
		decisionLogEvents: counter("decision_log_events_total", "Events for the decision log's service (sent, dropped)", ["outcome"]),
		bundleFailures: counter(
			"bundle_failures_total",
			"Attempts that brought no bundle (unreachable, refused, signature, rollback, bundle, constraints, other); the last good one judges",
			["reason"],
		),
		decisionLogFailures: counter("decision_log_failures_total", "Uploads that the decision log's service did not take"),
		resolve: histogram("resolve_seconds", "Looking up what a request refers to"),
		evaluate: histogram("evaluation_seconds", "Judging one request against all selected policies"),
		action: histogram("action_seconds", "Performing one action, preconditions included", ["type", "state"]),
		eventAge: histogram("event_age_seconds", "From the call to the decision on its event", ["point"], DELAY),
		callToAction: histogram("call_to_action_seconds", "From the call to the end of the action that undid it", ["type"], DELAY),
		pendingActions: gauge("pending_actions", "Actions planned and not yet ended"),
		openBreakers: gauge("breakers_open", "Accounts and Regions whose breaker is open"),
		halted: gauge("halted", "1 while `taskgate halt` holds"),
		enforcing: gauge("enforcing", "1 with TASKGATE_ENFORCE=on and AWS credentials"),
		inboxEvents: gauge("inbox_events", "Events accepted and not yet judged; absent with DynamoDB, where SQS is the inbox"),
		inboxOldest: gauge("inbox_oldest_seconds", "Age of the oldest of them; absent with DynamoDB"),
		unsealedHours: gauge("ledger_unsealed_hours", "Hours of the ledger that should have been sealed by now; absent without a ledger"),
		exemptionsExpiring: gauge("exemptions_expiring", "Exemptions in force that end within 14 days"),
		exemptionsExpired: gauge("exemptions_expired", "Exemptions that have ended and still stand in the files"),
		policies: gauge("policies", "Policies of the bundle"),
		constraints: gauge("constraints", "Constraints in force"),
		decisionLogBuffered: gauge("decision_log_buffered_bytes", "Events that wait for the decision log's service"),
		bundle: gauge("bundle_info", "1, with the revision of the bundle that judges", ["revision"]),
		bundlePolled: gauge(
			"bundle_last_success_timestamp_seconds",
			"When TASKGATE_BUNDLE was last asked and its bundle was the one that judges; 0 without it",
		),
		build: gauge("build_info", "1, with the versions of Taskgate and Node", ["version", "node"]),
	};
}
