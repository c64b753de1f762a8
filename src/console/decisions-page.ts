/** The list of decisions, newest first: who asked for what, the verdict, why, and what followed. */
import type { Enforcement } from "../admission/decide.ts";
import { consequenceOf } from "../report/consequence.ts";
import type { DecisionWithActions, Halt } from "../store/store.ts";
import { type Html, html } from "./html.ts";
import { page } from "./page.ts";

export interface GateState {
	readonly enforce: boolean;
	readonly asksEcs: boolean;
	readonly halt: Halt | undefined;
	readonly breakers: readonly { readonly account: string; readonly region: string }[];
	readonly policies: number;
	readonly revision: string;
}

export function decisionsPage(decisions: readonly DecisionWithActions[], state: GateState): string {
	return page(
		"Decisions",
		html`<header>
<h1>Taskgate</h1>
<p>${state.enforce ? "Enforcing: what is denied is undone." : "Deciding and recording. Nothing is done to AWS."}
${!state.asksEcs && "ECS is not asked: events are judged by their own copies."}</p>
<p class="quiet">${state.policies} policies, bundle ${state.revision.slice(0, 12)}</p>
${state.halt !== undefined && html`<p class="alarm" role="alert">Halted by ${state.halt.by} since ${state.halt.since}: ${state.halt.reason}</p>`}
${state.breakers.map(({ account, region }) => html`<p class="alarm" role="alert">The breaker is open for account ${account} in ${region}: nothing is done there until it is reset.</p>`)}
</header>
<main>
<h2>Decisions</h2>
${decisions.length === 0 && html`<p>Nothing has been decided yet.</p>`}
<ol>${decisions.map(decisionItem)}</ol>
</main>`,
	);
}

function decisionItem(decision: DecisionWithActions): Html {
	const { word, details } = consequenceOf(decision);
	return html`<li class="decision ${decision.verdict}">
<p class="what"><strong class="verdict">${decision.verdict}</strong> <span class="consequence">${word}</span>
<b>${decision.action}</b> ${decision.kind} <b>${decision.name}</b>
${decision.cluster !== undefined && html`in cluster ${decision.cluster}`}</p>
<p class="quiet"><time datetime="${decision.time}">${decision.time}</time> · ${decision.principal || "unknown principal"} · ${decision.account ?? "unknown account"} ${decision.region ?? ""} · ${decision.enforcementPoint}</p>
${details.length > 0 && html`<ul class="consequences">${details.map((detail) => html`<li>${detail}</li>`)}</ul>`}
${decision.violations.length > 0 && html`<ul class="violations">${decision.violations.map(violationItem)}</ul>`}
${decision.unknown.length > 0 && html`<p class="quiet">${decision.unknown.length} more could not be told: ${[...new Set(decision.unknown.map(({ policy }) => policy))].join(", ")}</p>`}
</li>
`;
}

function violationItem({ policy, severity, action, message, field, remediation }: Enforcement): Html {
	return html`<li class="${action}"><b>${policy}</b> <span class="quiet">${severity}, ${action}</span> ${message}
${field !== undefined && html`<code>${field}</code>`}<br><span class="quiet">${remediation}</span></li>`;
}
