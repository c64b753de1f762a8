/** The resources of a template, `Fn::ForEach` written out, without those that a condition leaves out. */
import type { Json, JsonObject } from "../../admission/request.ts";
import { isArray, isObject } from "../../ecs/api-shape.ts";
import { below, textOf } from "../placed.ts";
import type { Undecidable } from "../template-reading.ts";
import { decide } from "./conditions.ts";
import type { Evaluate } from "./evaluate.ts";
import type { Template } from "./template.ts";

export interface Resource {
	readonly id: string;
	readonly type: string;
	readonly body: JsonObject;
	readonly at: string;
}

export interface ResourceList {
	readonly resources: readonly Resource[];
	readonly undecidable: readonly Undecidable[];
}

export function resourcesOf(template: Template, evaluate: Evaluate): ResourceList {
	const resources: Resource[] = [];
	const undecidable: Undecidable[] = [];
	const isMade = ({ Condition = null }: JsonObject) => decide({ template, evaluate }, { Condition }) !== false;
	const visit = (key: string, body: Json, at: string): void => {
		template.step();
		if (key.startsWith("Fn::ForEach::")) {
			repeat(body, at);
			return;
		}
		const transform = [key, ...(isObject(body) ? Object.keys(body) : [])].find((name) => name.startsWith("Fn::"));
		if (transform !== undefined) undecidable.push({ pointer: at, reason: `${transform} adds what is not in this file; ${PROCESSED}` });
		if (isObject(body) && typeof body.Type === "string" && isMade(body)) resources.push({ id: key, type: body.Type, body, at });
	};
	const repeat = (body: Json, at: string): void => {
		const [variable, collection = null, output] = isArray(body) ? body : [];
		const items = evaluate(collection, below(at, 1));
		const values = items !== undefined && "items" in items ? items.items.map(textOf) : [undefined];
		if (typeof variable !== "string" || !isObject(output) || values.some((value) => value === undefined)) {
			if (mentionsEcs(output)) undecidable.push({ pointer: at, reason: `${LOOP}: its list exists only at deploy time; ${PROCESSED}` });
			return;
		}
		for (const value of values as readonly string[]) {
			for (const [key, inner] of Object.entries(output)) {
				visit(withVariable(key, variable, value) as string, withVariable(inner, variable, value), below(below(at, 2), key));
			}
		}
	};
	for (const [key, body] of Object.entries(template.resources)) visit(key, body, below("/Resources", key));
	return { resources, undecidable };
}

export const PROCESSED = "check the processed template instead (aws cloudformation get-template --template-stage Processed)";
const LOOP = "Fn::ForEach over ECS resources cannot be written out";

function mentionsEcs(output: Json | undefined): boolean {
	return output === undefined || JSON.stringify(output).includes("AWS::ECS::");
}

/** `${Name}` in every text and key, `&{Name}` without what a logical id may not have, and `{"Ref": "Name"}`. */
function withVariable(value: Json, variable: string, item: string): Json {
	if (typeof value === "string") {
		return value.replaceAll(`\${${variable}}`, () => item).replaceAll(`&{${variable}}`, () => item.replace(/[^A-Za-z0-9]/g, ""));
	}
	if (isArray(value)) return value.map((each) => withVariable(each, variable, item));
	if (!isObject(value)) return value;
	if (value.Ref === variable && Object.keys(value).length === 1) return item;
	return Object.fromEntries(
		Object.entries(value).map(([key, member]) => [withVariable(key, variable, item) as string, withVariable(member, variable, item)]),
	);
}
