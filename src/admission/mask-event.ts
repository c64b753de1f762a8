/** An event that is safe to store and can still be told from another: what AWS numbers its calls by is no secret, however random it looks. */
import { mask } from "./mask.ts";
import type { JsonObject } from "./request.ts";

const NUMBERS = ["requestID", "eventID"];
const NUMBER = /^[\w-]{1,128}$/;

export function maskEvent(event: JsonObject): JsonObject {
	const { detail } = event;
	const numbers = Object.entries(detail ?? {}).filter(([name, value]) => NUMBERS.includes(name) && isNumber(value));
	const masked = mask(event);
	return numbers.length === 0 ? masked : { ...masked, detail: { ...(masked.detail as JsonObject), ...Object.fromEntries(numbers) } };
}

function isNumber(value: unknown): boolean {
	return typeof value === "string" && NUMBER.test(value);
}
