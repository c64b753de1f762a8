/** What followed from a decision, in the words that say exactly that: prevented, reverted, flagged, reported. */
import { onlyTells } from "../admission/harmless.ts";
import type { DecisionWithActions, StoredAction } from "../store/store.ts";

export interface Consequence {
	readonly word:
		| "admitted"
		| "flagged"
		| "prevented"
		| "preventing"
		| "would prevent"
		| "not prevented"
		| "reverted"
		| "reverting"
		| "would revert"
		| "not reverted"
		| "reported"
		| "undecided";
	readonly details: readonly string[];
}

export function consequenceOf(decision: DecisionWithActions): Consequence {
	const letThrough = decision.letThrough === undefined ? [] : [`let through: ${decision.letThrough}`];
	if (decision.verdict === "undecided") {
		const reasons = decision.failures.map(({ policy, reason }) => (policy === undefined ? reason : `${policy}: ${reason}`));
		return { word: "undecided", details: [...reasons, ...letThrough] };
	}
	if (decision.verdict === "allowed") {
		const done = decision.actions.filter(({ type }) => type !== "Notify").map(describeAction);
		return { word: decision.violations.some(({ action }) => action === "warn") ? "flagged" : "admitted", details: done };
	}
	if (decision.refusedBy !== undefined) return { word: "reported", details: [decision.refusedBy] };
	if (decision.reach === "prevent") return letThrough.length > 0 ? { word: "would prevent", details: letThrough } : prevention(decision);
	const undoing = decision.actions.filter(({ type }) => !onlyTells(type));
	if (decision.reach === "report" || undoing.length === 0) return { word: "reported", details: decision.actions.map(describeAction) };
	return { word: wordFor(undoing), details: undoing.map(describeAction) };
}

/** A point's answer is its prevention; a paused deployment is only held back once it has been told so. */
function prevention({ actions }: DecisionWithActions): Consequence {
	const answer = actions.find(({ type }) => type === "ContinueDeployment");
	if (answer === undefined) return { word: "prevented", details: [] };
	return { word: PREVENTION[answer.state] ?? "not prevented", details: [describeAction(answer)] };
}

const PREVENTION: { readonly [state in StoredAction["state"]]?: Consequence["word"] } = { done: "prevented", planned: "preventing" };

/** Several tasks of one call are several targets: it is reverted once nothing is left of them. A target's actions are tried one after the other. */
function wordFor(undoing: readonly StoredAction[]): Consequence["word"] {
	const targets = [...Map.groupBy(undoing, ({ target }) => target).values()].map((some) => new Set(some.map(({ state }) => state)));
	if (targets.some((states) => states.has("planned"))) return "reverting";
	const undone = targets.filter((states) => states.has("done"));
	const left = targets.filter((states) => !states.has("done"));
	if (left.some((states) => states.has("failed"))) return "not reverted";
	if (left.some((states) => states.has("withheld"))) return "would revert";
	return undone.length > 0 ? "reverted" : "not reverted";
}

const DOING: Readonly<Record<StoredAction["type"], string>> = {
	RegisterPatched: "move to a patched revision",
	RollBackDeployment: "roll back the deployment of",
	RestoreService: "restore the last admitted configuration of",
	ScaleToZero: "scale to zero",
	StopTask: "stop",
	DeregisterTaskDefinition: "deregister",
	RegisterTaskDefinition: "register",
	ScaleTaskSetToZero: "scale to zero",
	RestoreDaemon: "restore the last admitted configuration of",
	RestoreExpressService: "restore the last admitted configuration of",
	RestoreTags: "put back the tags of",
	ContinueDeployment: "answer the pause of",
	TagResource: "tag",
	Quarantine: "quarantine",
	Notify: "tell EventBridge of",
};

function describeAction({ type, target, state, outcome }: StoredAction): string {
	return `${DOING[type]} ${shortName(target)}: ${state}${outcome === undefined ? "" : `, ${outcome}`}`;
}

/** `task-definition/web:3` of the full ARN. */
function shortName(target: string): string {
	return target.startsWith("arn:") ? target.split(":").slice(5).join(":") : `decision ${target}`;
}
