/** Conditions, as far as the template decides them: true, false, or not decided. */
import type { Json } from "../../admission/request.ts";
import { isArray, isObject } from "../../ecs/api-shape.ts";
import { truthIn } from "../api-spelling.ts";
import { type Placed, textOf } from "../placed.ts";
import { own, type Template } from "./template.ts";

export type Condition = boolean | undefined;

interface Scope {
	readonly template: Template;
	readonly evaluate: (value: Json, at: string) => Placed | undefined;
}

/** `{"Condition": name}`, `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`. A condition that refers to itself is not decided. */
export function decide(scope: Scope, expression: Json, within: readonly string[] = []): Condition {
	scope.template.step();
	if (!isObject(expression)) return undefined;
	const [[called, argument] = ["", null]] = Object.entries(expression);
	const parts = isArray(argument) ? argument : [];
	const each = () => parts.map((part) => decide(scope, part, within));
	switch (called) {
		case "Condition":
			return typeof argument === "string" ? named(scope, argument, within) : undefined;
		case "Fn::Equals":
			return equals(scope, parts);
		case "Fn::Not":
			return opposite(each()[0]);
		case "Fn::And":
			return all(each());
		case "Fn::Or":
			return opposite(all(each().map(opposite)));
		default:
			return undefined;
	}
}

function named(scope: Scope, name: string, within: readonly string[]): Condition {
	const expression = own(scope.template.conditions, name);
	return expression === undefined || within.includes(name) ? undefined : decide(scope, expression, [...within, name]);
}

function equals({ evaluate }: Scope, [left = null, right = null]: readonly Json[]): Condition {
	const [a, b] = [left, right].map((side) => textOf(evaluate(side, "")));
	if (a === undefined || b === undefined) return undefined;
	// `yes` without quotes is true in YAML 1.1; whether it had them, nobody knows here.
	return a !== b && truthIn(a) !== undefined && truthIn(a) === truthIn(b) ? undefined : a === b;
}

function opposite(condition: Condition): Condition {
	return condition === undefined ? undefined : !condition;
}

/** Of none, nothing can be said. */
function all(conditions: readonly Condition[]): Condition {
	if (conditions.some((condition) => condition === false)) return false;
	return conditions.length > 0 && conditions.every((condition) => condition === true) ? true : undefined;
}
