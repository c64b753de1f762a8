/** What a match selects by, read out of a call: name, cluster, launch types, tags. */
import type { Json, Kind, Operation, References, Tags } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { tagsOf } from "../../ecs/api-shape.ts";
import { clusterName } from "../../ecs/arn.ts";
import type { Call, Said } from "./call.ts";
import { at, itemsAt, textAt } from "./json.ts";

export interface CallFacts {
	readonly kind: Kind;
	readonly operation: Operation;
	readonly name: string;
	readonly cluster?: string;
	readonly launchTypes: readonly string[];
	readonly tags: Tags;
	readonly references: References;
}

export function factsOf(call: Call, said: Said): CallFacts {
	const references = call.references(said);
	return {
		kind: call.kind,
		operation: call.operation,
		name: call.name(said) ?? "",
		...clusterFact(references.cluster),
		launchTypes: launchTypesOf(said.body, at(said.response, ...call.answered)),
		tags: tagsOf(at(said.body, "tags")),
		references,
	};
}

/** The name where the reference can be read, else the reference itself, so that no cluster selector is escaped by garbage. */
export function clusterFact(reference: string | undefined): { cluster?: string } {
	return reference === undefined ? {} : { cluster: clusterName(reference) ?? reference };
}

/** As asked for, else as ECS answered; empty when nothing says, or when a capacity provider of the customer's own decides. */
export function launchTypesOf(...sources: readonly (Json | undefined)[]): readonly string[] {
	const found = sources.map(launchTypesIn).find((launchTypes) => launchTypes.length > 0) ?? [];
	return found.map((launchType) => launchType.toUpperCase());
}

function launchTypesIn(source: Json | undefined): readonly string[] {
	const launchType = textAt(source, "launchType");
	if (launchType !== undefined) return [launchType];
	const listed = itemsAt(source, "requiresCompatibilities");
	// One that is not known yet may be any.
	if (listed.some(isUnknown)) return [];
	const required = listed.filter((item) => typeof item === "string");
	return required.length > 0 ? required : fargateOf(source);
}

function fargateOf(source: Json | undefined): readonly string[] {
	const strategy = itemsAt(source, "capacityProviderStrategy");
	const onFargate = (item: Json) => /^FARGATE(_SPOT)?$/.test(textAt(item, "capacityProvider") ?? "");
	return strategy.length > 0 && strategy.every(onFargate) ? ["FARGATE"] : [];
}
