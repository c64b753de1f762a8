/** The parts of a CloudFormation or SAM template that decide what its resources are. */
import type { Json, JsonObject } from "../../admission/request.ts";
import { isArray, isObject } from "../../ecs/api-shape.ts";
import { UnreadableText } from "../../source-text/unreadable-text.ts";
import type { TemplateValues } from "../template-reading.ts";

export interface Template {
	readonly resources: JsonObject;
	readonly parameters: JsonObject;
	readonly mappings: JsonObject;
	readonly conditions: JsonObject;
	/** The names of its transforms. */
	readonly transforms: readonly string[];
	readonly values: TemplateValues;
	/** Called for every value that is evaluated. @throws {UnreadableText} when functions that hold each other multiply without end. */
	readonly step: () => void;
}

const MOST_STEPS = 1_000_000;

/** Undefined for what is no template: one has resources, and each of them a type. */
export function templateIn(document: Json, values: TemplateValues): Template | undefined {
	if (!isObject(document) || !isObject(document.Resources)) return undefined;
	const says = Object.hasOwn(document, "AWSTemplateFormatVersion") || Object.hasOwn(document, "Transform");
	if (!says && !Object.values(document.Resources).some((resource) => isObject(resource) && typeof resource.Type === "string"))
		return undefined;
	const section = (name: string) => (isObject(document[name]) ? document[name] : {});
	return {
		resources: document.Resources,
		parameters: section("Parameters"),
		mappings: section("Mappings"),
		conditions: section("Conditions"),
		transforms: [...transformsIn(document.Transform), ...transformsIn(document["Fn::Transform"])],
		values,
		step: counter(),
	};
}

function counter(): () => void {
	let steps = 0;
	return () => {
		steps += 1;
		if (steps > MOST_STEPS) throw new UnreadableText("its functions and conditions call each other over a million times");
	};
}

function transformsIn(transform: Json | undefined): readonly string[] {
	if (isArray(transform)) return transform.flatMap(transformsIn);
	const name = isObject(transform) ? transform.Name : transform;
	return typeof name === "string" ? [name] : [];
}

/** Own members only: a template may name anything `__proto__`. */
export function own(from: Json | undefined, key: string): Json | undefined {
	return isObject(from) && Object.hasOwn(from, key) ? from[key] : undefined;
}
