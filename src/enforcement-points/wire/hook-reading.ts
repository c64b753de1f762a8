/** What an invocation of a CloudFormation hook asks about, whichever of its targets it is for. */
import type { JsonObject } from "../../admission/request.ts";
import { UnreadableText } from "../../source-text/unreadable-text.ts";
import { changedResources } from "./hook-changes.ts";
import { changeSetOf, type HookEvent, isOf, stackOf, targetModelOf, whyNoPayload } from "./hook-event.ts";
import { anything, type HookReading, ofOthers, parsed, resourcesOf } from "./hook-template.ts";

export interface Asked extends HookReading {
	/** Why nothing is asked about. */
	readonly nothing?: string;
	/** The resource hook asks the same once more, when its values are known. */
	readonly askedAgain: boolean;
}

/** @throws {UnreadableEvent} */
export function askedBy(hook: HookEvent, event: unknown): Asked {
	if (hook.actionInvocationPoint === "DELETE_PRE_PROVISION") return nothing("a deletion is not asked about");
	const isTemplate = isOf(hook, "STACK") || isOf(hook, "CHANGE_SET");
	if (!isTemplate) return { askedAgain: false, ...ofResource(hook, event) };
	const missing = whyNoPayload(event);
	// Not fetched is not unknown: nobody has looked at it.
	if (missing !== undefined) return { resources: anything(missing), notJudged: [], askedAgain: false };
	return { askedAgain: true, ...ofTemplate(hook, event) };
}

function ofResource(hook: HookEvent, event: unknown): HookReading | Asked {
	const { targetName: type, targetLogicalId } = hook.requestData;
	if (!type.startsWith("AWS::ECS::")) return nothing(`${type} is no type of ECS`);
	const { resourceProperties, previousResourceProperties } = targetModelOf(event);
	const templateOf = (properties: JsonObject) => ({
		Resources: { [targetLogicalId || "Resource"]: { Type: type, Properties: properties } },
	});
	const before = previousResourceProperties ?? (hook.actionInvocationPoint === "UPDATE_PRE_PROVISION" ? UNSAID : undefined);
	const reading = resourcesOf(templateOf(resourceProperties), before === undefined ? null : templateOf(before));
	return { ...reading, notJudged: [...reading.notJudged, ...ofOthers([type])] };
}

/** What an update leaves as it was, and nobody says what that is. */
const UNSAID = { Ref: "what it was before" };

function ofTemplate(hook: HookEvent, event: unknown): HookReading | Asked {
	try {
		const reading = isOf(hook, "STACK") ? ofStack(event) : ofChangeSet(event);
		return reading.resources.length + reading.notJudged.length > 0 ? reading : nothing("nothing in it is of ECS");
	} catch (error) {
		if (error instanceof UnreadableText) return { resources: anything(`the template cannot be read: ${error.message}`), notJudged: [] };
		throw error;
	}
}

function ofStack(event: unknown): HookReading {
	const { template, previousTemplate } = stackOf(event);
	return resourcesOf(parsed(template), previousTemplate ? parsed(previousTemplate) : null);
}

function ofChangeSet(event: unknown): HookReading {
	const { template, changedResources: changes } = changeSetOf(event);
	return changedResources(template, changes);
}

function nothing(reason: string): Asked {
	return { resources: [], notJudged: [], nothing: reason, askedAgain: false };
}
