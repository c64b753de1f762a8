/** The task definition that a request refers to: a certain revision, or nothing is judged. */
import type { Context, Targets, UnresolvedRequest } from "../admission/request.ts";
import { isUnknown, unknown } from "../admission/unknown.ts";
import { familyRevision, taskDefinitionArn } from "./arn.ts";
import { type DescribedTaskDefinition, type EcsReader, LookUpFailed, type Place } from "./ecs-reader.ts";

/** A request on its way to being resolved. */
export interface Asked {
	readonly reader: EcsReader;
	readonly place: Place;
	readonly request: UnresolvedRequest;
	/** It has taken place; otherwise it is a question about what would. */
	readonly happened: boolean;
}

/** What the look-ups found. */
export interface Found extends Pick<UnresolvedRequest, "object"> {
	readonly context: Context;
	readonly targets: Targets;
	/** In place of the event's own. */
	readonly facts?: Partial<Pick<UnresolvedRequest, "name" | "tags" | "launchTypes" | "cluster" | "oldObject">>;
}

/** @throws {LookUpFailed} when ECS is asked and it is not certain which revision is meant, or there is no such thing. */
export async function referredDefinition({ reader, place, happened, request }: Asked, reference: string | undefined): Promise<Referred> {
	const { object, declared } = request;
	if (declared?.taskDefinition !== undefined) return { body: declared.taskDefinition };
	const isOpen = (isUnknown(object) || isUnknown(object.taskDefinition)) && request.references.taskDefinition === undefined;
	if (isOpen && !happened) return { body: unknown(unnamed(request)) };
	if (reader.source === "copy") {
		if (reference === undefined) return { body: unknown(unnamed(request)) };
		const remembered = await reader.taskDefinition(place, reference);
		return { body: remembered?.body ?? unknown(`task definition ${reference} is not looked up${because(reader)}`) };
	}
	if (reference === undefined) throw new LookUpFailed("the request names no task definition", { transient: false });
	// The newest revision may be another by now than the one that was meant.
	if (happened && familyRevision(reference).revision === undefined) {
		throw new LookUpFailed(`the event does not name the revision of task definition ${reference}`, { transient: false });
	}
	const arn = taskDefinitionArn(place, reference);
	const described = await reader.taskDefinition(place, arn);
	// What has been used exists; ECS may take a moment to show it.
	if (described === undefined) throw new LookUpFailed(`task definition ${arn} is not found`, { transient: happened });
	return described;
}

function because({ whyNotAsked }: EcsReader): string {
	return whyNotAsked === undefined ? "" : `: ${whyNotAsked}`;
}

function unnamed({ object }: UnresolvedRequest): string {
	if (isUnknown(object)) return `task definition: ${object.$unknown}`;
	const { taskDefinition } = object;
	if (isUnknown(taskDefinition)) return `task definition: ${taskDefinition.$unknown}`;
	return "the request names no task definition, and ECS is not asked";
}

/** `arn` is absent for what was not looked up. */
export type Referred = Pick<DescribedTaskDefinition, "body"> & { readonly arn?: string };
