/** The quirks of task events put right: "null" and "false" as strings, numbers as strings, containers that AWS adds. */
import type { Json, JsonObject } from "../../admission/request.ts";
import { isInjected, isObject } from "../../ecs/api-shape.ts";
import { itemsAt, textAt } from "./json.ts";

const NUMBERS = new Set(["cpu", "memory", "memoryReservation"]);

/** The string "null" (the documented sample has it) as absent; what is of another type stays for the schema check to judge. */
export function asText<T extends Json>(value: T | undefined): T | undefined {
	return value === "null" || value === null ? undefined : value;
}

export function asBoolean(value: Json | undefined): Json | undefined {
	if (value === "true") return true;
	return value === "false" ? false : asText(value);
}

function asNumber(value: Json): Json | undefined {
	return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : asText(value);
}

/** The overrides as RunTask takes them, without those of containers that AWS adds to a task. */
export function overridesOf(overrides: Json | undefined, containers: Json | undefined): Json | undefined {
	if (!isObject(overrides)) return asText(overrides);
	const added = new Set(itemsAt(containers).flatMap((container) => addedByAws(container) ?? []));
	return members(overrides, (key, value) => {
		if (key !== "containerOverrides" || !Array.isArray(value)) return asText(value);
		const own = value.filter((override: Json) => !added.has(textAt(override, "name") ?? ""));
		return own.map((override: Json) => (isObject(override) ? members(override, containerOverrideMember) : override));
	});
}

function containerOverrideMember(key: string, value: Json): Json | undefined {
	return NUMBERS.has(key) ? asNumber(value) : value;
}

/** The name alone proves nothing, anybody can give it; but nobody's own container is without an image in the event. */
function addedByAws(container: Json): string | undefined {
	const name = textAt(container, "name");
	return name !== undefined && isInjected(name) && textAt(container, "image") === undefined ? name : undefined;
}

function members(object: JsonObject, read: (key: string, value: Json) => Json | undefined): JsonObject {
	return Object.fromEntries(
		Object.entries(object).flatMap(([key, value]) => {
			const member = read(key, value);
			return member === undefined ? [] : [[key, member] as const];
		}),
	);
}
