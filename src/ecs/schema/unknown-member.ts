/** The first member of an object that AWS's model of ECS does not know: the SDK would leave it out without a word. Pure. */
import type { Json, JsonObject, Kind } from "../../admission/request.ts";
import { resolved, type Schema } from "./model.ts";

/** Its JSON pointer; undefined when every member is known. */
export function unknownMember(kind: Kind, object: JsonObject): string | undefined {
	return find({ $ref: `#/$defs/${kind}` }, object, "");
}

function find(schema: Schema, value: Json, pointer: string): string | undefined {
	const { properties, additionalProperties, items } = resolved(schema);
	if (typeof value !== "object" || value === null) return undefined;
	for (const [key, member] of Object.entries(value)) {
		const at = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
		const known = Array.isArray(value) ? items : ownProperty(properties, key);
		if (known === undefined && properties !== undefined && additionalProperties === undefined) return at;
		const found = find(known ?? additionalProperties ?? {}, member as Json, at);
		if (found !== undefined) return found;
	}
	return undefined;
}

function ownProperty(properties: Schema["properties"], key: string): Schema | undefined {
	return properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
}
