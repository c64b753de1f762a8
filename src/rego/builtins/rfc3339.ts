/** `time.parse_rfc3339_ns`, as lenient and as strict as Go's time.Parse: an hour of one digit and a comma before fractions pass. */
import { RegoNumber, type RegoValue } from "./rego-value.ts";

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;
const MAX_INT64 = 2n ** 63n - 1n;

/** Nanoseconds since 1970; undefined for another format and beyond an int64 (the years 1677 to 2262). */
export function parseRfc3339Ns(text: RegoValue): RegoNumber | undefined {
	const match = typeof text === "string" ? RFC3339.exec(text) : null;
	if (!match) return undefined;
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
	const [offsetHour, offsetMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
	if (hour > 23 || minute > 59 || second > 59 || offsetHour > 24 || offsetMinute > 60) return undefined;
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
	const offset = (match[8] === "-" ? -1 : 1) * (offsetHour * 3600 + offsetMinute * 60);
	const seconds = date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
	const nanoseconds = BigInt(seconds) * 1_000_000_000n + BigInt((match[7] ?? "").slice(0, 9).padEnd(9, "0"));
	if (nanoseconds > MAX_INT64 || nanoseconds < -MAX_INT64 - 1n) return undefined;
	return new RegoNumber(String(nanoseconds));
}
