/** A violation followed over time. Decisions may be heard of in any order; the times in them decide. */
import { createHash } from "node:crypto";
import type { Enforcement } from "../admission/decide.ts";
import { SCHEMA_POLICY, SEVERITIES } from "../admission/policy.ts";
import type { Finding } from "./finding-history.ts";
import type { DecisionRecord } from "./store.ts";

/** What a decision says about the findings of its resource; times in UTC with milliseconds. */
export type Sighting = Pick<
	DecisionRecord,
	"time" | "resource" | "account" | "region" | "kind" | "principal" | "verdict" | "violations" | "failures" | "unknown"
>;

/**
 * The findings that are new or changed because of one decision. Pure.
 * @param known every finding of the resource
 * @param newer the resource's decisions with a later time, oldest first: what an event that arrives late is held against
 */
export function follow(known: readonly Finding[], sighting: Sighting, newer: readonly Sighting[]): readonly Finding[] {
	const shown = violationsById(sighting);
	const before = new Map(known.map((finding) => [finding.id, finding]));
	const seenNow = [...shown].map(([id, violation]) => {
		const finding = before.get(id);
		return finding === undefined ? retold(opened(id, violation, sighting), newer) : seen(finding, violation, sighting, newer);
	});
	const clearedNow = known.filter((finding) => clears(sighting, finding)).map((finding) => cleared(finding, sighting.time));
	return [...seenNow, ...clearedNow].filter((finding) => finding !== before.get(finding.id));
}

function opened(id: string, violation: Enforcement, sighting: Sighting): Finding {
	return {
		id,
		resource: sighting.resource,
		account: sighting.account,
		region: sighting.region,
		policy: violation.policy,
		field: violation.field,
		...now(violation, sighting),
		firstSeen: sighting.time,
		lastSeen: sighting.time,
		resolvedAt: undefined,
		resolution: undefined,
		reopened: 0,
		introducedBy: sighting.principal,
	};
}

type Now = Pick<Finding, "state" | "kind" | "message" | "severity" | "exemption" | "exemptedUntil">;

function now({ action, message, severity, exemption, exemptedUntil }: Enforcement, { kind }: Sighting): Now {
	return { state: action === "exempted" ? "exempted" : "open", kind, message, severity, exemption, exemptedUntil };
}

function seen(finding: Finding, violation: Enforcement, sighting: Sighting, newer: readonly Sighting[]): Finding {
	const { time, principal } = sighting;
	if (finding.resolvedAt !== undefined && time >= finding.resolvedAt) {
		return retold({ ...opened(finding.id, violation, sighting), reopened: finding.reopened + 1 }, newer);
	}
	const latest = finding.state === "resolved" ? {} : now(violation, sighting);
	if (time > finding.lastSeen) return { ...finding, ...latest, lastSeen: time };
	if (time === finding.lastSeen && finding.state === "exempted") return { ...finding, ...latest };
	const unbroken = newer.every((other) => other.time >= finding.firstSeen || !clears(other, finding));
	return time < finding.firstSeen && unbroken ? { ...finding, firstSeen: time, introducedBy: principal } : finding;
}

/** A finding that an old event opens, brought up to what newer decisions have said already. */
function retold(finding: Finding, newer: readonly Sighting[]): Finding {
	return newer.reduce((current, sighting) => {
		const violation = violationsById(sighting).get(finding.id);
		if (violation !== undefined) return seen(current, violation, sighting, []);
		return clears(sighting, current) ? cleared(current, sighting.time) : current;
	}, finding);
}

function cleared(finding: Finding, time: string): Finding {
	return ended(finding, time, "no longer shown");
}

/** The first end by its time stands, and at the very instant of a sighting the violation does. */
export function ended(finding: Finding, time: string, resolution: Finding["resolution"]): Finding {
	const earlier = finding.resolvedAt === undefined || time < finding.resolvedAt;
	return time > finding.lastSeen && earlier ? { ...finding, state: "resolved", resolvedAt: time, resolution } : finding;
}

/** Not being shown is only good news if the policy was really asked. */
function clears({ kind, verdict, violations, failures, unknown }: Sighting, finding: Finding): boolean {
	const { policy, field, resource } = finding;
	// An alert is no state: the next one about the same task takes nothing back of this one.
	const lasts = kind === "RuntimeAlert" && isOfOneTask(resource);
	const asked =
		kind === finding.kind &&
		!lasts &&
		verdict !== "undecided" &&
		!failures.some((failure) => failure.policy === undefined || failure.policy === policy);
	const readable = policy === SCHEMA_POLICY.id || !violations.some((violation) => violation.policy === SCHEMA_POLICY.id);
	const shown = violations.some((violation) => violation.policy === policy && violation.field === field);
	return asked && readable && !shown && !unknown.some((one) => one.policy === policy);
}

/** One violation per finding: what is not exempted before what is, then the most severe. */
function violationsById({ resource, violations }: Sighting): ReadonlyMap<string, Enforcement> {
	const rank = (violation: Enforcement) =>
		SEVERITIES.indexOf(violation.severity) + (violation.action === "exempted" ? SEVERITIES.length : 0);
	const mildestFirst = violations.toSorted((a, b) => rank(b) - rank(a));
	return new Map(mildestFirst.map((violation) => [findingId(resource, violation), violation]));
}

/** The same for one violation of one resource, however often it is seen. */
export function findingId(resource: string, { policy, field }: Pick<Enforcement, "policy" | "field">): string {
	return createHash("sha256")
		.update(JSON.stringify([resource, policy, field ?? null]))
		.digest("base64url")
		.slice(0, 22);
}

/**
 * Nothing may ever tell that a task has stopped: what is open of it goes once nobody has heard of it for the retention. What is open of
 * anything else stays until it ends.
 */
export function isOfOneTask(resource: string): boolean {
	return resource.includes(":task/");
}
