/** Whether a revision is what somebody asks to register. Pure, and no for whatever it is not sure of. */
import type { Json, JsonObject } from "../admission/request.ts";
import { asRequest, isArray, isObject, tagsOf } from "./api-shape.ts";

/** What ECS fills in by itself where nothing was asked. */
const FILLED_IN: Readonly<Record<string, Json>> = { essential: true, protocol: "tcp" };
/** Numbers of which zero says nothing. */
const ZERO = new Set(["cpu", "hostPort"]);

/** `described`: as ECS describes the revision. Tags are not compared: see `sameTags`. */
export function sameDefinition(asked: JsonObject, described: JsonObject): boolean {
	const { tags: _, ...wanted } = asked;
	const { tags: __, ...found } = asRequest("TaskDefinition", described);
	return same(wanted, found);
}

/** `extra` is a tag that must be there besides. */
export function sameTags(asked: JsonObject, described: JsonObject, extra: Readonly<Record<string, string>>): boolean {
	const wanted = Object.entries({ ...tagsOf(asked.tags), ...extra });
	const found = tagsOf(described.tags);
	return wanted.length === Object.keys(found).length && wanted.every(([key, value]) => Object.hasOwn(found, key) && found[key] === value);
}

function same(asked: Json, found: Json): boolean {
	if (isArray(asked)) return isArray(found) && asked.length === found.length && asked.every((item, i) => same(item, found[i] as Json));
	if (!isObject(asked)) return asked === found;
	if (!isObject(found)) return false;
	const added = Object.entries(found).filter(([key]) => !Object.hasOwn(asked, key));
	return (
		Object.entries(asked).every(([key, value]) => (Object.hasOwn(found, key) ? same(value, found[key] as Json) : isNothing(key, value))) &&
		added.every(
			([key, value]) => isNothing(key, value) || FILLED_IN[key] === value || (key === "hostPort" && value === found.containerPort),
		)
	);
}

/** Says no more than its absence. */
function isNothing(key: string, value: Json): boolean {
	if (isArray(value)) return value.length === 0;
	if (isObject(value)) return Object.entries(value).every(([inner, member]) => isNothing(inner, member));
	return (value === false && key !== "essential") || (value === 0 && ZERO.has(key));
}
