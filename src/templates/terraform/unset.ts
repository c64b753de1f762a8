/** What nobody has set, and the provider only reports once AWS has chosen it: not sent, so not part of the request. */
import type { JsonObject, Kind } from "../../admission/request.ts";
import { isUnknown } from "../../admission/unknown.ts";
import { resolved, SHAPES } from "../../ecs/schema/model.ts";
import { folded, type Spelling } from "../api-spelling.ts";
import type { PlacedObject } from "../placed.ts";

/** Plain attributes alone: a block that is not in the expressions may still come from a `dynamic` one. */
export function withoutUnset(kind: Kind, { at, members }: PlacedObject, expressions: JsonObject, { renamed }: Spelling): PlacedObject {
	const isPlain = (attribute: string) => {
		const known = SHAPES[kind]?.properties ?? {};
		const member = renamed[kind]?.[folded(attribute)] ?? Object.keys(known).find((each) => folded(each) === folded(attribute));
		const schema = member === undefined ? undefined : known[member];
		return schema !== undefined && ["string", "number", "boolean"].includes(resolved(schema).type ?? "");
	};
	const kept = [...members].filter(([attribute, value]) => {
		const notKnown = "value" in value && isUnknown(value.value);
		return !notKnown || Object.hasOwn(expressions, attribute) || !isPlain(attribute);
	});
	return { at, members: new Map(kept) };
}
