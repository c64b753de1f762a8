/** Bad things that are still there at the end: each needs a reason on record, or CloudTrail must have lost the only event of it. */
import type { Acted, Records } from "./records.ts";
import type { Outcome } from "./simulation.ts";

interface Standing {
	readonly breaches: readonly string[];
	readonly reasons: ReadonlyMap<string, number>;
}

interface Bad {
	readonly what: "revision" | "service" | "task";
	readonly target: string;
	readonly definition: string;
}

export function standing({ service: { ecs }, journal: { happenings } }: Outcome, { actions, breakers }: Records): Standing {
	const acted = Map.groupBy(actions, ({ target, precondition }) => `${target} ${precondition.taskDefinition}`);
	const heard = new Set([...happenings.values()].filter(({ copies }) => copies > 0).map(({ target }) => target));
	const reasons = new Map<string, number>();
	const breaches: string[] = [];
	for (const { what, target, definition } of badThings(ecs.places)) {
		const planned = acted.get(`${target} ${definition}`) ?? [];
		const reason = heard.has(target) ? reasonOf(planned, breakers) : neverHeard(what);
		if (reason === undefined)
			breaches.push(`stands: ${what} ${target} with ${definition}; ${planned.map(told).join(", ") || "nothing planned"}`);
		else reasons.set(`${what}: ${reason}`, (reasons.get(`${what}: ${reason}`) ?? 0) + 1);
	}
	return { breaches, reasons };
}

/** A service and a task are told of durably; a revision is not. */
function neverHeard(what: Bad["what"]): string | undefined {
	return what === "revision" ? "CloudTrail lost the only event of it" : undefined;
}

function* badThings(places: Outcome["service"]["ecs"]["places"]): Generator<Bad> {
	for (const { definitions, services, tasks } of places) {
		for (const { arn, isBad, isActive } of definitions.values()) {
			if (isBad && isActive.latest) yield { what: "revision", target: arn, definition: arn };
		}
		for (const { latest } of services.values()) {
			if (latest.definition.isBad && latest.desiredCount > 0)
				yield { what: "service", target: latest.arn, definition: latest.definition.arn };
		}
		for (const { latest } of tasks.values()) {
			const { arn, definition, service, lastStatus } = latest;
			if (definition.isBad && service === undefined && lastStatus !== "STOPPED")
				yield { what: "task", target: arn, definition: definition.arn };
		}
	}
}

function reasonOf(planned: readonly Acted[], breakers: ReadonlySet<string>): string | undefined {
	const withheld = planned.find(({ state }) => state === "withheld");
	if (withheld?.outcome.includes("breaker is open")) {
		return breakers.has(`${withheld.account}/${withheld.region}`) ? "withheld, the breaker is open" : undefined;
	}
	const ended = withheld ?? planned.find(({ state }) => state === "failed");
	return ended && `${ended.state}, ${ended.outcome}`;
}

function told({ type, state, outcome }: Acted): string {
	return `${type} ${state} (${outcome})`;
}
