/**
 * A decision as an event of OPA's decision log (https://www.openpolicyagent.org/docs/management-decision-logs), so that what takes those takes ours.
 * Made of the record, which is masked. Pure.
 */
import { maskedPointers } from "../admission/mask.ts";
import type { JsonObject } from "../admission/request.ts";
import type { DecisionWithActions } from "../store/store.ts";
import type { SpanIds } from "./decision-log.ts";

/** The question, as OPA names one by its path. */
const PATH = "taskgate/admission";
/** Of the bundle, by which OPA keys its revision. */
const BUNDLE = "taskgate";
const NS_PER_MS = 1_000_000;

export interface OpaEvent {
	readonly labels: Readonly<Record<string, string>>;
	readonly decision_id: string;
	readonly trace_id?: string;
	readonly span_id?: string;
	readonly bundles: Readonly<Record<string, { readonly revision: string }>>;
	readonly path: string;
	readonly input: { readonly request: JsonObject };
	readonly result: object;
	/** JSON pointers of what was taken out, and of what a marker stands in place of. */
	readonly erased?: readonly string[];
	readonly masked?: readonly string[];
	readonly requested_by: string;
	readonly timestamp: string;
	readonly metrics: Readonly<Record<string, number>>;
}

export function opaEvent(decision: DecisionWithActions, labels: Readonly<Record<string, string>>, span?: SpanIds): OpaEvent {
	const { uid, time, enforcementPoint, reach, action, kind, operation, name, account, region, cluster, principal, resource } = decision;
	const { verdict, violations, failures, unknown, notApplicable, letThrough, refusedBy, source, constraintsDigest } = decision;
	const request = {
		...{ uid, time, enforcementPoint, reach, action, kind, operation, name, account, region, cluster, resource, source },
		userInfo: { arn: principal },
		object: decision.object,
	};
	const actions = decision.actions.map(({ type, state, target, outcome }) => ({ type, state, target, outcome }));
	const masked = maskedPointers(request.object, "/input/request/object");
	return {
		labels,
		decision_id: uid,
		...(span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId }),
		bundles: { [BUNDLE]: { revision: decision.revision } },
		path: PATH,
		input: { request: request as unknown as JsonObject },
		result: { verdict, violations, failures, unknown, notApplicable, letThrough, refusedBy, constraintsDigest, actions },
		...(masked.length === 0 ? {} : { masked }),
		requested_by: principal,
		timestamp: decision.decidedAt,
		metrics: { timer_server_handler_ns: Math.round(decision.durationMs * NS_PER_MS) },
	};
}

/** Without the object, for a service that takes no more. */
export function withoutObject(event: OpaEvent): OpaEvent {
	const { object: _, ...request } = event.input.request;
	return { ...withoutMasked(event), input: { request }, erased: ["/input/request/object"] };
}

function withoutMasked({ masked: _, ...event }: OpaEvent): OpaEvent {
	return event;
}
